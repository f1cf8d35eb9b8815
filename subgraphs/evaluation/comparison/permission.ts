import type { Disclosure } from '../../../shared/identity/disclosure.ts';
import { mayReadFigure } from '../../../shared/identity/figure-scope.ts';
import { mayReach } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import { shownObservation } from '../input-store/permission.ts';
import type { AssessmentChange, ValueChange } from './comparison.ts';

/** The changes of which the viewer may see one side at least, with the sides he may see. */
export function visibleValueChanges(
  viewer: Viewer,
  changes: readonly ValueChange[],
  disclosure: Disclosure,
): ValueChange[] {
  const shown = (value: AcceptedObservation | null): AcceptedObservation | null =>
    value !== null && mayReadFigure(viewer, value, disclosure) ? shownObservation(viewer, value, disclosure) : null;
  return changes.flatMap((change) => {
    const [before, after] = [shown(change.before), shown(change.after)];
    return before === null && after === null ? [] : [{ ...change, before, after }];
  });
}

export function visibleAssessmentChanges(viewer: Viewer, changes: readonly AssessmentChange[]): AssessmentChange[] {
  return mayReach(viewer, 'assessment:read', { memberUnit: null, dataClass: 'internal' }) ? [...changes] : [];
}
