import { toPeriod } from '../../../shared/graphql/period.type.ts';
import { parseDimensions } from '../../../shared/primitives/dimensions.ts';
import { parsePeriod } from '../../../shared/primitives/period.ts';
import type { FrameworkDirectory } from '../framework/framework-directory.ts';
import type { BeforeAfter } from '../result/before-after.ts';
import type { EvaluationView } from '../result/evaluation-view.ts';
import { Grade } from '../result/result-enums.ts';
import type { Grade as GradeName } from '../../../shared/scoring/evaluation-result.ts';
import { toSubject } from '../subject/subject.type.ts';
import type { ChangedValue, EvaluationImpact } from './impact.ts';
import type { EvaluationImpact as EvaluationImpactType, GradeImpact, ObservationImpact } from './impact.type.ts';

/** Shows impacts with the names of the catalogue. */
export class ImpactView {
  private readonly frameworks: FrameworkDirectory;
  private readonly evaluations: EvaluationView;

  constructor(frameworks: FrameworkDirectory, evaluations: EvaluationView) {
    this.frameworks = frameworks;
    this.evaluations = evaluations;
  }

  evaluation(impact: EvaluationImpact, isGradeShown: boolean): EvaluationImpactType {
    const { framework, difference } = impact;
    const view = this.frameworks.view(framework);
    return {
      subject: toSubject(impact.subject),
      year: impact.pair.year,
      framework: view?.framework ?? null,
      values: impact.values.map((value) => this.value(framework, value)),
      valueCount: impact.valueCount,
      indicators: difference.indicators.map(({ code, before, after }) => ({
        indicator: view?.indicators.get(code) ?? null,
        score: { before, after },
      })),
      pillars: difference.pillars.map(({ code, ...score }) => ({ pillar: view?.pillars.get(code) ?? null, score })),
      score: difference.score,
      suggestedGrade: isGradeShown ? toGrades(difference.grade) : null,
      keyPerformanceIndicators: difference.kpis.map(({ code, before, after }) => {
        const { name, unitOfMeasure } = this.evaluations.kpi(framework, code, after);
        return { code, name, unitOfMeasure, before, after };
      }),
      memberUnits: difference.memberUnits.map(({ code, before, after }) => ({
        memberUnit: { code },
        before: before && this.evaluations.memberUnit(framework, before),
        after: after && this.evaluations.memberUnit(framework, after),
      })),
    };
  }

  private value(framework: string, value: ChangedValue): ObservationImpact {
    const period = parsePeriod(value.period);
    return {
      measure: this.frameworks.measureIn(framework, value.measure),
      period: period === null ? null : toPeriod(period),
      dimensions: parseDimensions(value.dimensions),
      memberUnit: value.memberUnit === null ? null : { code: value.memberUnit },
      before: value.before,
      after: value.after,
    };
  }
}

function toGrades({ before, after }: BeforeAfter<GradeName>): GradeImpact {
  return { before: before && Grade[before], after: after && Grade[after] };
}
