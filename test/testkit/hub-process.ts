import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config/project-root.ts';
import { freePort } from '../../shared/topology/process/free-port.ts';

const READY = 'Ctrl-C stops everything';

export interface GraphQLAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by path in tests
  readonly body: any;
}

/** The product as `npm start` runs it: launcher, PostgreSQL, every process, in a data folder of its own. */
export class HubProcess {
  readonly dataFolder: string;
  readonly port: number;
  output = '';
  private launcher: ChildProcess | null = null;

  private constructor(dataFolder: string, port: number) {
    this.dataFolder = dataFolder;
    this.port = port;
  }

  static async prepare(): Promise<HubProcess> {
    const dataFolder = mkdtempSync(join(tmpdir(), 'hub-e2e-'));
    chmodSync(dataFolder, 0o711);
    return new HubProcess(dataFolder, await freePort('127.0.0.1'));
  }

  /** An installation whose data folder is kept from run to run. */
  static async at(dataFolder: string): Promise<HubProcess> {
    mkdirSync(dataFolder, { recursive: true, mode: 0o711 });
    return new HubProcess(dataFolder, await freePort('127.0.0.1'));
  }

  /** Starts and waits until the launcher says that everything is ready. */
  async start(environment: Record<string, string> = {}): Promise<void> {
    const child = this.spawn(environment);
    this.launcher = child;
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', () => (this.output.includes(READY) ? resolve() : undefined));
      child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${this.output}`)));
    });
  }

  /** Runs `npm start` to its end, for starts that are refused. */
  async startAndFail(environment: Record<string, string> = {}): Promise<{ code: number | null; output: string }> {
    this.output = '';
    const child = this.spawn(environment);
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { code, output: this.output };
  }

  private spawn(environment: Record<string, string>): ChildProcess {
    this.output = '';
    const child = spawn(process.execPath, [join(projectRoot, 'dist/shared/topology/start.js')], {
      env: {
        ...process.env,
        NODE_ENV: '',
        LOG_LEVEL: 'info',
        HUB_DATA: this.dataFolder,
        HUB_PORT: String(this.port),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const note = (chunk: Buffer): void => {
      this.output += chunk.toString('utf8');
    };
    child.stdout?.on('data', note);
    child.stderr?.on('data', note);
    return child;
  }

  /** Ctrl-C; resolves with the exit code. */
  async stop(): Promise<number | null> {
    const launcher = this.launcher;
    if (!launcher || launcher.exitCode !== null) return launcher?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => launcher.once('exit', resolve));
    launcher.kill('SIGINT');
    return ended;
  }

  /** What is left of a machine that lost power, as far as processes go. */
  async killLauncher(): Promise<void> {
    const launcher = this.launcher;
    if (!launcher) return;
    const ended = new Promise((resolve) => launcher.once('exit', resolve));
    launcher.kill('SIGKILL');
    await ended;
  }

  /** Process id of a service of this installation. */
  pidOf(service: string): number {
    const record: { processes: Record<string, { pid: number }> } = JSON.parse(
      readFileSync(join(this.dataFolder, 'run.json'), 'utf8'),
    );
    const pid = record.processes[service]?.pid;
    if (pid === undefined) throw new Error(`no process of ${service}`);
    return pid;
  }

  /** `kill -9` of a department, found the way an operator finds it: by its folder in the command line. */
  killDepartment(service: string): void {
    const pid = this.pidOf(service);
    const command = execFileSync('ps', ['-o', 'args=', '-p', String(pid)]).toString();
    if (!command.includes(`subgraphs/${service}/`))
      throw new Error(`unexpected command line of ${service}: ${command}`);
    process.kill(pid, 'SIGKILL');
  }

  /** CPU seconds a service has used so far (Linux). */
  cpuSeconds(service: string): number {
    const stat = readFileSync(`/proc/${this.pidOf(service)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Memory of all processes of this installation, shared pages counted in parts (PSS, Linux). */
  memoryMb(): number {
    const record: { processes: Record<string, { pid: number }> } = JSON.parse(
      readFileSync(join(this.dataFolder, 'run.json'), 'utf8'),
    );
    const kilobytes = Object.values(record.processes).map(({ pid }) => {
      const pss = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
      return Number(pss ?? 0);
    });
    return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
  }

  token(name: string): string {
    for (const file of ['tokens.json', 'unit-tokens.json']) {
      const path = join(this.dataFolder, file);
      const tokens: Record<string, string> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
      const token = tokens[name];
      if (token !== undefined) return token;
    }
    throw new Error(`no token of ${name}`);
  }

  async ask(token: string | null, query: string, variables: object = {}, signal?: AbortSignal): Promise<GraphQLAnswer> {
    const response = await fetch(`http://127.0.0.1:${this.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
      ...(signal ? { signal } : {}),
    });
    return { status: response.status, body: await response.json() };
  }

  remove(): void {
    rmSync(this.dataFolder, { recursive: true, force: true });
  }
}
