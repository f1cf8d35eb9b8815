import { ROLES } from '../../../shared/identity/role.ts';
import { hasRole, type Viewer } from '../../../shared/identity/viewer.ts';

/** Frameworks, indicators and measures are open to everybody who is known to the hub. */
export function mayReadFrameworks(viewer: Viewer): boolean {
  return hasRole(viewer, ...ROLES);
}
