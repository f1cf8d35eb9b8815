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

/** What a recalculation did; null where there was nothing to calculate. */
interface Calculated {
  readonly headerChanged: boolean;
  readonly indicatorsChanged: number;
}

/** Measures one recalculation and passes on what came of it. */
export async function measureRecalculation<T extends Calculated | null>(calculate: () => Promise<T>): Promise<T> {
  const end = duration.startTimer();
  try {
    const change = await calculate();
    recalculations.inc({ result: resultOf(change) });
    return change;
  } catch (error) {
    recalculations.inc({ result: 'failed' });
    throw error;
  } finally {
    end();
  }
}

function resultOf(change: Calculated | null): 'changed' | 'unchanged' | 'nothing' {
  if (change === null) return 'nothing';
  return change.headerChanged || change.indicatorsChanged > 0 ? 'changed' : 'unchanged';
}
