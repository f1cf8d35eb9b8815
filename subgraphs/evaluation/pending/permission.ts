import { mayAct, mayReach } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';

/** Units whose pending values a viewer may see: null for all (the office), else his own at most; never by grant. */
export function pendingScopeOf(viewer: Viewer): readonly string[] | null {
  if (mayAct(viewer, 'evaluation:office')) return null;
  const { memberUnit } = viewer;
  const isOwnOpen = memberUnit !== null && mayReach(viewer, 'observation:read', { memberUnit, dataClass: 'internal' });
  return isOwnOpen ? [memberUnit] : [];
}
