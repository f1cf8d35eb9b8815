import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import type { Kpi } from '../../../shared/catalogue/framework/kpi.ts';
import type { ResponsibilitySplit } from '../../../shared/catalogue/responsibility/responsibility-split.ts';
import { derivedStage, type ReleaseCalendar } from '../../../shared/catalogue/calendar/release-calendar.ts';
import { answerableUnit } from '../../../shared/catalogue/responsibility/ownership.ts';
import { parseDimensions } from '../../../shared/primitives/dimensions.ts';
import type { Assessment } from '../assessment/assessment.ts';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import { DERIVED_HERE } from '../input-store/department-register.ts';
import type { DerivedEvidence, EvaluationResult, IndicatorResult } from '../../../shared/scoring/evaluation-result.ts';
import { cellRefText, latestReceipt } from './recalculation/derive-here.ts';
import { digestOf } from './recalculation/digest.ts';
import type { EvaluationRecord, IndicatorRecord } from './evaluation-record.ts';
import { kpiValue } from './kpi-value.ts';

/** What a result was calculated from. */
export interface CalculationBasis {
  readonly subject: string;
  readonly framework: Framework;
  readonly split: ResponsibilitySplit;
  readonly model: string;
  /** Everything known of the subject, values derived here among it. */
  readonly observations: readonly AcceptedObservation[];
  readonly assessments: readonly Assessment[];
  readonly kpis: readonly Kpi[];
  readonly releaseCalendar: ReleaseCalendar;
}

/** A calculated result in the shape in which it is kept, with the values it rests on. */
export function toEvaluationRecord(result: EvaluationResult, basis: CalculationBasis): EvaluationRecord {
  const index = indexBasis(basis);
  return {
    header: {
      subject: basis.subject,
      year: result.year,
      framework: result.framework,
      model: basis.model,
      score: result.score,
      grade: result.grade.suggested,
      possibleGrades: result.grade.possible,
      gradeReason: result.grade.reason,
      completeness: result.completeness,
      missing: result.missing,
      pillars: result.pillars,
      groups: result.groups,
      memberUnits: result.memberUnits,
      kpis: basis.kpis.map((kpi) => ({
        code: kpi.code,
        value: kpiValue(kpi, { ...basis, ...index, year: result.year }),
      })),
    },
    indicators: result.indicators.map((indicator) => toIndicatorRecord(indicator, index)),
  };
}

interface BasisIndex {
  readonly basis: Pick<CalculationBasis, 'subject' | 'framework' | 'split' | 'releaseCalendar'>;
  readonly byId: ReadonlyMap<string, AcceptedObservation>;
  readonly byCell: ReadonlyMap<string, AcceptedObservation>;
  readonly assessments: ReadonlyMap<string, Assessment>;
}

function indexBasis(basis: CalculationBasis): BasisIndex {
  const { observations, assessments } = basis;
  return {
    basis,
    byId: new Map(observations.map((observation) => [observation.id, observation])),
    byCell: new Map(observations.map((observation) => [cellRefText(observation), observation])),
    assessments: new Map(assessments.map((assessment) => [assessment.id, assessment])),
  };
}

function toIndicatorRecord(result: IndicatorResult, index: BasisIndex): IndicatorRecord {
  const { code, status, weight, score, explanation } = result;
  const given = [...result.evidence, ...result.alsoShown].flatMap(({ id }) => index.byId.get(id) ?? []);
  const derived = result.derivedEvidence.flatMap((value) => derivedObservation(value, index) ?? []);
  return {
    indicator: code,
    status,
    weight,
    score,
    explanation,
    evidence: [...derived, ...given],
    assessments: result.marks.flatMap(({ id }) => index.assessments.get(id) ?? []),
  };
}

/** A value the calculator derived: the stored one of the cell where there is one, else one that is only shown here. */
function derivedObservation(evidence: DerivedEvidence, index: BasisIndex): AcceptedObservation | null {
  const stored = index.byCell.get(cellRefText(evidence));
  if (stored !== undefined && stored.value === evidence.value) return stored;
  const inputs = evidence.parts.flatMap((id) => index.byId.get(id) ?? []);
  const [first] = inputs;
  const { measure, period, dimensions, value, operation } = evidence;
  const { framework, split, releaseCalendar } = index.basis;
  // Growth that a model scores on a count is named by the count and is no value of it.
  const isOfMeasure = framework.measures.get(measure)?.derivation?.op === operation;
  if (first === undefined || stored !== undefined || !isOfMeasure) return null;
  const year = period.slice(0, 4);
  return {
    id: `${DERIVED_HERE}:${year}:${digestOf({ subject: index.basis.subject, ...evidence }).slice(0, 32)}`,
    department: DERIVED_HERE,
    subject: index.basis.subject,
    measure,
    period,
    dimensions,
    value,
    state: inputs.every(({ state }) => state === 'LOCKED') ? 'LOCKED' : 'ACCEPTED',
    stage: derivedStage(releaseCalendar, { measure, period }, inputs),
    revision: 1,
    memberUnit: answerableUnit(split, measure, parseDimensions(dimensions)),
    receiptHash: null,
    isDerived: true,
    isDemo: inputs.some(({ isDemo }) => isDemo),
    inputs,
    reportedOn: null,
    receivedAt: latestReceipt(inputs, first),
  };
}
