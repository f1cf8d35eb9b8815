import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeDataFolder } from '../config/data-folder.ts';
import { projectRoot } from '../config/project-root.ts';
import { TaskRunner } from './process/child-task.ts';
import { entryFinder } from './bundle/bundled-entry.ts';
import type { LauncherConfig } from './config.ts';
import { type DatabaseServer, startEmbeddedServer, useExistingServer } from './postgres/database-server.ts';
import { freePort, freePorts, tryPort } from './process/free-port.ts';
import { type DemoMode, InstallationRecord, resolveDemoMode } from './installation-state.ts';
import { issueFirstTokens } from './issue-first-tokens.ts';
import { LaunchError } from './launch-error.ts';
import { prepareLogFile } from './process/log-file.ts';
import type { Progress } from './progress.ts';
import type { ProvisionedDatabase } from './provision.ts';
import { provisionServices } from './provision-services.ts';
import { RunRecord } from './process/run-record.ts';
import { SecretStore } from './secrets.ts';
import { environmentOf, gatewayAddress, identityIssuer, type TopologyFacts } from './service-environment.ts';
import { DATABASES, SERVICES, type ServiceName, STAGES, SUBGRAPHS } from './services.ts';
import { Supervisor } from './process/supervisor.ts';

const HOST = '127.0.0.1';
/** A process counts as ended a little before the system gives its port free. */
const LEFTOVER_PORT_MS = 5_000;
const STAGE_NAMES = { 1: 'hub', 2: 'departments', 3: 'gateway' } as const;

/** Brings the whole topology up on one machine, in order, and takes it down again. */
export class Launcher {
  private readonly config: LauncherConfig;
  private readonly progress: Progress;
  private readonly tasks = new TaskRunner();
  private readonly supervisor: Supervisor;
  private readonly installation: InstallationRecord;
  private readonly fileOf: (entry: string) => string;
  private run: RunRecord | null = null;
  private server: DatabaseServer | null = null;

  constructor(config: LauncherConfig, progress: Progress) {
    this.config = config;
    this.progress = progress;
    this.installation = new InstallationRecord(config.dataFolder);
    // Whoever changes the program runs what the compiler has just written.
    this.fileOf = entryFinder(projectRoot, !config.isWatching);
    this.supervisor = new Supervisor({
      say: (text) => progress.event(text),
      started: (name, pid) => this.run?.note(name, pid),
    });
  }

  /** Resolves with the facts of the running topology. */
  async start(): Promise<TopologyFacts> {
    const { demo, gatewayPort } = await this.progress.step('check', (say) => this.check(say));
    const secrets = new SecretStore(this.config.dataFolder);
    const server = await this.progress.step('postgres', (say) => this.startServer(secrets, say));
    const databases = await this.progress.step('databases', (say) => this.provision(server, secrets, say));
    await this.progress.step('migrations', (say) => this.migrate(databases, say));
    await this.progress.step('tokens', (say) => this.issueTokens(secrets, { databases, demo }, say));
    const facts = await this.gatherFacts(secrets, { databases, demo, gatewayPort });
    await this.startServices(facts);
    if (demo !== 'off') await this.loadDemo(demo, facts);
    return facts;
  }

  /** Gateway first, database last. */
  async stop(): Promise<void> {
    this.tasks.kill();
    await this.supervisor.stop();
    await this.server?.stop();
    this.run?.release();
  }

  kill(): void {
    this.tasks.kill();
    this.supervisor.kill();
    this.server?.kill();
  }

  /** Restarts every service; for development. */
  async restartServices(): Promise<void> {
    await this.supervisor.restartAll();
  }

  private async check(say: (text: string) => void): Promise<{ demo: DemoMode; gatewayPort: number }> {
    const { dataFolder, host, port } = this.config;
    makeDataFolder(dataFolder);
    const { run, ended } = await RunRecord.claim(dataFolder, `http://${host}:${port}`);
    this.run = run;
    if (this.installation.isRestoring)
      throw new LaunchError(
        `A restore into ${dataFolder} did not end. Delete it (or its databases) and restore again.`,
      );
    const demo = resolveDemoMode({
      requested: this.config.demo,
      recorded: this.installation.read()?.demo ?? null,
      hasMarker: this.installation.hasMarker,
      isProduction: this.config.isProduction,
    });
    const gatewayPort = await freedPort(host, port, ended.length > 0 ? LEFTOVER_PORT_MS : 0);
    if (gatewayPort === null)
      throw new LaunchError(`Port ${port} on ${host} is taken or not allowed. Set HUB_PORT to another one.`);
    this.installation.write({ demo, demoLoaded: this.installation.read()?.demoLoaded ?? null });
    const leftovers = ended.length === 0 ? '' : `; ended what a killed run had left: ${ended.join(', ')}`;
    say(`Node ${process.versions.node}, data in ${dataFolder}${leftovers}`);
    return { demo, gatewayPort };
  }

  private async startServer(secrets: SecretStore, say: (text: string) => void): Promise<DatabaseServer> {
    const { postgresUrl, dataFolder, startTimeoutMs } = this.config;
    const { installation, superuserPassword } = secrets.current;
    const logFile = this.logFile('postgres');
    this.server =
      postgresUrl !== undefined
        ? await useExistingServer(postgresUrl)
        : await startEmbeddedServer(
            { dataFolder, installation, password: superuserPassword, logFile, startTimeoutMs },
            (text) => this.progress.event(text),
          );
    say([this.server.description, ...this.server.notices].join('; '));
    return this.server;
  }

