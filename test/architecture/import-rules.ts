/**
 * The directions of imports as data. A zone is a part of the tree; it may import itself, the zones listed
 * and any package that no rule below keeps from it. What is not listed is refused, so a new folder needs a line here.
 */
export interface Zone {
  readonly name: string;
  /** Matches paths of the zone; the first zone that matches is the file's. */
  readonly files: RegExp;
  readonly mayImport: readonly string[];
}

const FOUNDATION = ['shared/primitives', 'shared/config', 'shared/observability'];
const MACHINE = [
  ...FOUNDATION,
  'shared/catalogue',
  'shared/derivation',
  'shared/audit',
  'shared/identity',
  'shared/graphql',
  'shared/persistence',
  'shared/department',
];

function shared(folder: string, mayImport: readonly string[]): Zone {
  return { name: `shared/${folder}`, files: new RegExp(`^shared/${folder}/`), mayImport };
}

/** The zones, the first match counting. */
export const ZONES: readonly Zone[] = [
  // Tests may look at everything, and nobody may import them: no other zone lists this one.
  { name: 'test', files: /^test\/|\.test\.tsx?$/, mayImport: ['*'] },
  shared('primitives', []),
  shared('config', ['shared/primitives']),
  shared('observability', ['shared/primitives', 'shared/config']),
  shared('catalogue', FOUNDATION),
  shared('derivation', ['shared/primitives', 'shared/catalogue']),
  // The pure calculator: the office calculates with it, and whoever replays an archived round offline.
  shared('scoring', ['shared/primitives', 'shared/catalogue', 'shared/derivation']),
  // Sealed rounds: snapshot, tree, proof, signature, and their verification without a server.
  shared('archive', ['shared/primitives', 'shared/catalogue', 'shared/derivation', 'shared/scoring']),
  shared('schema-lint', []),
  shared('identity', [...FOUNDATION, 'shared/catalogue']),
  shared('graphql', [...FOUNDATION, 'shared/catalogue', 'shared/identity']),
  shared('persistence', [...FOUNDATION, 'shared/catalogue']),
  shared('department', MACHINE),
  shared('audit', [...FOUNDATION, 'shared/identity', 'shared/graphql', 'shared/persistence']),
  // The launcher knows names, ports and databases of the services, and none of their code.
  shared('topology', [...FOUNDATION, 'shared/identity', 'shared/catalogue']),
  // Copies whole databases as their owners: it knows how they are made, and what a receipt and a feed are.
  shared('backup', [...FOUNDATION, 'shared/persistence', 'shared/department', 'shared/topology', 'migrations']),
  // Finds the subgraphs' folders at run time and names none, so that a new one needs no line anywhere.
  { name: 'schema printing', files: /^subgraphs\/[^/]+$/, mayImport: ['shared/config'] },
  // Every subgraph is a zone of its own: see `zoneOf`.
  { name: 'subgraphs/*', files: /^subgraphs\/[^/]+\//, mayImport: [...MACHINE, 'shared/scoring', 'shared/archive'] },
  // The browser's side talks HTTP only.
  { name: 'gateway/console', files: /^gateway\/console\//, mayImport: [] },
  {
    name: 'gateway',
    files: /^gateway\//,
    mayImport: [...FOUNDATION, 'shared/identity', 'shared/catalogue', 'shared/scoring', 'shared/archive'],
  },
  { name: 'migrations', files: /^migrations\//, mayImport: ['shared/config'] },
];

/** A package that only some files may import; `except` allows single names, as types only. */
export interface PackageRule {
  readonly packages: readonly string[];
  readonly onlyIn: RegExp;
  readonly except?: { readonly files: RegExp; readonly typeNames: readonly string[] };
  readonly why: string;
}

const TEST_FILES = String.raw`^test/|\.test\.tsx?$`;

export const PACKAGE_RULES: readonly PackageRule[] = [
  {
    packages: ['typeorm'],
    onlyIn: new RegExp(String.raw`${TEST_FILES}|\.(entity|repository)\.ts$|^shared/persistence/|^migrations/`),
    // Services open transactions and roots pass the source on; they do so through these types and never query by them.
    except: { files: /^(subgraphs|shared\/department)\//, typeNames: ['DataSource', 'EntityManager'] },
    why: 'statements live in entities, repositories and migrations',
  },
  {
    packages: ['pg'],
    onlyIn: new RegExp(String.raw`${TEST_FILES}|\.repository\.ts$|^shared/(persistence|topology|backup)/|^migrations/`),
    why: 'connections are opened by shared/persistence, the launcher and whoever copies whole databases',
  },
  {
    packages: ['type-graphql'],
    onlyIn: new RegExp(
      String.raw`${TEST_FILES}|\.(type|input|resolver)\.ts$|-enums\.ts$|^shared/(graphql|department)/|^subgraphs/[^/]+/(types|subgraph)\.ts$`,
    ),
    why: 'the schema is described by types and resolvers alone',
  },
  {
    packages: ['graphql', '@apollo/server', '@apollo/subgraph', 'fastify'],
    onlyIn:
      /^(?!shared\/(primitives|config|observability|catalogue|derivation|identity|persistence|topology)\/)(?!migrations\/)/,
    why: 'the foundation knows no GraphQL and no HTTP',
  },
  {
    packages: ['vitest', 'fast-check', 'tsx', 'typescript', 'knip', '@biomejs/biome'],
    onlyIn: new RegExp(String.raw`${TEST_FILES}|^vitest\.config\.ts$`),
    why: 'tools of development are not installed where the product runs',
  },
];

/**
 * Inside a feature folder, by the role in the file name: resolver → service → rules, repository; repository → entity.
 * Imports from `shared/graphql` are not looked at: its enums are the vocabulary of all roles.
 */
export interface RoleRule {
  readonly role: string;
  readonly neverImports: readonly string[];
}

export const ROLE_RULES: readonly RoleRule[] = [
  { role: 'errors', neverImports: ['resolver', 'service', 'repository', 'entity', 'type', 'loader'] },
  { role: 'rules', neverImports: ['resolver', 'service', 'repository', 'entity', 'type', 'loader'] },
  { role: 'entity', neverImports: ['resolver', 'service', 'repository', 'type', 'loader', 'rules'] },
  { role: 'repository', neverImports: ['resolver', 'service', 'type', 'loader'] },
  { role: 'service', neverImports: ['resolver', 'entity', 'type', 'loader'] },
  { role: 'type', neverImports: ['resolver', 'service', 'repository', 'entity', 'loader'] },
  { role: 'loader', neverImports: ['resolver', 'entity'] },
  { role: 'resolver', neverImports: ['repository', 'entity'] },
];

/** What a domain file (`x.ts` beside `x.entity.ts` or `x.type.ts`) must not know. */
export const DOMAIN_NEVER_IMPORTS: readonly string[] = ['typeorm', 'type-graphql', 'graphql', 'pg'];
