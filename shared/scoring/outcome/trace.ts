import { toDecimalString } from '../../primitives/decimal.ts';
import type { TraceNode, TraceReading } from '../evaluation-result.ts';
import type { Outcome } from './outcome.ts';
import type { Reading } from '../reading/reading.ts';
import { keep, toScoreResult } from './round-score.ts';
import { RULE_WORDS } from '../compile/rule-names.ts';

/** The calculation of an outcome as a tree; built only on request. */
export function traceOf(outcome: Outcome, weight: string | null = null): TraceNode {
  const { node, status, receivedShare } = outcome;
  return {
    rule: node.rule,
    ruleName: RULE_WORDS[node.rule].name,
    label: node.label,
    formula: node.formula,
    weight,
    status,
    score: toScoreResult(outcome),
    receivedShare: keep(receivedShare),
    note: node.describe(outcome),
    standard: node.standard ?? null,
    readings: outcome.readings.map(toReading),
    marks: outcome.marks.map(({ id }) => id),
    gaps: outcome.gaps,
    children: outcome.children.map((child, index) => {
      const share = node.children[index]?.weight;
      return traceOf(child, share === undefined ? null : keep(share));
    }),
  };
}

function toReading({ status, value, low, high, inputs, derived, carriedFrom }: Reading): TraceReading {
  return {
    status,
    value: value === null ? null : toDecimalString(value),
    low: low.isFinite() ? toDecimalString(low) : null,
    high: high.isFinite() ? toDecimalString(high) : null,
    inputs: inputs.map(({ id }) => id),
    derived: derived.map((each) => ({ ...each, value: toDecimalString(each.value) })),
    carriedFrom,
  };
}
