import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { cliSchema } from '../../gateway/cli/config.ts';
import { gatewayConfigSchema } from '../../gateway/config.ts';
import { providerConfigSchema } from '../../gateway/identity-provider/config.ts';
import { migrationSchema } from '../../migrations/config.ts';
import { retentionSchema } from '../../shared/audit/retention/config.ts';
import { backupSchema } from '../../shared/backup/config.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import { departmentConfigSchema } from '../../shared/department/department.config.ts';
import { launcherSchema } from '../../shared/topology/config.ts';
import {
  healthCheckSchema,
  issueTokensSchema,
  makeSecretsSchema,
  provisionSchema,
} from '../../shared/topology/install/config.ts';
import { SERVICES } from '../../shared/topology/services.ts';
import { evaluationSchema } from '../../subgraphs/evaluation/config.ts';
import { workerSchema } from '../../subgraphs/evaluation/worker/config.ts';
import { hubSchema } from '../../subgraphs/hub/config.ts';
import { variablesIn } from '../testkit/compose-text.ts';
import { type ComposeService, composeText, readComposeTopology } from '../testkit/compose-topology.ts';
import { isInContext, readDockerfile, stageOf } from '../testkit/dockerfile.ts';

const topology = readComposeTopology();
const stages = readDockerfile();
const runtime = stageOf(stages, 'runtime');
const ours = topology.services.filter(({ image }) => image.startsWith('workforce-reform-hub'));

/** What each program reads, by its entry. */
const SCHEMAS: Readonly<Record<string, z.ZodObject>> = {
  'dist/gateway/main.js': gatewayConfigSchema,
  'dist/gateway/identity-provider/main.js': providerConfigSchema,
  'dist/gateway/cli/main.js': cliSchema,
  'dist/gateway/cli/demo/load.js': cliSchema,
  'dist/subgraphs/hub/main.js': hubSchema,
  'dist/subgraphs/hrss/main.js': departmentConfigSchema,
  'dist/subgraphs/sasac/main.js': departmentConfigSchema,
  'dist/subgraphs/education/main.js': departmentConfigSchema,
  'dist/subgraphs/union/main.js': departmentConfigSchema,
  'dist/subgraphs/evaluation/main.js': evaluationSchema,
  'dist/subgraphs/evaluation/worker/main.js': workerSchema,
  'dist/migrations/run.js': migrationSchema,
  'dist/shared/audit/retention/main.js': retentionSchema,
  'dist/shared/topology/admin-bootstrap.js': launcherSchema,
  'dist/shared/topology/install/make-secrets.js': makeSecretsSchema,
  'dist/shared/topology/install/provision-databases.js': provisionSchema,
  'dist/shared/topology/install/issue-tokens.js': issueTokensSchema,
};

/** What a program reads, with what it hands on to the one that it starts. */
function schemaOf(service: ComposeService): z.ZodObject | undefined {
  const [, entry = '', act = ''] = service.command;
  return ['backup', 'restore'].includes(act) ? cliSchema.extend(backupSchema.shape) : SCHEMAS[entry];
}

const entryOf = ({ command }: ComposeService): string => command[1] ?? '';

/** What no config schema names. */
const READ_BY_LIBRARIES = new Set(['NODE_ENV']);

/** Names without `_FILE`, where that says only how the value comes. */
function variablesOf({ environment }: ComposeService, schema: z.ZodObject): string[] {
  const own = Object.keys(environment).filter((name) => !READ_BY_LIBRARIES.has(name));
  return own.map((name) => (name in schema.shape ? name : name.replace(/_FILE$/, '')));
}

