import type { ScoreResult } from './evaluation-result.ts';
import type { Outcome } from './outcome.ts';
import { keep, toScoreResult } from './round-score.ts';
import { toDecimalString } from '../../../shared/primitives/decimal.ts';

/** One step of a calculation, as plain data. */
export interface TraceNode {
  readonly rule: string;
  /** Chinese: what is judged. */
  readonly label: string;
  /** Weight within the step above; null at the top. */
  readonly weight: string | null;
  readonly status: string;
  readonly score: ScoreResult;
  readonly readings: readonly TraceReading[];
  /** Ids of the marks used. */
  readonly marks: readonly string[];
  readonly children: readonly TraceNode[];
}

export interface TraceReading {
  readonly status: string;
  readonly value: string | null;
  /** Bounds while the value is not known; null where there is none. */
  readonly low: string | null;
  readonly high: string | null;
  /** Ids of input values. */
  readonly inputs: readonly string[];
  readonly carriedFrom: number | null;
}

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
