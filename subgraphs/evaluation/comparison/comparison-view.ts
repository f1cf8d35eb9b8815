import { toAssessmentView } from '../assessment/assessment-view.ts';
import type { FrameworkDirectory } from '../framework/framework-directory.ts';
import type { FrameworkView } from '../framework/framework-view.ts';
import type { NodeResult } from '../../../shared/scoring/evaluation-result.ts';
import { toAcceptedObservationView } from '../input-store/accepted-observation-view.ts';
import type { Changed } from '../result/before-after.ts';
import type { IndicatorRecord } from '../result/evaluation-record.ts';
import type { EvaluationView } from '../result/evaluation-view.ts';
import { inFrameworkOrder } from '../result/indicator-filter.ts';
import { Grade, IndicatorStatus } from '../result/result-enums.ts';
import type { Subject } from '../subject/subject.type.ts';
import { toSubject } from '../subject/subject.type.ts';
import type { AssessmentChange, Comparison, ValueChange } from './comparison.ts';
import type {
  AssessmentChange as AssessmentChangeType,
  EvaluationChange,
  IndicatorAtInstant,
  IndicatorChange,
  ScoreChange,
} from './comparison.type.ts';
import { type ValueChange as ValueChangeType, ValueChangeReason } from './value-change.type.ts';

/** Shows what changed with the names of the catalogue. */
export class ComparisonView {
  private readonly frameworks: FrameworkDirectory;
  private readonly evaluations: EvaluationView;

  constructor(frameworks: FrameworkDirectory, evaluations: EvaluationView) {
    this.frameworks = frameworks;
    this.evaluations = evaluations;
  }

  comparison({ question, framework, difference, ...rest }: Comparison, isGradeShown: boolean): EvaluationChange {
    const view = this.frameworks.view(framework.after);
    const subject = toSubject(rest.subject);
    const { before, after } = difference.whole;
    return {
      subject,
      year: question.year,
      framework: view?.framework ?? null,
      frameworkBefore: framework.before === null ? null : (this.frameworks.view(framework.before)?.framework ?? null),
      from: question.from,
      to: question.to,
      model: {
        ...{ before: before?.model ?? null, after: after?.model ?? null },
        isChanged: before?.model !== after?.model,
      },
      score: { before: before?.score ?? null, after: after?.score ?? null },
      suggestedGrade: isGradeShown
        ? { before: before?.grade ? Grade[before.grade] : null, after: after?.grade ? Grade[after.grade] : null }
        : null,
      completeness: { before: before?.completeness ?? null, after: after?.completeness ?? null },
      pillars: difference.pillars.map((change) => ({
        pillar: view?.pillars.get(change.code) ?? null,
        score: toScores(change),
      })),
      groups: difference.groups.map((change) => ({
        group: view?.groups.get(change.code) ?? null,
        score: toScores(change),
      })),
      indicators: toIndicators(difference.indicators, view),
      keyPerformanceIndicators: difference.kpis.map(({ code, before: was, after: is }) => {
        const { name, unitOfMeasure } = this.evaluations.kpi(framework.after, code, null);
        return { code, name, unitOfMeasure, before: was?.value ?? null, after: is?.value ?? null };
      }),
      memberUnits: difference.memberUnits.map(({ code, before: was, after: is }) => ({
        memberUnit: { code },
        before: was && this.evaluations.memberUnit(framework.after, was),
        after: is && this.evaluations.memberUnit(framework.after, is),
      })),
      assessments: rest.assessments.map((change) => toAssessments(change, subject, view)),
      valueChanges: rest.values,
    };
  }

  value(change: ValueChange, { subject, framework }: EvaluationChange): ValueChangeType {
    const measureOf = (code: string) => this.frameworks.measureIn(framework?.code ?? null, code);
    const shown = (observation: ValueChange['before']) =>
      observation && subject && toAcceptedObservationView(observation, { subject, measureOf });
    const [before, after] = [shown(change.before), shown(change.after)];
    const cell = after ?? before;
    return {
      measure: cell?.measure ?? null,
      period: cell?.period ?? null,
      dimensions: cell?.dimensions ?? [],
      memberUnit: cell?.memberUnit ?? null,
      reason: ValueChangeReason[change.reason],
      publication: change.publication,
      knownAt: change.knownAt,
      before,
      after,
    };
  }
}

function toScores({ before, after }: Changed<NodeResult>): ScoreChange {
  return { before: before?.score ?? null, after: after?.score ?? null };
}

function toIndicators(changes: readonly Changed<IndicatorRecord>[], view: FrameworkView | null): IndicatorChange[] {
  const byCode = new Map(changes.map((change) => [change.code, change]));
  const ordered = inFrameworkOrder(changes.flatMap(({ before, after }) => after ?? before ?? []));
  return ordered.map(({ indicator: code }) => {
    const indicator = view?.indicators.get(code) ?? null;
    const { before = null, after = null } = byCode.get(code) ?? {};
    return { indicator, leadUnit: indicator?.leadUnit ?? null, before: toInstant(before), after: toInstant(after) };
  });
}

function toInstant(record: IndicatorRecord | null): IndicatorAtInstant | null {
  if (record === null) return null;
  const { status, weight, score, explanation } = record;
  return { status: IndicatorStatus[status], weight, score, explanation };
}

function toAssessments(
  { before, after }: AssessmentChange,
  subject: Subject,
  view: FrameworkView | null,
): AssessmentChangeType {
  const itemOf = (code: string) => view?.assessmentItems.get(code) ?? null;
  return {
    before: before && toAssessmentView(before, { subject, itemOf }),
    after: after && toAssessmentView(after, { subject, itemOf }),
  };
}
