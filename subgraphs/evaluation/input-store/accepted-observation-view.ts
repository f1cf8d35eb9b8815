import { ObservationState } from '../../../shared/graphql/observation-state.type.ts';
import { type Period, toPeriod } from '../../../shared/graphql/period.type.ts';
import { parseDimensions } from '../../../shared/primitives/dimensions.ts';
import { parsePeriod } from '../../../shared/primitives/period.ts';
import type { Measure } from '../framework/measure.type.ts';
import type { Subject } from '../subject/subject.type.ts';
import type { AcceptedObservation } from './accepted-observation.ts';
import type { AcceptedObservation as AcceptedObservationType } from './accepted-observation.type.ts';
import { sourceOf } from './observation-stub.type.ts';
import { ReleaseStage } from '../release/release-stage.type.ts';

/** What the values of one answer have in common. */
export interface ObservationSurroundings {
  readonly subject: Subject;
  readonly measureOf: (code: string) => Measure | null;
}

/** An accepted value as the graph shows it. */
export function toAcceptedObservationView(
  observation: AcceptedObservation,
  surroundings: ObservationSurroundings,
): AcceptedObservationType {
  const { id, department, memberUnit } = observation;
  return {
    id,
    subject: surroundings.subject,
    measure: surroundings.measureOf(observation.measure),
    period: periodOf(observation.period),
    dimensions: parseDimensions(observation.dimensions),
    value: observation.value,
    state: ObservationState[observation.state],
    stage: observation.stage == null ? null : ReleaseStage[observation.stage],
    revision: observation.revision,
    receivedAt: observation.receivedAt,
    memberUnit: memberUnit === null ? null : { code: memberUnit },
    receiptHash: observation.receiptHash,
    isDerived: observation.isDerived,
    isDemo: observation.isDemo,
    inputs: observation.inputs.map((input) => toAcceptedObservationView(input, surroundings)),
    source: sourceOf(department, id),
  };
}

const periods = new Map<string, Period | null>();

/** Periods are few and repeat a thousand times in one answer. */
export function periodOf(code: string): Period | null {
  const known = periods.get(code);
  if (known !== undefined) return known;
  const parsed = parsePeriod(code);
  const period = parsed === null ? null : toPeriod(parsed);
  if (periods.size < 10_000) periods.set(code, period);
  return period;
}
