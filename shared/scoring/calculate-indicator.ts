import type { TraceNode } from './evaluation-result.ts';
import { InputReader } from './reading/measure-reading.ts';
import type { ScoringInput } from './scoring-input.ts';
import { traceOf } from './outcome/trace.ts';

/**
 * The calculation of one indicator alone, as a tree: the same steps as in `calculateEvaluation`, without the work of all
 * the others. The values it rests on are enough as input. Null for an indicator the framework does not have.
 */
export function calculateIndicator(input: ScoringInput, code: string): TraceNode | null {
  for (const { groups } of input.plan.pillars) {
    for (const { indicators } of groups) {
      const planned = indicators.find(({ indicator }) => indicator.code === code);
      if (planned !== undefined) return traceOf(planned.node.score(new InputReader(input)));
    }
  }
  return null;
}
