import type { Acceptance } from '../../catalogue/responsibility/acceptance.ts';
import { mayReach } from '../../identity/permission.ts';
import { hasRole, type Viewer } from '../../identity/viewer.ts';
import { err, ok, type Result } from '../../primitives/result.ts';
import type { Capacity } from '../publication/publication.ts';
import { type CarriedUnits, unitToPublishFor } from '../publication/publication.permission.ts';
import { type ActFinding, actErrors } from './act.errors.ts';

/** What decides who may act on a unit's publications. */
export interface ActPermissionContext extends CarriedUnits {
  readonly acceptance: Acceptance;
}

/** Who may hand in for a unit may submit and call back for it: its own editors, and the host's for a hosted unit. */
export function maySubmit(viewer: Viewer, unit: string, context: ActPermissionContext): ActFinding | null {
  const permission = unitToPublishFor(viewer, unit, context);
  return permission.ok ? null : actErrors.forbidden(permission.error);
}

/** The unit's own approvers. */
export function mayApprove(viewer: Viewer, memberUnit: string): ActFinding | null {
  if (mayReach(viewer, 'publication:approve', { memberUnit, dataClass: 'internal' })) return null;
  return actErrors.forbidden('只有责任单位的审签人（unit-approver）可以审签');
}

/**
 * In what capacity a viewer may accept or send back a unit's values: for the coordination group's office; the office's
 * own by the named body. No unit accepts its own values.
 */
export function acceptingCapacity(
  viewer: Viewer,
  memberUnit: string,
  { acceptance, unitName }: ActPermissionContext,
): Result<Capacity, ActFinding> {
  const body = acceptance.namedBodyFor(memberUnit);
  const reaches = mayReach(viewer, 'publication:accept', { memberUnit, dataClass: 'internal' });
  if (body !== null) {
    if (reaches && viewer.memberUnit === body) return ok('NAMED_BODY');
    return err(actErrors.forbidden(`${unitName(memberUnit)}的数据由${unitName(body)}核收`));
  }
  if (!reaches || !hasRole(viewer, 'lead-evaluator', 'lead-approver'))
    return err(actErrors.forbidden('只有协调小组办公室（lead-evaluator、lead-approver）可以核收或退回'));
  if (viewer.memberUnit === memberUnit) return err(actErrors.forbidden('任何单位不得核收本单位的数据'));
  return ok('OFFICE');
}
