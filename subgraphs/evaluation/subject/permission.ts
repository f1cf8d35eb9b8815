import { ROLES } from '../../../shared/identity/role.ts';
import { hasRole, type Viewer } from '../../../shared/identity/viewer.ts';

/** The register of subjects is open to everybody who is known to the hub. */
export function mayReadSubjects(viewer: Viewer): boolean {
  return hasRole(viewer, ...ROLES);
}
