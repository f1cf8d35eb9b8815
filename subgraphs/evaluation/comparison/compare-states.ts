import type { MemberUnitResult, NodeResult } from '../../../shared/scoring/evaluation-result.ts';
import type { BeforeAfter, Changed } from '../result/before-after.ts';
import { digestOf } from '../result/recalculation/digest.ts';
import type { IndicatorRecord, KpiValue, VisibleEvaluation } from '../result/evaluation-record.ts';
import { indicatorDigest } from '../result/recalculation/result-digest.ts';

/** An evaluation as it was known at an instant; `whole` is null before anything was. */
export interface EvaluationState {
  readonly whole: VisibleEvaluation | null;
  readonly indicators: readonly IndicatorRecord[];
}

/** What stands once in an evaluation, not once for each of its parts. */
export type Whole = Omit<VisibleEvaluation, 'pillars' | 'groups' | 'kpis' | 'memberUnits'>;

/**
 * Everything in which two states of one evaluation differ: put in the place of what they name, the later sides make
 * the later state of the earlier one.
 */
export interface Difference {
  /** Both sides whole, whether they differ or not; null before anything was known. */
  readonly whole: BeforeAfter<Whole>;
  /** Only those that differ, as all lists below; null on the side on which they are not there. */
  readonly pillars: readonly Changed<NodeResult>[];
  readonly groups: readonly Changed<NodeResult>[];
  readonly kpis: readonly Changed<KpiValue>[];
  readonly memberUnits: readonly Changed<MemberUnitResult>[];
  readonly indicators: readonly Changed<IndicatorRecord>[];
}

export function compareStates(before: EvaluationState, after: EvaluationState): Difference {
  const of = <Row>(rows: (whole: VisibleEvaluation) => readonly Row[], code: (row: Row) => string) =>
    changedRows(before.whole ? rows(before.whole) : [], after.whole ? rows(after.whole) : [], { code, text: digestOf });
  return {
    whole: { before: before.whole && wholeOf(before.whole), after: after.whole && wholeOf(after.whole) },
    pillars: of(
      ({ pillars }) => pillars,
      ({ code }) => code,
    ),
    groups: of(
      ({ groups }) => groups,
      ({ code }) => code,
    ),
    kpis: of(
      ({ kpis }) => kpis,
      ({ code }) => code,
    ),
    memberUnits: of(
      ({ memberUnits }) => memberUnits,
      ({ memberUnit }) => memberUnit,
    ),
    indicators: changedRows(before.indicators, after.indicators, {
      code: ({ indicator }) => indicator,
      text: indicatorDigest,
    }),
  };
}

/** Rows that differ, in the order of the later list, those that are gone at the end. */
function changedRows<Row>(
  before: readonly Row[],
  after: readonly Row[],
  read: { readonly code: (row: Row) => string; readonly text: (row: Row) => string },
): Changed<Row>[] {
  const known = new Map(before.map((row) => [read.code(row), row]));
  const changed = after.flatMap((row): Changed<Row>[] => {
    const code = read.code(row);
    const was = known.get(code) ?? null;
    known.delete(code);
    return was !== null && read.text(was) === read.text(row) ? [] : [{ code, before: was, after: row }];
  });
  return [...changed, ...[...known].map(([code, row]) => ({ code, before: row, after: null }))];
}

function wholeOf(evaluation: VisibleEvaluation): Whole {
  const { pillars: _pillars, groups: _groups, kpis: _kpis, memberUnits: _memberUnits, ...whole } = evaluation;
  return whole;
}
