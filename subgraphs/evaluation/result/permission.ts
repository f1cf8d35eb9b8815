import { mayAct, mayReach } from '../../../shared/identity/permission.ts';
import type { Disclosure } from '../../../shared/identity/disclosure.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import { decimal, roundDecimal, toDecimalString } from '../../../shared/primitives/decimal.ts';
import { heldBack, visibleObservations } from '../input-store/permission.ts';
import type { VisibleIndicator } from './visible-indicator.ts';
import type { MemberUnitResult, MissingOfUnit } from '../../../shared/scoring/evaluation-result.ts';
import type { EvaluationHeader, IndicatorRecord, KnownEvaluation, VisibleEvaluation } from './evaluation-record.ts';

/** How much of a result before circulation a viewer sees: all of it, one unit's own part, or nothing. */
export type ResultSight =
  | { readonly kind: 'all' }
  | { readonly kind: 'unit'; readonly unit: string }
  | { readonly kind: 'none' };

export function resultSightOf(viewer: Viewer): ResultSight {
  const dataClass = 'before-circulation';
  if (mayReach(viewer, 'evaluation:read', { memberUnit: null, dataClass })) return { kind: 'all' };
  const { memberUnit } = viewer;
  const isOwnOpen = memberUnit !== null && mayReach(viewer, 'evaluation:read', { memberUnit, dataClass });
  return isOwnOpen ? { kind: 'unit', unit: memberUnit } : { kind: 'none' };
}

/** Categories that are only suggested are the office's own business until the meeting has decided and circulated. */
export function maySeeSuggestedGrades(viewer: Viewer): boolean {
  return mayAct(viewer, 'evaluation:office');
}

/** The part of a result a viewer sees; null for none of it. A unit sees how far its own data are there, and its own score. */
export function visibleEvaluation(viewer: Viewer, header: KnownEvaluation): VisibleEvaluation | null {
  const sight = resultSightOf(viewer);
  if (sight.kind === 'none') return null;
  const graded = maySeeSuggestedGrades(viewer)
    ? header
    : { ...header, grade: null, possibleGrades: [], gradeReason: null };
  if (sight.kind === 'all') return graded;
  const own = header.memberUnits.filter(({ memberUnit }) => memberUnit === sight.unit);
  const missing = header.missing.filter(({ memberUnit }) => memberUnit === sight.unit);
  return {
    ...graded,
    score: null,
    pillars: [],
    groups: [],
    kpis: [],
    memberUnits: own,
    missing,
    completeness: own[0] ? completenessOf(own[0], missing) : { expected: 0, received: 0, unaccepted: 0, ratio: '1' },
  };
}

/** Who leads an indicator, and how closely figures are held today. */
export interface IndicatorSight {
  readonly leadOf: (indicator: string) => string | null;
  readonly disclosure: Disclosure;
}

/** The indicators a viewer sees: all, or those his unit leads; with the values and judgements he may see. */
export function visibleIndicators(
  viewer: Viewer,
  records: readonly IndicatorRecord[],
  { leadOf, disclosure }: IndicatorSight,
): VisibleIndicator[] {
  const sight = resultSightOf(viewer);
  if (sight.kind === 'none') return [];
  const isLed = (record: IndicatorRecord) => sight.kind === 'all' || leadOf(record.indicator) === sight.unit;
  return records.filter(isLed).map((record) => ({
    ...record,
    whole: record,
    ...withheld(viewer, record, disclosure),
    evidence: visibleObservations(viewer, record.evidence, disclosure),
    assessments: mayReach(viewer, 'assessment:read', { memberUnit: null, dataClass: 'internal' })
      ? record.assessments
      : [],
  }));
}

/**
 * An explanation names figures, and a score can be reckoned back to the figure: both are withheld while they rest on
 * another unit's unreleased one; of a sensitive one only the words. The calculation goes with the words.
 */
function withheld(viewer: Viewer, { evidence }: IndicatorRecord, disclosure: Disclosure): Partial<VisibleIndicator> {
  const { isEmbargoed, isSensitive } = heldBack(viewer, evidence, disclosure);
  if (isEmbargoed)
    return { explanation: '所依据的统计数据尚未公布，公布前不显示得分及说明。', score: NOT_TOLD, whole: null };
  return isSensitive ? { explanation: '所依据的数据为敏感数据，不显示得分说明。', whole: null } : {};
}

/** Anything is possible. */
const NOT_TOLD: IndicatorRecord['score'] = { value: null, low: '0', high: '100', isComplete: false };

function completenessOf(
  { expected, received }: MemberUnitResult,
  missing: readonly MissingOfUnit[],
): EvaluationHeader['completeness'] {
  const unaccepted = missing.reduce((sum, each) => sum + each.unaccepted, 0);
  return { expected, received, unaccepted, ratio: expected === 0 ? '1' : ratioOf(received, expected) };
}

function ratioOf(received: number, expected: number): string {
  return toDecimalString(roundDecimal(decimal(received).div(expected), 4));
}