describe('the Dockerfile', () => {
  it('builds on images and on stages before', () => {
    const names = stages.map(({ name }) => name);
    expect(names).toEqual(['base', 'packages', 'build', 'runtime']);
    for (const [index, { base }] of stages.entries())
      if (!base.startsWith('$')) expect(names.slice(0, index)).toContain(base);
    expect(readFileSync(join(projectRoot, 'Dockerfile'), 'utf8')).toContain('ARG NODE_IMAGE=node:24-bookworm-slim\n');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how the Dockerfile writes it
    expect(stages[0]?.base).toBe('${NODE_IMAGE}');
  });

  it('copies what exists and is let into the build, and from stages that exist', () => {
    for (const { name, steps } of stages)
      for (const { keyword, parameters, from } of steps) {
        if (keyword !== 'COPY') continue;
        if (from !== null)
          expect(
            stages.map((stage) => stage.name),
            name,
          ).toContain(from);
        for (const source of from === null ? parameters.slice(0, -1) : []) {
          expect(existsSync(join(projectRoot, source)), source).toBe(true);
          expect(isInContext(source), source).toBe(true);
        }
      }
  });

  it('builds from every folder that tsconfig.build.json names', () => {
    const { include } = JSON.parse(readFileSync(join(projectRoot, 'tsconfig.build.json'), 'utf8'));
    const copied = stageOf(stages, 'build').steps.flatMap(({ keyword, parameters }) =>
      keyword === 'COPY' ? parameters : [],
    );
    expect(copied).toEqual(
      expect.arrayContaining([...include, 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json']),
    );
  });

  it('lets no secret and no data into the build', () => {
    for (const path of ['.data', '.env', '.git', 'node_modules', 'dist', 'bench.json', 'test'])
      expect(isInContext(path), path).toBe(false);
  });

  it('runs as somebody who is not root, with a health check and a command that exist', () => {
    const last = (keyword: string) => runtime.steps.findLast((step) => step.keyword === keyword)?.parameters ?? [];
    expect(last('USER')).toEqual(['1000:1000']);
    for (const [program, entry = ''] of [last('HEALTHCHECK'), last('CMD')]) {
      expect(program).toBe('node');
      expect(existsSync(join(projectRoot, entry)), entry).toBe(true);
    }
  });
});

describe('docker-compose.yml', () => {
  it('has a service for every process of the topology, and a second of each that may have one', () => {
    const processes = SERVICES.map(({ name, entry }) => [name, `dist/${entry}`]);
    expect(processes.map(([name = '']) => [name, entryOf(topology.service(name))])).toEqual(processes);
    for (const { name } of SERVICES.filter(({ isDemoOnly }) => !isDemoOnly)) {
      const { definition, ...first } = topology.service(name);
      const { definition: of2, ...second } = topology.service(`${name}-2`);
      expect({ ...second, name, profiles: [], ports: first.ports }).toEqual(first);
      expect(second.ports).toEqual([]);
      expect({ ...of2, profiles: [], ports: [] }).toEqual({ ...definition, profiles: [], ports: [] });
    }
  });

  it('starts only programs that exist, each with variables that it reads and all that it must have', () => {
    for (const service of ours) {
      const entry = entryOf(service);
      const schema = schemaOf(service);
      expect(schema, `${service.name}: ${entry}`).toBeDefined();
      expect(service.command[0]).toBe('node');
      expect(existsSync(join(projectRoot, entry)), entry).toBe(true);
      if (!schema) continue;
      const names = variablesOf(service, schema);
      expect(
        names.filter((name) => !(name in schema.shape)),
        service.name,
      ).toEqual([]);
      const required = Object.entries(schema.shape).filter(([, field]) => !accepts(field, undefined));
      expect(names, service.name).toEqual(expect.arrayContaining(required.map(([name]) => name)));
    }
  });

  it('checks the health of whatever stays, by a program that exists and finds its port in the same environment', () => {
    for (const service of ours) {
      const isTask = service.definition['restart'] === 'no';
      expect(service.healthcheck === null, service.name).toBe(isTask);
      if (service.healthcheck === null) continue;
      expect(existsSync(join(projectRoot, service.healthcheck[1] ?? ''))).toBe(true);
      expect(
        Object.keys(healthCheckSchema.shape).some((name) => name in service.environment),
        service.name,
      ).toBe(true);
    }
  });

  it('waits only for what is there, and for health and ends that can be seen', () => {
    for (const { name, dependsOn, profiles } of topology.services)
      for (const { service, condition } of dependsOn) {
        const needed = topology.service(service);
        // A service without a profile must not need one that is not started.
        expect(
          needed.profiles.every((profile) => profiles.includes(profile)),
          `${name} → ${service}`,
        ).toBe(true);
        if (condition === 'service_completed_successfully') expect(needed.definition['restart']).toBe('no');
        if (condition === 'service_healthy') expect(needed.healthcheck, service).not.toBeNull();
      }
  });

  it('gives no container more than it needs', () => {
    for (const { name, definition } of topology.services) {
      expect(definition, name).toMatchObject({
        read_only: true,
        init: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        logging: { driver: 'json-file', options: { 'max-size': expect.any(String), 'max-file': expect.any(String) } },
        deploy: {
          resources: { limits: { cpus: expect.any(String), memory: expect.any(String), pids: expect.any(Number) } },
        },
        restart: expect.stringMatching(/^(no|unless-stopped)$/),
      });
      expect(definition['privileged']).toBeUndefined();
      if (name !== 'secrets') expect([undefined, '999:999', '99:99'], name).toContain(definition['user']);
    }
    // The only root has no network, and writes nothing but the files that it gives away.
    expect(topology.service('secrets').definition).toMatchObject({ network_mode: 'none', profiles: ['setup'] });
  });

  it('lets a backup read the installation and write its own volume alone, and nobody from outside reach it', () => {
    const { volumes, networks, ports, secrets } = topology.service('backup');
    expect(volumes.map(({ target, isReadOnly }) => [target, isReadOnly])).toEqual([
      ['/installation', true],
      ['/backups', false],
    ]);
    expect(networks.map(({ name }) => name)).toEqual(['admin-data']);
    expect(ports).toEqual([]);
    expect(secrets.map(({ target }) => target)).not.toContain('/run/secrets/migration_urls');
    expect(topology.service('restore').volumes).toContainEqual({ ...volumes[1], isReadOnly: true });
    // A new volume takes its owner from the image.
    const owner = runtime.steps.find(({ keyword, parameters }) => keyword === 'RUN' && parameters.includes('/backups'));
    expect(owner?.parameters).toEqual(['install', '-d', '-o', '1000', '-g', '1000', '-m', '0700', '/backups']);
  });

  it('stops nothing before its own time to finish is over', () => {
    for (const { name, graceMs } of SERVICES) {
      const period = /^(\d+)s$/.exec(String(topology.service(name).definition['stop_grace_period']))?.[1];
      expect(Number(period) * 1_000, name).toBeGreaterThan(graceMs);
    }
    const { SHUTDOWN_LIMIT_MS } = gatewayConfigSchema.shape;
    expect(SHUTDOWN_LIMIT_MS.parse(undefined)).toBeLessThan(20_000);
  });

  it('tells no secret: what is one comes from a file', () => {
    const text = composeText();
    expect(text).not.toMatch(/postgres(ql)?:\/\/[^\s"']*:[^\s"']*@/);
    expect(text).not.toMatch(/hub_[A-Za-z0-9_-]{22}\b/);
    const secret = /PASSWORD|TOKEN|HOP_KEYS|DATABASE_URL|POSTGRES_URL|_URLS$/;
    for (const { name, environment } of topology.services)
      for (const [variable, value] of Object.entries(environment)) {
        if (variable.endsWith('_FILE')) expect(value, `${name} ${variable}`).toMatch(/^\/run\/secrets\//);
        else if (secret.test(variable) && !/^SUBGRAPH_/.test(variable)) expect(value, `${name} ${variable}`).toBe('');
      }
  });

  it('gives a secret only to those whose environment names it', () => {
    for (const { name, environment, secrets } of topology.services)
      expect(secrets.map(({ target }) => target).sort(), name).toEqual(
        Object.values(environment)
          .filter((value) => value.startsWith('/run/secrets/'))
          .sort(),
      );
  });
});

describe('the networks', () => {
  const membersOf = (network: string) =>
    topology.services.filter(({ networks }) => networks.some(({ name }) => name === network)).map(({ name }) => name);
  const neighboursOf = (service: string) => {
    const names = topology.service(service).networks.flatMap(({ name }) => membersOf(name));
    return [...new Set(names)].filter((name) => name !== service).sort();
  };
  const isPublished = (network: string) => membersOf(network).some((name) => topology.service(name).ports.length > 0);
  const subgraphs = SERVICES.filter(({ kind }) => kind === 'subgraph').map(({ name }) => name);

  it('have only the gateway, the balancer and the identity provider of a demonstration at an address of this machine', () => {
    const published = topology.services.filter(({ ports }) => ports.length > 0);
    expect(published.map(({ name }) => name).sort()).toEqual(['balancer', 'gateway', 'identity']);
    for (const { ports } of published) expect(ports.every(({ host }) => host === '127.0.0.1')).toBe(true);
    expect(
      topology
        .running()
        .filter(({ ports }) => ports.length > 0)
        .map(({ name }) => name),
    ).toEqual(['gateway']);
  });

  it('have one way out, which no subgraph, no worker and no database shares', () => {
    const open = Object.entries(topology.networks).filter(([, { internal }]) => internal !== true);
    expect(open.map(([name]) => name)).toEqual(['front']);
    expect(membersOf('front').sort()).toEqual(['balancer', 'gateway', 'gateway-2', 'identity']);
    // A published port is in the network that is not internal.
    for (const { name, ports, networks } of topology.services)
      if (ports.length > 0)
        expect(
          networks.map((network) => network.name),
          name,
        ).toContain('front');
  });

  it('let a subgraph be reached by the gateway, by the hub that watches it, and by nobody else', () => {
    for (const name of subgraphs) {
      const watchers = name === 'hub' ? [] : ['hub', 'hub-2'];
      const others =
        name === 'hub' ? subgraphs.filter((other) => other !== 'hub').flatMap((other) => [other, `${other}-2`]) : [];
      const allowed = [`${name}-2`, 'gateway', 'gateway-2', 'postgres', ...watchers, ...others];
      expect(
        neighboursOf(name).filter((neighbour) => !allowed.includes(neighbour)),
        name,
      ).toEqual([]);
      expect(membersOf(`${name}-data`).sort()).toEqual([name, `${name}-2`, 'postgres'].sort());
    }
  });

  it('let nobody from outside reach the database', () => {
    const { networks, ports } = topology.service('postgres');
    expect(ports).toEqual([]);
    for (const { name } of networks) {
      expect(name).toMatch(/-data$/);
      expect(topology.networks[name]).toMatchObject({ internal: true });
      expect(isPublished(name)).toBe(false);
    }
  });

  it('let a replica answer to the name of the first, and the names of others be those in the addresses', () => {
    for (const { name } of SERVICES.filter(({ kind }) => kind !== 'worker' && kind !== 'identity')) {
      const [own] = topology.service(`${name}-2`).networks;
      expect(own?.aliases, name).toContain(name);
    }
    const addresses = ours.flatMap(({ environment }) =>
      Object.values(environment).flatMap((value) =>
        [...value.matchAll(/\/\/([a-z][a-z-]*):\d+/g)].map(([, host]) => host),
      ),
    );
    const names = topology.services.map(({ name }) => name);
    expect(addresses.length).toBeGreaterThan(10);
    expect(addresses.filter((host) => !names.includes(host ?? ''))).toEqual([]);
  });

  it('give the balancer a fixed address, the only one whose word the gateways take for a client’s address', () => {
    const address = '172.30.253.10';
    expect(topology.service('balancer').definition['networks']).toMatchObject({ front: { ipv4_address: address } });
    expect(topology.networks['front']).toMatchObject({
      ipam: { config: [{ subnet: '172.30.253.0/28', ip_range: '172.30.253.0/29' }] },
    });
    expect(topology.service('gateway').environment['TRUSTED_PROXIES']).toBe(address);
  });
});

describe('the balancer', () => {
  const config = readFileSync(join(projectRoot, 'shared/topology/compose/haproxy.cfg'), 'utf8');

  it('is mounted where it is read, asks gateways for their readiness, and stands before no subgraph', () => {
    const [mount] = topology.service('balancer').volumes;
    expect(mount).toMatchObject({ target: topology.service('balancer').command.at(-1), isReadOnly: true });
    expect(existsSync(mount?.source ?? '')).toBe(true);
    expect(config.match(/option httpchk GET \/readiness/g)).toHaveLength(2);
    expect(
      [...config.matchAll(/server-template \S+ \d+ ([a-z]+):(\d+)/g)].map(([, host, port]) => `${host}:${port}`),
    ).toEqual(['gateway:4000', 'gateway:4000']);
  });

  it('replaces what clients say about their address, in either header', () => {
    expect(config).toMatch(/del-header x-forwarded-for\n.*del-header forwarded\n.*set-header x-forwarded-for %\[src\]/);
  });

  it('waits longer for an upload than the gateway does', () => {
    const seconds = Number(/backend uploads[\s\S]*timeout server (\d+)s/.exec(config)?.[1]);
    expect(seconds * 1_000).toBeGreaterThan(gatewayConfigSchema.shape.UPLOAD_LIMIT_MS.parse(undefined));
    const idle = Number(/timeout client (\d+)s/.exec(config)?.[1]);
    expect(idle * 1_000).toBeGreaterThan(gatewayConfigSchema.shape.UPLOAD_IDLE_MS.parse(undefined));
  });
});

it('.env.example names every variable that docker-compose.yml replaces', () => {
  const example = readFileSync(join(projectRoot, '.env.example'), 'utf8');
  const named = [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
  expect(variablesIn(composeText()).filter((name) => !named.includes(name))).toEqual([]);
});

function accepts(field: unknown, value: unknown): boolean {
  return typeof field === 'object' && field !== null && 'safeParse' in field && typeof field.safeParse === 'function'
    ? field.safeParse(value).success
    : false;
}
