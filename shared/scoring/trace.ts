import type { TraceNode } from './evaluation-result.ts';
import type { Outcome } from './outcome.ts';
import { keep, toScoreResult } from './round-score.ts';
import { toDecimalString } from '../primitives/decimal.ts';

/** The calculation of an outcome as a tree; built only on request. */
export function traceOf(outcome: Outcome, weight: string | null = null): TraceNode {
  return {
    rule: outcome.node.rule,
    label: outcome.node.label,
    weight,
    status: outcome.status,
    score: toScoreResult(outcome),
    readings: outcome.readings.map(({ status, value, low, high, inputs, carriedFrom }) => ({
      status,
      value: value === null ? null : toDecimalString(value),
      low: low.isFinite() ? toDecimalString(low) : null,
      high: high.isFinite() ? toDecimalString(high) : null,
      inputs: inputs.map(({ id }) => id),
      carriedFrom,
    })),
    marks: outcome.marks.map(({ id }) => id),
    children: outcome.children.map((child, index) => {
      const share = outcome.node.children[index]?.weight;
      return traceOf(child, share === undefined ? null : keep(share));
    }),
  };
}
