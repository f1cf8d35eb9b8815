import { ROLES } from '../../../shared/identity/role.ts';
import { hasRole, type Viewer } from '../../../shared/identity/viewer.ts';

/** Results are open to everybody who is known to the hub; rules by row and by the state of the round belong here. */
export function mayReadEvaluations(viewer: Viewer): boolean {
  return hasRole(viewer, ...ROLES);
}

/** Grades that are only suggested are the office's own business until the meeting has decided and circulated. */
export function maySeeSuggestedGrades(viewer: Viewer): boolean {
  return hasRole(viewer, 'lead-evaluator', 'lead-approver');
}
