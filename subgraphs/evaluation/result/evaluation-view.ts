import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { kpisOf } from '../../../shared/catalogue/version/living-catalogue.ts';
import { toAssessmentView } from '../assessment/assessment-view.ts';
import type { FrameworkDirectory } from '../framework/framework-directory.ts';
import { toAcceptedObservationView } from '../input-store/accepted-observation-view.ts';
import type { MemberUnitResult } from '../../../shared/scoring/evaluation-result.ts';
import type { Subject } from '../subject/subject.type.ts';
import type { Evaluation, IndicatorEvaluation } from './evaluation.type.ts';
import type { IndicatorRecord, VisibleEvaluation } from './evaluation-record.ts';
import type { VisibleIndicator } from './visible-indicator.ts';
import type { KeyPerformanceIndicatorValue, MemberUnitEvaluation } from './member-unit-evaluation.type.ts';
import { Grade, IndicatorStatus } from './result-enums.ts';

/** Of whom a result is, and at which instant it is shown. */
export interface EvaluationSurroundings {
  readonly subject: Subject;
  /** The instant asked for; null for now. */
  readonly asOf: Date | null;
  readonly now: Date;
  /** Set for a result as if everything pending were accepted: its indicators, which no row holds. */
  readonly provisional: readonly IndicatorRecord[] | null;
}

/** Shows stored results with the names of the catalogue. */
export class EvaluationView {
  private readonly catalogue: Catalogue;
  private readonly frameworks: FrameworkDirectory;

  constructor(catalogue: Catalogue, frameworks: FrameworkDirectory) {
    this.catalogue = catalogue;
    this.frameworks = frameworks;
  }

  evaluation(known: VisibleEvaluation, { subject, asOf, now, provisional }: EvaluationSurroundings): Evaluation {
    const view = this.frameworks.view(known.framework);
    return {
      year: known.year,
      asOf: asOf ?? now,
      calculatedAt: known.knownFrom,
      model: known.model,
      isSuperseded: known.isSuperseded,
      isProvisional: provisional !== null,
      framework: view?.framework ?? null,
      score: known.score,
      suggestedGrade: known.grade === null ? null : Grade[known.grade],
      possibleGrades: known.possibleGrades.map((grade) => Grade[grade]),
      gradeReason: known.gradeReason,
      completeness: known.completeness,
      missing: known.missing.map(({ memberUnit, measures, cells, unaccepted }) => ({
        memberUnit: { code: memberUnit },
        measures: measures
          .map((code) => this.frameworks.measureIn(known.framework, code))
          .filter((measure) => measure !== null),
        cells,
        unaccepted,
      })),
      pillars: known.pillars.map((node) => ({
        ...node,
        status: IndicatorStatus[node.status],
        pillar: view?.pillars.get(node.code) ?? null,
      })),
      groups: known.groups.map((node) => ({
        ...node,
        status: IndicatorStatus[node.status],
        group: view?.groups.get(node.code) ?? null,
      })),
      memberUnits: known.memberUnits.map((unit) => this.memberUnit(known.framework, unit)),
      keyPerformanceIndicators: known.kpis.map(({ code, value }) => this.kpi(known.framework, code, value)),
      known,
      knownAsOf: asOf,
      provisional,
      subject,
    };
  }

  indicator(
    record: VisibleIndicator,
    evaluation: Pick<Evaluation, 'known' | 'subject' | 'knownAsOf' | 'provisional'>,
  ): IndicatorEvaluation {
    const { known, subject, knownAsOf, provisional } = evaluation;
    const view = this.frameworks.view(known.framework);
    const indicator = view?.indicators.get(record.indicator) ?? null;
    const measureOf = (code: string) => this.frameworks.measureIn(known.framework, code);
    const itemOf = (code: string) => view?.assessmentItems.get(code) ?? null;
    return {
      indicator,
      leadUnit: indicator?.leadUnit ?? null,
      weight: record.weight,
      status: IndicatorStatus[record.status],
      score: record.score,
      explanation: record.explanation,
      evidence: record.evidence.map((observation) => toAcceptedObservationView(observation, { subject, measureOf })),
      assessments: record.assessments.map((assessment) => toAssessmentView(assessment, { subject, itemOf })),
      ...{ known, record, subject, isCurrent: knownAsOf === null && provisional === null },
    };
  }

  memberUnit(framework: string, unit: MemberUnitResult): MemberUnitEvaluation {
    const items = this.catalogue.scoringModels.get(framework)?.unitView?.commonItems ?? [];
    return {
      memberUnit: { code: unit.memberUnit },
      leads: unit.leads,
      received: unit.received,
      expected: unit.expected,
      score: unit.score,
      special: unit.special,
      common: unit.common.map((item) => ({
        ...item,
        name: items.find(({ code }) => code === item.code)?.zh ?? item.code,
      })),
    };
  }

  kpi(framework: string, code: string, value: string | null): KeyPerformanceIndicatorValue {
    const kpi = kpisOf(this.catalogue, framework).find((candidate) => candidate.code === code);
    const unit = kpi && this.catalogue.frameworks.get(framework)?.unitsOfMeasure.get(kpi.unitOfMeasure);
    return { code, name: kpi?.nameZh ?? code, unitOfMeasure: unit ? { code: unit.code, name: unit.zh } : null, value };
  }
}
