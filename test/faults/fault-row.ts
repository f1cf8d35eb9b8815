import type { TestContext } from 'vitest';
import { type Random, seededRandom } from '../testkit/seeded-random.ts';

/** What one fault test has found; `npm run faults` makes a table of them. */
export interface FaultRow {
  /** Identifier of the row of the reliability plan. */
  readonly row: string;
  readonly what: string;
  /** How many requests, calls or acts were looked at. */
  readonly n: number;
  /** How many of them were not as they must be. */
  readonly failures: number;
  /** Measured on this machine, under whatever else it was doing. */
  readonly figures?: Readonly<Record<string, number | string>>;
  /** Figures that are goals, not conditions: whether this run has reached them. */
  readonly goals?: Readonly<Record<string, boolean>>;
}

declare module 'vitest' {
  interface TaskMeta {
    faultRows?: FaultRow[];
  }
}

/** Whether this is `npm run faults`, and not the small size that every `npm test` runs. */
export const isFull = process.env.FAULTS === 'full';

export function sized(small: number, full: number): number {
  return isFull ? full : small;
}

/** `FAULTS_SEED` repeats a run. */
export const SEED = Number(process.env.FAULTS_SEED ?? 20_261_120);

/** The same numbers for the same seed; by default this run's. */
export const seeded = (seed: number = SEED): Random => seededRandom(seed);

/** Hands a row to the table and says it in the log, with the seed that repeats it. */
export function report(context: TestContext, row: FaultRow): void {
  const meta = context.task.meta;
  meta.faultRows = [...(meta.faultRows ?? []), row];
  const figures = { ...row.figures, ...row.goals };
  console.log(
    `faults ${row.row} ${row.what}: n=${row.n} failures=${row.failures} seed=${SEED} ${JSON.stringify(figures)}`,
  );
}

/** The value that the given share of the values does not exceed; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const rounded = (value: number): number => Math.round(value * 10) / 10;
