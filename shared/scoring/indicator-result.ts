import { type Decimal, toDecimalString } from '../primitives/decimal.ts';
import type { DerivedEvidence, IndicatorResult } from './evaluation-result.ts';
import { explain } from './outcome/explanation.ts';
import type { InputReader } from './reading/measure-reading.ts';
import type { Outcome } from './outcome/outcome.ts';
import type { PlannedIndicator } from './compile/prepare-scoring.ts';
import type { Gap } from './outcome/gap.ts';
import type { DerivedValue } from './reading/reading.ts';
import { keep, toScoreResult } from './outcome/round-score.ts';
import { type InputValue, isCounted, type Mark } from './reading/input-value.ts';
import type { ScoringInput } from './scoring-input.ts';
import { traceOf } from './outcome/trace.ts';

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
  const { gaps } = basis;
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
    evidence: basis.inputs,
    derivedEvidence: basis.derived.map(toEvidence),
    marks: basis.marks,
    alsoShown: shownBeside(planned, basis.inputs, reader),
    gaps,
    trace: input.withTrace === true ? traceOf(outcome) : null,
  };
}

interface Basis {
  readonly inputs: readonly InputValue[];
  readonly derived: readonly DerivedValue[];
  readonly gaps: readonly Gap[];
  readonly marks: Mark[];
}

/** Everything an outcome rests on or waits for, each thing once. */
function basisOf(outcome: Outcome): Basis {
  const inputs: InputValue[] = [];
  const derived: DerivedValue[] = [];
  const gaps: Gap[] = [];
  const marks: Mark[] = [];
  collect(outcome, { inputs, derived, gaps, marks });
  return { inputs: eachOnce(inputs), derived: eachOnce(derived), gaps: eachOnce(gaps), marks };
}

interface Found {
  readonly inputs: InputValue[];
  readonly derived: DerivedValue[];
  readonly gaps: Gap[];
  readonly marks: Mark[];
}

function collect(outcome: Outcome, found: Found): void {
  for (const reading of outcome.readings) {
    for (const input of reading.inputs) found.inputs.push(input);
    for (const value of reading.derived) found.derived.push(value);
  }
  for (const gap of outcome.gaps) found.gaps.push(gap);
  for (const mark of outcome.marks) found.marks.push(mark);
  for (const child of outcome.children) collect(child, found);
}

/** Lists so short are looked through faster than a set is made. */
const FEW = 8;

function eachOnce<T>(all: readonly T[]): readonly T[] {
  if (all.length > FEW) return [...new Set(all)];
  return all.every((each, index) => all.indexOf(each) === index) ? all : [...new Set(all)];
}

function shownBeside({ own }: PlannedIndicator, scored: readonly InputValue[], reader: InputReader): InputValue[] {
  const among = scored.length > FEW ? new Set(scored) : null;
  const shown: InputValue[] = [];
  for (const slot of own) {
    const value = reader.find(slot);
    if (value === null || !isCounted(value)) continue;
    if (among === null ? !scored.includes(value) : !among.has(value)) shown.push(value);
  }
  return shown;
}

function toEvidence({ measure, operation, period, dimensions, value, parts }: DerivedValue): DerivedEvidence {
  return { measure, operation, period, dimensions, value: toDecimalString(value), parts };
}
