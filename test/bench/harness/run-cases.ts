import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { BenchCase, BenchContext, Need } from './bench-case.ts';
import { Skipped } from './skipped.ts';
import type { Measurement } from './measurement.ts';
import type { Missing } from './report.ts';

/** A row that takes longer hangs; it is given up so that the others are measured. */
const LIMIT_MS = 15 * 60_000;

export interface Results {
  readonly measurements: readonly Measurement[];
  readonly missing: readonly Missing[];
}

/**
 * Runs the cases one after the other; a row that fails or cannot be measured here is told and hinders no other. What is
 * there so far is handed on after each, so that a run that is broken off has not been for nothing.
 */
export async function runCases(
  cases: readonly BenchCase[],
  context: BenchContext,
  onProgress: (results: Results) => void = () => undefined,
): Promise<Results> {
  const measurements: Measurement[] = [];
  const missing: Missing[] = [];
  for (const each of cases) {
    context.say(`${each.id} ${each.title}`);
    const lacking = each.needs.find((need) => !isThere(need));
    try {
      if (lacking !== undefined) throw new Skipped(`needs ${lacking}`);
      measurements.push(...(await within(LIMIT_MS, each.run(context))));
    } catch (error) {
      const kind = error instanceof Skipped ? 'skipped' : 'failed';
      const reason = error instanceof Error ? error.message : String(error);
      const { id, title } = each;
      missing.push({ id, title, kind, reason: (reason.split('\n')[0] ?? '').slice(0, 500) });
      context.say(`${id} ${kind}: ${reason}`);
    }
    onProgress({ measurements, missing });
  }
  return { measurements, missing };
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = delay(limitMs, null, { signal: timer.signal }).then(() => {
    throw new Error(`given up after ${limitMs / 60_000} minutes`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    timer.abort();
  }
}

/** What cannot be had otherwise is asked beforehand; the rest shows when it is started. */
function isThere(need: Need): boolean {
  return need !== 'linux' || existsSync('/proc/self/smaps_rollup');
}
