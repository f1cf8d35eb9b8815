import { mayReadFigure } from '../../../shared/identity/figure-scope.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { AcceptedObservation } from './accepted-observation.ts';

/** The accepted values a viewer may see, each with the parts he may see. */
export function visibleObservations(
  viewer: Viewer,
  observations: readonly AcceptedObservation[],
): AcceptedObservation[] {
  return observations
    .filter((observation) => mayReadFigure(viewer, observation))
    .map((observation) => withVisibleInputs(viewer, observation));
}

/** A value derived here with those of its parts that the viewer may see. */
export function withVisibleInputs(viewer: Viewer, observation: AcceptedObservation): AcceptedObservation {
  if (observation.inputs.length === 0) return observation;
  return { ...observation, inputs: observation.inputs.filter((input) => mayReadFigure(viewer, input)) };
}
