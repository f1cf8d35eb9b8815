import { type ChildProcess, execFile, fork } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';
import { SERVICE_TOKEN } from '../../shared/topology/first-tokens.ts';
import { freePorts } from '../../shared/topology/process/free-port.ts';
import { DATABASES } from '../../shared/topology/services.ts';
import { type LocalPlace, toLocalProcess } from './compose-process.ts';
import { type ComposeService, type ComposeTopology, readComposeTopology } from './compose-topology.ts';
import type { GraphQLAnswer } from './hub-process.ts';
import { createEmptyDatabase, type TestDatabase } from './postgres.ts';
import { ToxicProxy } from './toxic-proxy.ts';

const run = promisify(execFile);

/** Whom a test asks as; each a token of the hub. */
const CALLERS = [
  { name: 'hrss', memberUnit: 'hrss', roles: ['unit-editor', 'unit-approver'] },
  { name: 'lead', memberUnit: 'union', roles: ['lead-evaluator'] },
  { name: 'security', memberUnit: null, roles: ['security-administrator'] },
].map((caller) => ({ ...caller, subject: `replica:${caller.name}`, purpose: '副本测试', days: 1 }));

const EVERY_SUBGRAPH = `{
  viewer { subject }
  subject(code: "110106") { evaluation(year: 2021) { score { value } } }
  hrssFeedState { position } sasacFeedState { position } educationFeedState { position } tradeUnionFeedState { position }
}`;

/** What runs with the profile and is no process of ours, or ends by itself. */
const NOT_OURS = new Set(['postgres', 'balancer', 'provision', 'migrate', 'tokens']);
const STOP_MS = 15_000;

/** One replica as a process, started with exactly the environment that docker-compose.yml gives it. */
class Replica {
  child: ChildProcess | null = null;

  constructor(
    readonly name: string,
    readonly port: number,
    private readonly argv: readonly string[],
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  async start(): Promise<void> {
    const [entry = '', ...parameters] = this.argv;
    const child = fork(join(projectRoot, entry), parameters, {
      cwd: projectRoot,
      // Not those of the test's own process.
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', ...this.environment, LOG_LEVEL: 'fatal' },
    });
    this.child = child;
    const [said] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    if (said?.type !== 'listening') throw new Error(`${this.name} did not start: ${said}`);
  }

  /** As `docker compose stop`: told once, ended if it does not listen. Resolves with its exit code. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill(signal);
    const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    const [code] = await ended;
    clearTimeout(impatient);
    return code;
  }
}

interface Parts {
  readonly folder: string;
  readonly databases: ReadonlyMap<string, TestDatabase>;
  readonly replicas: ReadonlyMap<string, Replica>;
  readonly balancers: ReadonlyMap<string, ToxicProxy>;
  readonly tokens: Readonly<Record<string, string>>;
  readonly migrationOutputs: readonly string[];
}

/**
 * docker-compose.yml with the profile `replicas` as plain processes: two of each service, one database each, and where
 * Docker's DNS would give the addresses of both, a small balancer that gives connections to one after the other.
 */
export class ReplicaTopology {
  /** Of the callers, by name. */
  readonly tokens: Readonly<Record<string, string>>;
  /** What two runs of the migrations at once said. */
  readonly migrationOutputs: readonly string[];
  private readonly folder: string;
  private readonly databases: ReadonlyMap<string, TestDatabase>;
  private readonly replicas: ReadonlyMap<string, Replica>;
  private readonly balancers: ReadonlyMap<string, ToxicProxy>;

  private constructor(parts: Parts) {
    this.tokens = parts.tokens;
    this.migrationOutputs = parts.migrationOutputs;
    this.folder = parts.folder;
    this.databases = parts.databases;
    this.replicas = parts.replicas;
    this.balancers = parts.balancers;
  }

  /** `extra`: further variables of a service, by its name without a number. */
  static async start(extra: Readonly<Record<string, Readonly<Record<string, string>>>> = {}): Promise<ReplicaTopology> {
    const folder = mkdtempSync(join(tmpdir(), 'hub-replicas-'));
    const compose = readComposeTopology({ HUB_INSTALLATION: folder });
    const databases = new Map(
      await Promise.all(DATABASES.map(async (name) => [name, await createEmptyDatabase(name)] as const)),
    );
    const urls = JSON.stringify(Object.fromEntries([...databases].map(([name, { ownerUrl }]) => [name, ownerUrl])));
    const migrate = () =>
      run(process.execPath, [join(projectRoot, 'dist/migrations/run.js')], {
        env: { ...process.env, MIGRATION_URLS: urls },
      });
    const migrated = await Promise.all([migrate(), migrate()]);
    const tokens = await issueTokens(databases.get('hub')?.appUrl ?? '');
    writeSecrets(folder, databases, tokens[SERVICE_TOKEN.name] ?? '');

    const services = compose.running(['replicas']).filter(({ name }) => !NOT_OURS.has(name));
    const ports = await freePorts(
      '127.0.0.1',
      services.map(({ name }) => name),
      0,
    );
    const balancers = new Map<string, ToxicProxy>();
    for (const base of new Set(services.map(({ name }) => baseOf(name)))) {
      const own = services.flatMap(({ name }) => (baseOf(name) === base ? [ports.get(name) ?? 0] : []));
      balancers.set(base, await ToxicProxy.start(inTurn(own)));
    }
    const addresses = new Map([...balancers].map(([name, { port }]) => [name, port]));
    const replicas = new Map(
      services.map((service) => {
        const port = ports.get(service.name) ?? 0;
        const place: LocalPlace = {
          ports: new Map([...addresses, [service.name, port]]),
          temporary: join(folder, 'tmp'),
          root: projectRoot,
        };
        return [service.name, toReplica(service, compose, place, { port, extra: extra[baseOf(service.name)] ?? {} })];
      }),
    );
    await Promise.all([...replicas.values()].map((replica) => replica.start()));
    const migrationOutputs = migrated.map(({ stdout }) => stdout);
    const topology = new ReplicaTopology({ folder, databases, replicas, balancers, tokens, migrationOutputs });
    await Promise.all((['gateway', 'gateway-2'] as const).map((gateway) => topology.untilWhole(gateway)));
    return topology;
  }

  /** The first questions after a start may take longer than a subgraph is given; after one whole answer they do not. */
  private async untilWhole(gateway: 'gateway' | 'gateway-2'): Promise<void> {
    await vi.waitFor(
      async () =>
        expect(await this.ask(gateway, this.tokens['lead'] ?? '', EVERY_SUBGRAPH)).not.toHaveProperty('body.errors'),
      { timeout: 60_000, interval: 250 },
    );
  }

  /** Names of all processes. */
  get names(): string[] {
    return [...this.replicas.keys()];
  }

  /** Port of one process, or of what stands before all of a service. */
  portOf(name: string, which: 'own' | 'balanced' = 'own'): number {
    const port = which === 'own' ? this.replicas.get(name)?.port : this.balancers.get(name)?.port;
    if (port === undefined) throw new Error(`there is no ${name}`);
    return port;
  }

  database(service: string): TestDatabase {
    const database = this.databases.get(service);
    if (!database) throw new Error(`there is no database of ${service}`);
    return database;
  }

  get hrssSigningKeyFile(): string {
    return join(this.folder, 'keys/hrss.pem');
  }

  get hopKeys(): string {
    return HOP_KEYS;
  }

  /** Asks one gateway, or the balancer before both. */
  async ask(
    gateway: 'gateway' | 'gateway-2' | 'balancer',
    token: string | null,
    query: string,
    variables: object = {},
  ): Promise<GraphQLAnswer> {
    const port = gateway === 'balancer' ? this.portOf('gateway', 'balanced') : this.portOf(gateway);
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(20_000),
    });
    return { status: response.status, body: await response.json() };
  }

