import { mayAct, mayReach } from '../../../../shared/identity/permission.ts';
import type { Viewer } from '../../../../shared/identity/viewer.ts';

/** Only the office organises reviews and sees how far reviewers agree. */
export function mayOrganiseReviews(viewer: Viewer): boolean {
  return mayAct(viewer, 'assessment:review');
}

/** Which reviews somebody sees: all, or those with a seat of his own. */
export function mayReadAllReviews(viewer: Viewer): boolean {
  return mayReach(viewer, 'assessment:read', { memberUnit: null, dataClass: 'internal' });
}
