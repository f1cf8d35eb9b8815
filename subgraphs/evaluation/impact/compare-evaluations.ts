import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import type { Grade, MemberUnitResult, NodeResult, ScoreResult } from '../../../shared/scoring/evaluation-result.ts';
import type { BeforeAfter, Changed } from '../result/before-after.ts';
import type { EvaluationRecord, IndicatorRecord, KpiValue } from '../result/evaluation-record.ts';

/** A change of an indicator with the values it rests on, before and after. */
export interface ChangedIndicator extends Changed<ScoreResult> {
  readonly evidence: readonly AcceptedObservation[];
}

/** What changes between two calculations of one evaluation. */
export interface EvaluationDifference {
  readonly score: BeforeAfter<ScoreResult>;
  readonly grade: BeforeAfter<Grade>;
  /** Only those whose score changes, as all lists below. */
  readonly indicators: readonly ChangedIndicator[];
  readonly pillars: readonly Changed<ScoreResult>[];
  readonly kpis: readonly Changed<string>[];
  readonly memberUnits: readonly Changed<MemberUnitResult>[];
}

export function compareEvaluations(before: EvaluationRecord, after: EvaluationRecord): EvaluationDifference {
  return {
    score: { before: before.header.score, after: after.header.score },
    grade: { before: before.header.grade, after: after.header.grade },
    indicators: changedIndicators(before.indicators, after.indicators),
    pillars: changedOf(before.header.pillars, after.header.pillars, {
      code: ({ code }: NodeResult) => code,
      value: ({ score }) => score,
    }),
    kpis: changedOf(before.header.kpis, after.header.kpis, {
      code: ({ code }: KpiValue) => code,
      value: ({ value }) => value,
    }),
    memberUnits: changedOf(before.header.memberUnits, after.header.memberUnits, {
      code: ({ memberUnit }: MemberUnitResult) => memberUnit,
      value: (unit) => unit,
    }),
  };
}

/** True where nothing at all would change. */
export function isNoDifference({
  score,
  grade,
  indicators,
  pillars,
  kpis,
  memberUnits,
}: EvaluationDifference): boolean {
  const lists = [indicators, pillars, kpis, memberUnits];
  return isSame(score.before, score.after) && grade.before === grade.after && lists.every(({ length }) => length === 0);
}

function changedIndicators(before: readonly IndicatorRecord[], after: readonly IndicatorRecord[]): ChangedIndicator[] {
  const changes = changedOf(before, after, {
    code: ({ indicator }: IndicatorRecord) => indicator,
    value: ({ score }) => score,
  });
  const records = [...before, ...after];
  return changes.map((change) => ({
    ...change,
    evidence: records.filter(({ indicator }) => indicator === change.code).flatMap(({ evidence }) => evidence),
  }));
}

function changedOf<Row, Value>(
  before: readonly Row[],
  after: readonly Row[],
  read: { readonly code: (row: Row) => string; readonly value: (row: Row) => Value | null },
): Changed<Value>[] {
  const known = new Map(before.map((row) => [read.code(row), read.value(row)]));
  return after.flatMap((row) => {
    const code = read.code(row);
    const change = { code, before: known.get(code) ?? null, after: read.value(row) };
    return isSame(change.before, change.after) ? [] : [change];
  });
}

/** Plain data made by one program in one order of keys. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
