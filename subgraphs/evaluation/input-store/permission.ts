import { ROLES } from '../../../shared/identity/role.ts';
import { hasRole, type Viewer } from '../../../shared/identity/viewer.ts';

/** Accepted values are open to everybody who is known to the hub; rules by row and release date belong here. */
export function mayReadObservations(viewer: Viewer): boolean {
  return hasRole(viewer, ...ROLES);
}