  private async provision(
    server: DatabaseServer,
    secrets: SecretStore,
    say: (text: string) => void,
  ): Promise<Map<string, ProvisionedDatabase>> {
    const databases = await provisionServices(server.adminUrl, { secrets, installation: this.installation });
    say(DATABASES.join(' '));
    return databases;
  }

  private async migrate(
    databases: ReadonlyMap<string, ProvisionedDatabase>,
    say: (text: string) => void,
  ): Promise<void> {
    const urls = Object.fromEntries([...databases].map(([name, { owner }]) => [name, owner]));
    const output = await this.task('migrations', 'migrations/run.js', { MIGRATION_URLS: JSON.stringify(urls) });
    const applied = output.split('\n').filter((line) => line.includes('  applied  ')).length;
    say(applied === 0 ? 'up to date' : `${applied} applied`);
  }

  private async issueTokens(
    secrets: SecretStore,
    { databases, demo }: { databases: ReadonlyMap<string, ProvisionedDatabase>; demo: DemoMode },
    say: (text: string) => void,
  ): Promise<void> {
    const count = await issueFirstTokens({
      secrets,
      demo,
      tokenFolder: this.config.dataFolder,
      hubUrl: databases.get('hub')?.app ?? '',
      bootstrap: (environment) => this.task('tokens', 'subgraphs/hub/bootstrap.js', environment),
    });
    say(count === 0 ? 'kept' : `${count} issued`);
  }

  private async gatherFacts(
    secrets: SecretStore,
    known: { databases: ReadonlyMap<string, ProvisionedDatabase>; demo: DemoMode; gatewayPort: number },
  ): Promise<TopologyFacts> {
    const names = SUBGRAPHS.map(({ name }) => name);
    const listening: ServiceName[] = [...names, ...(known.demo === 'off' ? [] : (['identity'] as const)), 'worker'];
    const ports: Map<ServiceName, number> = await freePorts(
      HOST,
      listening,
      // Where the operator names no port, the services are scattered too.
      this.config.port === 0 ? 0 : known.gatewayPort + 1,
    );
    ports.set('gateway', known.gatewayPort);
    const facts: TopologyFacts = {
      host: HOST,
      gatewayHost: this.config.host,
      ports,
      databaseUrls: new Map([...known.databases].map(([name, { app }]) => [name, app])),
      signingKeyFiles: new Map(names.map((name) => [name, secrets.signingKeyFile(name)])),
      hopKeys: secrets.current.hopKeys,
      serviceToken: secrets.current.serviceToken ?? '',
      stateFolder: join(this.config.dataFolder, 'gateway'),
      dataFolder: this.config.dataFolder,
      logLevel: this.config.logLevel,
      demo: known.demo,
    };
    this.run?.noteAddress(gatewayAddress(facts));
    return facts;
  }

  /** No service needs another to come up, only to answer in full: all start at once, which halves the time on two cores. */
  private async startServices(facts: TopologyFacts): Promise<void> {
    await Promise.all(STAGES.map((stage) => this.startStage(stage, facts)));
  }

  private async startStage(stage: (typeof STAGES)[number], facts: TopologyFacts): Promise<void> {
    const services = SERVICES.filter(
      (service) => service.stage === stage && !(service.isDemoOnly && facts.demo === 'off'),
    );
    const specs = services.map((service) => ({
      name: service.name,
      entry: this.fileOf(service.entry),
      environment: { ...this.config.inherited, ...environmentOf(service, facts) },
      logFile: this.logFile(service.name),
      readyTimeoutMs: this.config.startTimeoutMs,
      graceMs: service.graceMs,
    }));
    await this.progress.step(STAGE_NAMES[stage], async (say) => {
      await this.supervisor.startStage(specs);
      say(services.map(({ name }) => `${name}${facts.ports.has(name) ? ` :${facts.ports.get(name)}` : ''}`).join('  '));
    });
  }

  private async loadDemo(demo: 'on' | 'national', facts: TopologyFacts): Promise<void> {
    const loaded = this.installation.read()?.demoLoaded ?? null;
    if (loaded === demo || loaded === 'national') return;
    const environment = {
      HUB_URL: `${gatewayAddress(facts)}/graphql`,
      HUB_DATA: this.config.dataFolder,
      HUB_DEMO: demo,
      IDENTITY_ISSUER: identityIssuer(facts) ?? '',
    };
    try {
      await this.progress.step('demo data', async (say) => {
        const output = await this.task('demo', 'gateway/cli/demo/load.js', environment);
        say(output.trimEnd().split('\n').at(-1) ?? '');
      });
      this.installation.write({ demo, demoLoaded: demo });
    } catch (error) {
      // The hub itself is sound: it stays up, and the next start loads what is missing.
      this.progress.event(
        `the demo data is not complete; the next start goes on with it (${join(this.config.dataFolder, 'logs', 'demo.log')})`,
      );
      this.progress.print(error instanceof Error ? error.message : String(error));
    }
  }

  private task(name: string, entry: string, environment: Record<string, string>): Promise<string> {
    return this.tasks.run({
      name,
      entry: this.fileOf(entry),
      environment: { ...this.config.inherited, ...environment },
      logFile: this.logFile(name),
      hasSecretOutput: name === 'tokens',
    });
  }

  private logFile(name: string): string {
    return prepareLogFile(join(this.config.dataFolder, 'logs', `${name}.log`));
  }
}

/** The port as soon as it is free, within a time; null when it stays taken. */
async function freedPort(host: string, port: number, withinMs: number): Promise<number | null> {
  if (port === 0) return freePort(host);
  const deadline = Date.now() + withinMs;
  for (;;) {
    const free = await tryPort(host, port);
    if (free !== null || Date.now() >= deadline) return free;
    await delay(50);
  }
}
