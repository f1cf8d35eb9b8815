import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { z } from 'zod';
import { LaunchError } from '../launch-error.ts';
import { readTail } from './log-file.ts';

export interface ChildSpec {
  readonly name: string;
  /** Absolute path of the compiled entry. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly readyTimeoutMs: number;
  /** How long it may take to finish what it is doing when it is stopped. */
  readonly graceMs: number;
}

/** How a process ended, in words for the operator. */
export interface ChildEnd {
  readonly reason: string;
  readonly upMs: number;
}

/** What a service tells its launcher over the channel once it answers. */
const readySchema = z.object({ type: z.literal('listening'), port: z.number() });

/** One running process of a service. It writes its log itself, so that it can go on when the launcher is gone. */
export class ManagedChild {
  readonly ended: Promise<ChildEnd>;
  private readonly spec: ChildSpec;
  private readonly child: ChildProcess;
  private hasEnded = false;

  constructor(spec: ChildSpec) {
    this.spec = spec;
    const startedAt = Date.now();
    const log = openSync(spec.logFile, 'a', 0o600);
    try {
      this.child = spawn(process.execPath, ['--enable-source-maps', spec.entry], {
        env: { ...spec.environment },
        // Out of the terminal's process group: Ctrl-C reaches the launcher alone, which keeps the order.
        detached: true,
        stdio: ['ignore', log, log, 'ipc'],
      });
    } finally {
      closeSync(log);
    }
    this.ended = new Promise((resolve) => {
      const end = (reason: string) => {
        this.hasEnded = true;
        resolve({ reason, upMs: Date.now() - startedAt });
      };
      this.child.once('error', (error) => end(error.message));
      this.child.once('exit', (code, signal) => end(signal === null ? `exit ${code}` : `signal ${signal}`));
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Resolves when the service says that it answers; rejects, with the tail of its log, when it ends or dawdles. */
  async ready(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<string>((resolve) => {
      timer = setTimeout(
        () => resolve(`not ready after ${this.spec.readyTimeoutMs / 1_000} s`),
        this.spec.readyTimeoutMs,
      );
    });
    const announced = new Promise<null>((resolve) => {
      this.child.on('message', (message) => {
        if (readySchema.safeParse(message).success) resolve(null);
      });
    });
    const fault = await Promise.race([announced, timeout, this.ended.then(({ reason }) => reason)]);
    clearTimeout(timer);
    if (fault === null) return;
    this.kill();
    throw new LaunchError(
      `${this.spec.name} did not start (${fault}). Last lines of ${this.spec.logFile}:\n${readTail(this.spec.logFile, 12)}`,
    );
  }

  /** Ends the process: politely, after its grace by force. */
  async stop(): Promise<void> {
    if (this.hasEnded) return;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.kill(), this.spec.graceMs);
    await this.ended;
    clearTimeout(timer);
  }

  kill(): void {
    if (!this.hasEnded) this.child.kill('SIGKILL');
  }
}
