import { mayAct } from '../../../shared/identity/permission.ts';
import { hasRole, type Viewer } from '../../../shared/identity/viewer.ts';

/** Assessors record what they judged; the lead office records it on behalf of a body. */
export function mayRecordAssessments(viewer: Viewer): boolean {
  return mayAct(viewer, 'assessment:create');
}

/** The unit whose own indicators the caller may not judge; the lead office acts for others and is not bound. */
export function bindingUnit(viewer: Viewer): string | null {
  return hasRole(viewer, 'lead-evaluator') ? null : viewer.memberUnit;
}
