import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Lane, LaneResult } from './load-lane.ts';

export interface LoadJob<L extends string = string> {
  readonly address: string;
  readonly lanes: Readonly<Record<L, Lane>>;
  /** At most; it can be told to stop before. */
  readonly seconds: number;
}

/** A process that loads a gateway when it is told to, one job after the other. */
export class Load {
  private constructor(private readonly child: ChildProcess) {}

  static async prepare(): Promise<Load> {
    const child = fork(new URL('./load-process.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
    const [said] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    if (said !== 'ready') throw new Error('the load process did not start');
    return new Load(child);
  }

  async run<L extends string>(job: LoadJob<L>): Promise<Record<L, LaneResult>> {
    const ended = new AbortController();
    const { signal } = ended;
    const answered = once(this.child, 'message', { signal });
    const exited = once(this.child, 'exit', { signal }).then(() => Promise.reject(new Error('the load process ended')));
    this.child.send(job);
    try {
      const [results] = await Promise.race([answered, exited]);
      return results;
    } finally {
      exited.catch(() => undefined);
      ended.abort();
    }
  }

  /** Asks nothing more; what is under way is waited for. */
  stop(): void {
    this.child.send('stop');
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.disconnect();
    await exited;
  }
}

export function failuresOf({ sent, byStatus }: LaneResult): number {
  return sent - (byStatus['200'] ?? 0);
}
