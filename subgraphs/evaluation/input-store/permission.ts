import type { Disclosure } from '../../../shared/identity/disclosure.ts';
import { mayReadFigure } from '../../../shared/identity/figure-scope.ts';
import { noteFigure } from '../../../shared/observability/figure-reads.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { AcceptedObservation } from './accepted-observation.ts';

/** The accepted values a viewer may see, each with the parts he may see. */
export function visibleObservations(
  viewer: Viewer,
  observations: readonly AcceptedObservation[],
  disclosure: Disclosure,
): AcceptedObservation[] {
  return observations
    .filter((observation) => mayReadFigure(viewer, observation, disclosure))
    .map((observation) => shownObservation(viewer, observation, disclosure));
}

/** A value that is shown, noted as such; one derived here with those of its parts that the viewer may see. */
export function shownObservation(
  viewer: Viewer,
  observation: AcceptedObservation,
  disclosure: Disclosure,
): AcceptedObservation {
  noteFigure(observation.memberUnit);
  if (observation.inputs.length === 0) return observation;
  return { ...observation, inputs: observation.inputs.filter((input) => mayReadFigure(viewer, input, disclosure)) };
}

/** Those of the values that are held back from the viewer although they would be open to grants later, or never. */
export function heldBack(
  viewer: Viewer,
  observations: readonly AcceptedObservation[],
  disclosure: Disclosure,
): { readonly isEmbargoed: boolean; readonly isSensitive: boolean } {
  const hidden = observations.filter((observation) => !mayReadFigure(viewer, observation, disclosure));
  const classes = new Set(hidden.map((observation) => disclosure.rowOf(observation).dataClass));
  return { isEmbargoed: classes.has('statistics-before-release'), isSensitive: classes.has('sensitive') };
}
