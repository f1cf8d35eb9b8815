import { mayReadFigure } from '../../../shared/identity/figure-scope.ts';
import { noteFigure } from '../../../shared/observability/figure-reads.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { AcceptedObservation } from './accepted-observation.ts';

/** The accepted values a viewer may see, each with the parts he may see. */
export function visibleObservations(
  viewer: Viewer,
  observations: readonly AcceptedObservation[],
): AcceptedObservation[] {
  return observations
    .filter((observation) => mayReadFigure(viewer, observation))
    .map((observation) => shownObservation(viewer, observation));
}

/** A value that is shown, noted as such; one derived here with those of its parts that the viewer may see. */
export function shownObservation(viewer: Viewer, observation: AcceptedObservation): AcceptedObservation {
  noteFigure(observation.memberUnit);
  if (observation.inputs.length === 0) return observation;
  return { ...observation, inputs: observation.inputs.filter((input) => mayReadFigure(viewer, input)) };
}