  /** Stops one as an operator does, and starts it again; resolves with its exit code when it listens. */
  async restart(name: string): Promise<number | null> {
    const replica = this.replica(name);
    const code = await replica.stop();
    await replica.start();
    return code;
  }

  async kill(name: string): Promise<void> {
    await this.replica(name).stop('SIGKILL');
  }

  async startAgain(name: string): Promise<void> {
    await this.replica(name).start();
  }

  async close(): Promise<void> {
    const gatewaysLast = [...this.replicas.values()].reverse();
    await Promise.all(gatewaysLast.map((replica) => replica.stop()));
    await Promise.all([...this.balancers.values()].map((balancer) => balancer.close()));
    await Promise.all([...this.databases.values()].map((database) => database.drop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private replica(name: string): Replica {
    const replica = this.replicas.get(name);
    if (!replica) throw new Error(`there is no ${name}`);
    return replica;
  }
}

const HOP_KEYS = `test:${randomBytes(32).toString('base64url')}`;

/** `hrss-2` is another `hrss`. */
function baseOf(name: string): string {
  return name.replace(/-\d+$/, '');
}

/** Each connection begins with another of them; the rest are for when that one does not answer. */
function inTurn(ports: readonly number[]): () => readonly number[] {
  let turn = 0;
  return () => {
    turn += 1;
    return ports.map((_port, index) => ports[(index + turn) % ports.length] ?? 0);
  };
}

function toReplica(
  service: ComposeService,
  compose: ComposeTopology,
  place: LocalPlace,
  { port, extra }: { readonly port: number; readonly extra: Readonly<Record<string, string>> },
): Replica {
  const { argv, environment } = toLocalProcess(service, compose, place);
  return new Replica(service.name, port, argv.slice(1), { ...environment, ...extra });
}

async function issueTokens(hubUrl: string): Promise<Record<string, string>> {
  const { stdout } = await run(process.execPath, [join(projectRoot, 'dist/subgraphs/hub/bootstrap.js')], {
    env: {
      ...process.env,
      DATABASE_URL: hubUrl,
      BOOTSTRAP: JSON.stringify([SERVICE_TOKEN, ...CALLERS]),
      LOG_LEVEL: 'error',
    },
  });
  return JSON.parse(stdout);
}

/** The files of an installation as the compose file names them, for databases that stand already. */
function writeSecrets(folder: string, databases: ReadonlyMap<string, TestDatabase>, serviceToken: string): void {
  for (const part of ['files', 'keys', 'demo', 'tmp']) mkdirSync(join(folder, part));
  const files: Record<string, string> = {
    hop_keys: HOP_KEYS,
    service_token: serviceToken,
    oidc_issuers: '[]',
    demo: 'off',
  };
  for (const [name, { appUrl }] of databases) {
    files[`${name}_database_url`] = appUrl;
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(folder, 'keys', `${name}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'files', name), text);
}
