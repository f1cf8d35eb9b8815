import { mayAct } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';

/** The register of subjects goes with the frameworks by which they are evaluated. */
export function mayReadSubjects(viewer: Viewer): boolean {
  return mayAct(viewer, 'catalogue:read');
}
