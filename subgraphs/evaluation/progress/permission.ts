import { ROLES } from '../../../shared/identity/role.ts';
import { hasRole, type Viewer } from '../../../shared/identity/viewer.ts';

/** How far the worker has read is no secret among those who are known to the hub. */
export function mayReadProgress(viewer: Viewer): boolean {
  return hasRole(viewer, ...ROLES);
}
