import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../../shared/config/project-root.ts';
import { interpolateAll } from './compose-text.ts';

const texts = z.array(z.union([z.string(), z.number()]).transform(String));
const record = z.record(z.string(), z.unknown());

const serviceSchema = z.looseObject({
  image: z.string(),
  entrypoint: texts.default([]),
  command: texts.default([]),
  environment: z.record(z.string(), z.string()).default({}),
  profiles: texts.default([]),
  secrets: texts.default([]),
  volumes: texts.default([]),
  ports: texts.default([]),
  networks: z
    .union([
      texts.transform((names) => names.map((name) => ({ name, aliases: [] as string[] }))),
      z
        .record(z.string(), z.looseObject({ aliases: texts.default([]) }).nullable())
        .transform((networks) => Object.entries(networks).map(([name, at]) => ({ name, aliases: at?.aliases ?? [] }))),
    ])
    .default([]),
  healthcheck: z.looseObject({ test: texts.optional(), disable: z.boolean().default(false) }).optional(),
  depends_on: z.record(z.string(), z.looseObject({ condition: z.string() })).default({}),
});

const fileSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), record.nullable()),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
});

/** A file or folder of the host as a container sees it. */
export interface Mount {
  /** Absolute path on the host, or the name of a volume. */
  readonly source: string;
  /** Path in the container. */
  readonly target: string;
  readonly isReadOnly: boolean;
}

export interface PublishedPort {
  readonly host: string;
  readonly published: number;
  readonly target: number;
}

/** One service of docker-compose.yml, with all anchors, merges and variables resolved. */
export interface ComposeService {
  readonly name: string;
  readonly image: string;
  /** Entry point and parameters as the container runs them. */
  readonly command: readonly string[];
  /** As the file has it: secrets are paths in the container (`HOP_KEYS_FILE: /run/secrets/hop_keys`). */
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly Mount[];
  readonly volumes: readonly Mount[];
  readonly ports: readonly PublishedPort[];
  /** Null where it is switched off or there is none; without the leading `CMD`. */
  readonly healthcheck: readonly string[] | null;
  readonly dependsOn: readonly { readonly service: string; readonly condition: string }[];
  readonly profiles: readonly string[];
  readonly networks: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  /** Everything the file says of it, for what has no field here. */
  readonly definition: Readonly<Record<string, unknown>>;
}

export interface ComposeTopology {
  readonly services: readonly ComposeService[];
  readonly networks: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Absolute path on the host, by name. */
  readonly secretFiles: Readonly<Record<string, string>>;
  /** The service of that name; throws where there is none. */
  service(name: string): ComposeService;
  /** What runs with these profiles: services without a profile and those of one of them. */
  running(profiles?: readonly string[]): ComposeService[];
}

/** Text of the committed file. */
export function composeText(): string {
  return readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8');
}

/** The committed docker-compose.yml as compose understands it with these variables set. */
export function readComposeTopology(variables: Readonly<Record<string, string>> = {}): ComposeTopology {
  const parsed: unknown = parse(composeText(), { merge: true, maxAliasCount: -1 });
  const whole = interpolateAll(parsed, variables);
  const file = fileSchema.parse(whole);
  const definitions = z.looseObject({ services: z.record(z.string(), record) }).parse(whole).services;
  const secretFiles = Object.fromEntries(
    Object.entries(file.secrets).map(([name, { file: path }]) => [name, resolve(projectRoot, path)]),
  );
  const services = Object.entries(file.services).map(([name, definition]) => ({
    ...toService(name, definition, secretFiles),
    definition: definitions[name] ?? {},
  }));
  return {
    services,
    networks: Object.fromEntries(Object.entries(file.networks).map(([name, network]) => [name, network ?? {}])),
    secretFiles,
    service(name) {
      const found = services.find((service) => service.name === name);
      if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
      return found;
    },
    running(profiles = []) {
      return services.filter(
        (service) => service.profiles.length === 0 || service.profiles.some((p) => profiles.includes(p)),
      );
    },
  };
}

function toService(
  name: string,
  definition: z.infer<typeof serviceSchema>,
  secretFiles: Readonly<Record<string, string>>,
): Omit<ComposeService, 'definition'> {
  const test = definition.healthcheck?.disable ? undefined : definition.healthcheck?.test;
  return {
    name,
    image: definition.image,
    command: [...definition.entrypoint, ...definition.command],
    environment: definition.environment,
    secrets: definition.secrets.map((secret) => {
      const source = secretFiles[secret];
      if (source === undefined) throw new Error(`${name}: there is no secret ${secret}`);
      return { source, target: `/run/secrets/${secret}`, isReadOnly: true };
    }),
    volumes: definition.volumes.map(toMount),
    ports: definition.ports.map(toPort),
    healthcheck: test?.[0] === 'CMD' ? test.slice(1) : null,
    dependsOn: Object.entries(definition.depends_on).map(([service, { condition }]) => ({ service, condition })),
    profiles: definition.profiles,
    networks: definition.networks,
  };
}

/** `source:target[:ro]`; what begins with a dot or slash is a path, the rest is a volume. */
function toMount(text: string): Mount {
  const [source = '', target = '', mode = 'rw'] = text.split(':');
  return { source: /^[./]/.test(source) ? resolve(projectRoot, source) : source, target, isReadOnly: mode === 'ro' };
}

function toPort(text: string): PublishedPort {
  const [target, published, host = '0.0.0.0'] = text.split(':').reverse();
  return { host, published: Number(published), target: Number(target) };
}
