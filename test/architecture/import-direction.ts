import { findCycles } from './import-cycles.ts';
import { DOMAIN_NEVER_IMPORTS, PACKAGE_RULES, ROLE_RULES, ZONES, type PackageRule } from './import-rules.ts';
import { type ImportEdge, readImports } from './read-imports.ts';
import type { SourceFile } from './source-files.ts';

export interface ImportViolation {
  readonly from: string;
  readonly line: number;
  readonly to: string;
  readonly why: string;
}

/** Checks every import of the given files against the rule table, and the whole for cycles. */
export function checkImportDirections(files: readonly SourceFile[]): ImportViolation[] {
  const edges = files.flatMap(readImports);
  const paths = new Set(files.map((file) => file.path));
  return [
    ...edges.flatMap((edge) => [
      ...checkZone(edge),
      ...checkPackage(edge),
      ...checkRole(edge),
      ...checkDomain(edge, paths),
    ]),
    ...findCycles(edges).map(toViolation),
  ];
}

/** Name of the zone a file lies in; null for one outside all. Each subgraph is a zone of its own. */
export function zoneOf(path: string): string | null {
  const zone = ZONES.find((candidate) => candidate.files.test(path));
  if (!zone) return null;
  return zone.name === 'subgraphs/*' ? path.split('/').slice(0, 2).join('/') : zone.name;
}

function checkZone(edge: ImportEdge): ImportViolation[] {
  if (edge.isPackage) return [];
  const from = zoneOf(edge.from);
  const to = zoneOf(edge.to);
  if (from === null) return [violation(edge, 'the importing file lies in no zone: give it a line in import-rules.ts')];
  const zone = ZONES.find((candidate) => candidate.files.test(edge.from));
  const isAllowed = from === to || zone?.mayImport.includes('*') || (to !== null && zone?.mayImport.includes(to));
  return isAllowed ? [] : [violation(edge, `${from} may not import ${to ?? 'what lies in no zone'}`)];
}

function checkPackage(edge: ImportEdge): ImportViolation[] {
  if (!edge.isPackage) return [];
  return PACKAGE_RULES.filter((rule) => rule.packages.includes(edge.to) && !rule.onlyIn.test(edge.from))
    .filter((rule) => !isExcepted(edge, rule))
    .map((rule) => violation(edge, rule.why));
}

function isExcepted(edge: ImportEdge, rule: PackageRule): boolean {
  const { except } = rule;
  if (!except || !edge.isTypeOnly || !except.files.test(edge.from)) return false;
  return edge.names.length > 0 && edge.names.every((name) => except.typeNames.includes(name));
}

function checkRole(edge: ImportEdge): ImportViolation[] {
  if (edge.isPackage || edge.to.startsWith('shared/graphql/')) return [];
  const from = roleOf(edge.from);
  const to = roleOf(edge.to);
  const rule = ROLE_RULES.find((candidate) => candidate.role === from);
  return rule && to !== null && rule.neverImports.includes(to)
    ? [violation(edge, `a ${from} does not know a ${to}`)]
    : [];
}

/** `x.service.ts` → `service`; null for files without a role and for tests. */
function roleOf(path: string): string | null {
  return /\.([a-z]+)\.ts$/.exec(path)?.[1] ?? null;
}

function checkDomain(edge: ImportEdge, paths: ReadonlySet<string>): ImportViolation[] {
  const base = edge.from.replace(/\.ts$/, '');
  const isDomain = paths.has(`${base}.entity.ts`) || paths.has(`${base}.type.ts`);
  if (!isDomain || !DOMAIN_NEVER_IMPORTS.includes(edge.to)) return [];
  return [violation(edge, 'a domain file knows nothing of GraphQL and of the database')];
}

function violation(edge: ImportEdge, why: string): ImportViolation {
  return { from: edge.from, line: edge.line, to: edge.to, why };
}

function toViolation(cycle: readonly string[]): ImportViolation {
  const [first = ''] = cycle;
  return { from: first, line: 1, to: cycle[1] ?? first, why: `cycle: ${[...cycle, first].join(' → ')}` };
}
