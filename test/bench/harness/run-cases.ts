import { existsSync } from 'node:fs';
import { type BenchCase, type BenchContext, type Need, Skipped } from './bench-case.ts';
import type { Measurement } from './measurement.ts';
import type { Missing } from './report.ts';

/** Runs the cases one after the other; a row that fails or cannot be measured here is told and hinders no other. */
export async function runCases(
  cases: readonly BenchCase[],
  context: BenchContext,
): Promise<{ measurements: Measurement[]; missing: Missing[] }> {
  const measurements: Measurement[] = [];
  const missing: Missing[] = [];
  for (const each of cases) {
    context.say(`${each.id} ${each.title}`);
    const lacking = each.needs.find((need) => !isThere(need));
    try {
      if (lacking !== undefined) throw new Skipped(`needs ${lacking}`);
      measurements.push(...(await each.run(context)));
    } catch (error) {
      const kind = error instanceof Skipped ? 'skipped' : 'failed';
      const reason = error instanceof Error ? error.message : String(error);
      const { id, title } = each;
      missing.push({ id, title, kind, reason: (reason.split('\n')[0] ?? '').slice(0, 500) });
      context.say(`${id} ${kind}: ${reason}`);
    }
  }
  return { measurements, missing };
}

/** What cannot be had otherwise is asked beforehand; the rest shows when it is started. */
function isThere(need: Need): boolean {
  return need !== 'linux' || existsSync('/proc/self/smaps_rollup');
}
