import { type Decimal, toDecimalString } from '../primitives/decimal.ts';
import type { DerivedEvidence, IndicatorResult } from './evaluation-result.ts';
import { explain } from './explanation.ts';
import type { InputReader } from './measure-reading.ts';
import type { Outcome } from './outcome.ts';
import type { PlannedIndicator } from './prepare-scoring.ts';
import type { Gap } from './gap.ts';
import type { DerivedValue } from './reading.ts';
import { keep, toScoreResult } from './round-score.ts';
import { type InputValue, isCounted, type Mark } from './input-value.ts';
import type { ScoringInput } from './scoring-input.ts';
import { traceOf } from './trace.ts';

export interface ScoredFacts {
  readonly planned: PlannedIndicator;
  readonly outcome: Outcome;
  /** Null while it is the planned one. */
  readonly effectiveWeight: Decimal | null;
  readonly input: ScoringInput;
  readonly reader: InputReader;
}

/** An indicator's outcome with everything it rests on. */
export function toIndicatorResult({ planned, outcome, effectiveWeight, input, reader }: ScoredFacts): IndicatorResult {
  const { framework, unitNames } = input.plan.setup;
  const { indicator, scoring } = planned;
  const basis = basisOf(outcome);
  const gaps = [...basis.gaps];
  const { weight, fraction, weightText, weightKept } = scoring;
  return {
    code: indicator.code,
    key: indicator.key,
    weight: weightText,
    effectiveWeight: effectiveWeight === null ? weightKept : keep(effectiveWeight),
    status: outcome.status,
    score: toScoreResult(outcome),
    receivedShare: keep(outcome.receivedShare),
    explanation: explain({ outcome, weight, fraction, gaps, hasStandards: scoring.hasStandards, framework, unitNames }),
    evidence: [...basis.inputs],
    derivedEvidence: [...basis.derived].map(toEvidence),
    marks: basis.marks,
    alsoShown: shownBeside(planned, basis.inputs, reader),
    gaps,
    trace: input.withTrace === true ? traceOf(outcome) : null,
  };
}

interface Basis {
  readonly inputs: Set<InputValue>;
  readonly derived: Set<DerivedValue>;
  readonly gaps: Set<Gap>;
  readonly marks: Mark[];
}

/** Everything an outcome rests on or waits for, each thing once. */
function basisOf(outcome: Outcome): Basis {
  const basis: Basis = { inputs: new Set(), derived: new Set(), gaps: new Set(), marks: [] };
  collect(outcome, basis);
  return basis;
}

function collect(outcome: Outcome, basis: Basis): void {
  for (const { inputs, derived } of outcome.readings) {
    for (const input of inputs) basis.inputs.add(input);
    for (const value of derived) basis.derived.add(value);
  }
  for (const gap of outcome.gaps) basis.gaps.add(gap);
  for (const mark of outcome.marks) basis.marks.push(mark);
  for (const child of outcome.children) collect(child, basis);
}

function shownBeside({ own }: PlannedIndicator, scored: ReadonlySet<InputValue>, reader: InputReader): InputValue[] {
  const shown: InputValue[] = [];
  for (const slot of own) {
    const value = reader.find(slot);
    if (value !== null && isCounted(value) && !scored.has(value)) shown.push(value);
  }
  return shown;
}

function toEvidence({ measure, operation, period, dimensions, value, parts }: DerivedValue): DerivedEvidence {
  return { measure, operation, period, dimensions, value: toDecimalString(value), parts };
}
