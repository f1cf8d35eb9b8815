import { Counter, Gauge, Histogram } from 'prom-client';
import { registry } from '../../../shared/observability/metrics.ts';
import { type Clock, systemClock } from '../../../shared/primitives/clock.ts';

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const registers = [registry];

/** How far behind its department the worker is. */
export class FeedLag {
  private readonly clock: Clock;
  /** When everything the department had was last taken in, by department; the start where that has not been yet. */
  private readonly level = new Map<string, number>();

  constructor(clock: Clock = systemClock) {
    this.clock = clock;
  }

  /** Following begins: nothing is known of the department yet. */
  follow(department: string): void {
    this.level.set(department, this.clock.now().getTime());
  }

  /** A page was read and taken in. */
  note(department: string, position: bigint, head: bigint): void {
    const behind = head > position ? Number(head - position) : 0;
    positionsBehind.set({ department }, behind);
    if (behind === 0) this.follow(department);
  }

  /** Seconds by department: those of one that is away grow, whatever it may have to tell. */
  seconds(): ReadonlyMap<string, number> {
    const now = this.clock.now().getTime();
    return new Map([...this.level].map(([department, at]) => [department, Math.max(0, now - at) / 1000]));
  }
}

export const feedLag = new FeedLag();

const positionsBehind = new Gauge({
  name: 'change_feed_positions_behind',
  help: 'Positions of a department’s change feed not taken in yet, as of its last answer',
  labelNames: ['department'],
  registers,
});

new Gauge({
  name: 'change_feed_lag_seconds',
  help: 'Time since everything a department had was taken in; a long poll of silence counts, so about two is none',
  labelNames: ['department'],
  registers,
  collect() {
    for (const [department, seconds] of feedLag.seconds()) this.set({ department }, seconds);
  },
});

const duration = new Histogram({
  name: 'recalculation_duration_seconds',
  help: 'Recalculations of one subject and year',
  buckets: SECONDS,
  registers,
});

const recalculations = new Counter({
  name: 'recalculations_total',
  help: 'Recalculations by result: changed, unchanged, nothing (no framework or no data), failed',
  labelNames: ['result'],
  registers,
});

/** What a recalculation did. */
interface Calculated {
  readonly headerChanged: boolean;
  readonly indicatorsChanged: number;
}

/** Measures recalculations made together and passes on what came of each; the time is shared out among them. */
export async function measureRecalculations<T extends Calculated>(
  count: number,
  calculate: () => Promise<ReadonlyMap<string, T>>,
): Promise<ReadonlyMap<string, T>> {
  const started = performance.now();
  try {
    const changes = await calculate();
    for (const change of changes.values()) recalculations.inc({ result: resultOf(change) });
    recalculations.inc({ result: 'nothing' }, count - changes.size);
    return changes;
  } catch (error) {
    recalculations.inc({ result: 'failed' }, count);
    throw error;
  } finally {
    const each = (performance.now() - started) / 1000 / count;
    for (let index = 0; index < count; index += 1) duration.observe(each);
  }
}

function resultOf(change: Calculated): 'changed' | 'unchanged' {
  return change.headerChanged || change.indicatorsChanged > 0 ? 'changed' : 'unchanged';
}
