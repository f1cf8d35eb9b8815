import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config/project-root.ts';

const FAIL_POINTS = new URL('./fail-points.mjs', import.meta.url).href;

/** Where a process can be told to die, in the order a publication passes them. */
export type FailPoint =
  | 'mid-stage'
  | 'before-begin'
  | 'after-key'
  | 'mid-insert'
  | 'mid-receipt'
  | 'before-commit'
  | 'mid-commit'
  | 'after-commit'
  | 'mid-reply'
  | 'after-reply';

/** A compiled process of the product that can be killed, and is started again at once. */
export class KillableProcess {
  private child: ChildProcess | null = null;
  private isClosing = false;
  port = 0;
  /** How often it has been started. */
  starts = 0;
  /** Resolves when it listens; after its end it is another promise, of the process that comes instead. */
  up: Promise<void> = Promise.resolve();

  private constructor(
    private readonly module: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** Starts a module of `dist`; it tells its port when it is ready. */
  static async start(module: string, environment: Readonly<Record<string, string>>): Promise<KillableProcess> {
    const started = new KillableProcess(module, environment);
    started.up = started.begin();
    await started.up;
    return started;
  }

  get isAlive(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  private async begin(): Promise<void> {
    const child = fork(join(projectRoot, 'dist', this.module), {
      execArgv: ['--import', FAIL_POINTS],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, NODE_ENV: '', LOG_LEVEL: 'fatal', ...this.environment },
    });
    const [said] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    if (said?.type !== 'listening') throw new Error(`${this.module} did not start: ${said}`);
    this.child = child;
    this.port = said.port;
    this.starts += 1;
    // As a supervisor would, but at once.
    child.once('exit', () => {
      if (!this.isClosing) this.up = this.begin();
    });
  }

  /** Tells it where to die: the so-manyeth time it comes there. */
  async failAt(point: FailPoint, times = 1): Promise<void> {
    const { child } = this;
    if (child === null) throw new Error(`${this.module} is not running`);
    const armed = once(child, 'message');
    child.send({ failAt: point, times });
    await armed;
  }

  /** `kill -9`, now. */
  kill(): void {
    this.child?.kill('SIGKILL');
  }

  /** Memory it holds (Linux). */
  memoryMb(): number {
    const status = readFileSync(`/proc/${this.child?.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await this.up;
    const { child } = this;
    child?.kill('SIGTERM');
    if (child === null || !this.isAlive) return;
    // A connection with an answered but unfinished upload keeps the server for as long as idle ones may stay.
    const impatient = setTimeout(() => child.kill('SIGKILL'), 3_000);
    await once(child, 'exit');
    clearTimeout(impatient);
  }
}
