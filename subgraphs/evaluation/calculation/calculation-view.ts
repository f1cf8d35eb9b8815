import type { DerivedEvidence, TraceNode, TraceReading } from '../../../shared/scoring/evaluation-result.ts';
import type { Gap } from '../../../shared/scoring/outcome/gap.ts';
import { INTERVAL_RULES } from '../../../shared/scoring/outcome/interval-rules.ts';
import { parseDimensions } from '../../../shared/primitives/dimensions.ts';
import { toAssessmentView } from '../assessment/assessment-view.ts';
import { enumOf } from '../framework/enum-of.ts';
import { DataStatus } from '../framework/framework-enums.ts';
import type { FrameworkDirectory } from '../framework/framework-directory.ts';
import { periodOf, toAcceptedObservationView } from '../input-store/accepted-observation-view.ts';
import { IndicatorStatus } from '../result/result-enums.ts';
import type { Subject } from '../subject/subject.type.ts';
import { type PlacedStep, placeSteps } from './calculation.ts';
import { CalculationRule, ReadingStatus, ScoreGapReason } from './calculation-enums.ts';
import type { IndicatorCalculation } from './calculation.service.ts';
import type {
  Calculation,
  CalculationReading,
  CalculationStep,
  IntermediateValue,
  ScoreGap,
} from './calculation.type.ts';

/** Chinese name of each way in which a value is computed from others. */
const OPERATIONS: Readonly<Record<string, string>> = {
  share: '占比',
  completion: '完成率',
  growth: '增长率',
  change: '变化',
  sum: '合计',
};

/** Shows a calculation with the names of the catalogue, without the values the viewer may not see. */
export class CalculationView {
  constructor(private readonly frameworks: FrameworkDirectory) {}

  calculation(found: IndicatorCalculation, subject: Subject): Calculation {
    const { framework, storedModel, model, isReproduced } = found.versions;
    const steps = placeSteps(found.root).map((placed) => this.step(placed, found, subject));
    return { framework, resultModel: storedModel, model, isReproduced, steps };
  }

  private step({ step, ...place }: PlacedStep, found: IndicatorCalculation, subject: Subject): CalculationStep {
    const { rule, ruleName, label, formula, weight, score, receivedShare, note, standard } = step;
    return {
      ...place,
      ...{ rule: enumOf(CalculationRule, rule), ruleName, label, formula, weight, score, receivedShare, note },
      status: enumOf(IndicatorStatus, step.status),
      standard: standard && { ...standard, status: enumOf(DataStatus, standard.status) },
      readings: step.readings.map((reading) => this.reading(reading, found, subject)),
      assessments: this.assessments(step, found, subject),
      gaps: step.gaps.map((gap) => this.gap(gap, found.versions.framework)),
    };
  }

  /** A value is shown only with everything it rests on. */
  private reading(
    reading: TraceReading,
    { shown, versions }: IndicatorCalculation,
    subject: Subject,
  ): CalculationReading {
    const measureOf = (code: string) => this.frameworks.measureIn(versions.framework, code);
    const inputs = reading.inputs.flatMap((id) => shown.get(id) ?? []);
    const hiddenInputs = reading.inputs.length - inputs.length;
    const isHidden = hiddenInputs > 0;
    const { value, low, high, carriedFrom } = reading;
    return {
      ...(isHidden ? HIDDEN : { status: enumOf(ReadingStatus, reading.status), value, low, high }),
      carriedFrom,
      inputs: inputs.map((input) => toAcceptedObservationView(input, { subject, measureOf })),
      hiddenInputs,
      intermediateValues: isHidden ? [] : reading.derived.map((each) => this.intermediate(each, versions.framework)),
    };
  }

  private intermediate(
    { measure, operation, period, dimensions, value }: DerivedEvidence,
    framework: string,
  ): IntermediateValue {
    return {
      measure: this.frameworks.measureIn(framework, measure),
      operation: OPERATIONS[operation] ?? operation,
      period: periodOf(period),
      dimensions: parseDimensions(dimensions),
      value,
    };
  }

  private assessments({ marks }: TraceNode, { record, versions }: IndicatorCalculation, subject: Subject) {
    const view = this.frameworks.view(versions.framework);
    const itemOf = (code: string) => view?.assessmentItems.get(code) ?? null;
    return record.assessments
      .filter(({ id }) => marks.includes(id))
      .map((assessment) => toAssessmentView(assessment, { subject, itemOf }));
  }

  private gap({ reason, measure, assessmentItem, period, dimensions, memberUnit }: Gap, framework: string): ScoreGap {
    return {
      reason: ScoreGapReason[reason],
      rule: INTERVAL_RULES[reason].rule,
      measure: measure === null ? null : this.frameworks.measureIn(framework, measure),
      assessmentItem:
        assessmentItem === null ? null : (this.frameworks.view(framework)?.assessmentItems.get(assessmentItem) ?? null),
      period: periodOf(period),
      dimensions: parseDimensions(dimensions),
      memberUnit: memberUnit === null ? null : { code: memberUnit },
    };
  }
}

const HIDDEN = { status: ReadingStatus.WITHHELD, value: null, low: null, high: null };
