import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { pin } from './pinning.ts';

/** One document asked again and again with variables in turn, by workers who each wait for their answer. */
export interface LoadJob {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly document: string;
  readonly variables: readonly object[];
  /** Place among the variables to begin at, so that two turns do not ask the same. */
  readonly from: number;
  readonly workers: number;
  /** Either so many requests or so many seconds. */
  readonly count?: number;
  readonly seconds?: number;
}

export interface LoadResult {
  readonly asked: number;
  readonly failed: number;
  readonly firstFault: string | null;
  readonly seconds: number;
  /** Milliseconds of every request. */
  readonly times: readonly number[];
  /** Of an answer, on average. */
  readonly characters: number;
  /** What an answer's body has on the wire, on average. */
  readonly bytes: number;
}

/** A process that asks, one job after the other. */
export class Load {
  private constructor(private readonly child: ChildProcess) {}

  static async prepare(): Promise<Load> {
    const child = fork(new URL('./load-process.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
    await Promise.race([once(child, 'message'), endedBefore(child)]);
    pin(child.pid, 'others');
    return new Load(child);
  }

  /** Refused, failed or faulty answers end the row: nothing is measured of them. */
  async run(job: LoadJob): Promise<LoadResult> {
    this.child.send(job);
    const [result]: LoadResult[] = await Promise.race([once(this.child, 'message'), endedBefore(this.child)]);
    if (result === undefined) throw new Error('the load process gave no result');
    if (result.failed > 0)
      throw new Error(`${result.failed} of ${result.asked} requests failed: ${result.firstFault ?? ''}`);
    return result;
  }

  close(): void {
    if (this.child.connected) this.child.disconnect();
  }
}

async function endedBefore(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`the load process ended with ${String(code)}`);
}
