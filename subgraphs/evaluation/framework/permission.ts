import { mayAct } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';

/** Frameworks, indicators and measures are public among those whose work needs them. */
export function mayReadFrameworks(viewer: Viewer): boolean {
  return mayAct(viewer, 'catalogue:read');
}
