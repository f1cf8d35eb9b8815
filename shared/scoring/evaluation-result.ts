import type { Gap } from './outcome/gap.ts';
import type { InputValue, Mark } from './reading/input-value.ts';
import type { AppliedStandard } from './outcome/outcome.ts';
import type { RuleName } from './compile/rule-names.ts';

/** A score 0–100; strings with at most four places, rounded half up. */
export interface ScoreResult {
  /** Score on what was received, within `[low, high]`; null when nothing was. */
  readonly value: string | null;
  readonly low: string;
  readonly high: string;
  /** True when nothing that is missing can move it any more. */
  readonly isComplete: boolean;
}

/** One step of a calculation, as plain data. */
export interface TraceNode {
  readonly rule: RuleName;
  /** Chinese name of the rule. */
  readonly ruleName: string;
  /** Chinese: what is judged. */
  readonly label: string;
  /** Chinese: how the score comes from what is read, with the figures of the standard that was used. */
  readonly formula: string;
  /** Weight within the step above; null at the top. */
  readonly weight: string | null;
  readonly status: string;
  readonly score: ScoreResult;
  /** Share 0–1 of the step that rests on received inputs. */
  readonly receivedShare: string;
  /** Chinese: why points were lost in this step; null where there is nothing to say. */
  readonly note: string | null;
  /** The peer group's standard that was used; null for the general one. */
  readonly standard: AppliedStandard | null;
  readonly readings: readonly TraceReading[];
  /** Ids of the marks used. */
  readonly marks: readonly string[];
  readonly gaps: readonly Gap[];
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
  /** Values computed on the way, each with the ids of the input values it rests on. */
  readonly derived: readonly DerivedEvidence[];
  readonly carriedFrom: number | null;
}

export type IndicatorStatus = 'COMPLETE' | 'PARTIAL' | 'MISSING' | 'NOT_APPLICABLE' | 'INFORMATIONAL';

/** A computed value a score rests on. */
export interface DerivedEvidence {
  readonly measure: string;
  readonly operation: string;
  readonly period: string;
  readonly dimensions: string;
  readonly value: string;
  /** Ids of the input values it was computed from. */
  readonly parts: readonly string[];
}

export interface IndicatorResult {
  readonly code: string;
  readonly key: string;
  /** Weight of the model, or of its variant. */
  readonly weight: string;
  /** Weight after that of indicators that do not apply was spread in the group, the pillar, the whole; sums to 100. */
  readonly effectiveWeight: string;
  readonly status: IndicatorStatus;
  readonly score: ScoreResult;
  /** Share 0–1 of the indicator that rests on received inputs. */
  readonly receivedShare: string;
  /** One Chinese sentence: score, why points were lost, what is missing from whom. */
  readonly explanation: string;
  readonly evidence: readonly InputValue[];
  readonly derivedEvidence: readonly DerivedEvidence[];
  readonly marks: readonly Mark[];
  /** Received values of the indicator that are shown and not scored. */
  readonly alsoShown: readonly InputValue[];
  readonly gaps: readonly Gap[];
  readonly trace: TraceNode | null;
}

export interface NodeResult {
  readonly code: string;
  readonly weight: string;
  readonly effectiveWeight: string;
  readonly status: IndicatorStatus;
  readonly score: ScoreResult;
}

/** What was expected of the year: cells typed by units, once for each period. */
export interface Completeness {
  readonly expected: number;
  readonly received: number;
  /** Handed in and waiting for acceptance. */
  readonly unaccepted: number;
  /** received ÷ expected, four places; `1` where nothing is expected. */
  readonly ratio: string;
}

export interface MissingOfUnit {
  readonly memberUnit: string;
  readonly measures: readonly string[];
  /** Cells × periods. */
  readonly cells: number;
  /** Those of them whose value waits for acceptance. */
  readonly unaccepted: number;
}

/** 评价类别, from the best down. */
export type Grade = 'EXCELLENT' | 'GOOD' | 'FAIR' | 'POOR';

export interface GradeSuggestion {
  /** 建议类别; null while the data do not allow one. A suggestion only: the meeting decides. */
  readonly suggested: Grade | null;
  /** Every category the interval still admits, from the best down. */
  readonly possible: readonly Grade[];
  /** Chinese: why the suggestion is lower than the score, or why there is none. */
  readonly reason: string | null;
}

export interface CommonItemResult {
  readonly code: string;
  readonly weight: string;
  readonly score: ScoreResult;
}

export interface MemberUnitResult {
  readonly memberUnit: string;
  /** Number of indicators it leads. */
  readonly leads: number;
  readonly received: number;
  readonly expected: number;
  /** Null for units that get comments only and where the model has no unit view. */
  readonly score: ScoreResult | null;
  /** 个性指标, 0–100, beside the 共性指标; null as `score`. */
  readonly special: ScoreResult | null;
  readonly common: readonly CommonItemResult[];
}

/** The evaluation of one subject and year. */
export interface EvaluationResult {
  readonly framework: string;
  readonly model: string;
  readonly variant: string | null;
  readonly year: number;
  readonly score: ScoreResult;
  readonly grade: GradeSuggestion;
  readonly completeness: Completeness;
  readonly missing: readonly MissingOfUnit[];
  readonly pillars: readonly NodeResult[];
  readonly groups: readonly NodeResult[];
  readonly indicators: readonly IndicatorResult[];
  readonly memberUnits: readonly MemberUnitResult[];
}
