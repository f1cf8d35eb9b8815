import { mayAct } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';

/** How far the worker has read goes with the right to follow the feeds. */
export function mayReadProgress(viewer: Viewer): boolean {
  return mayAct(viewer, 'change:follow');
}
