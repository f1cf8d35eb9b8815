import type { Role } from '../../shared/identity/role.ts';
import { hasRole } from '../../shared/identity/viewer.ts';
import type { Refusal } from '../http/reply.ts';
import type { AskedRequest } from './admission.ts';

/** Roles whose work needs the shape of the graph. */
const MAY_INTROSPECT: readonly Role[] = [
  'lead-evaluator',
  'lead-approver',
  'integrator',
  'unit-editor',
  'unit-approver',
  'system-administrator',
  'service',
];

const REFUSED: Refusal = { status: 403, code: 'FORBIDDEN', message: '当前角色无权查询接口结构（__schema、__type）' };

/** `__schema` and `__type` anywhere in the document, fragments included. */
export function introspectionStep({ viewer, parsed }: AskedRequest): Refusal | null {
  if (!parsed.measure.isIntrospection) return null;
  return viewer !== null && hasRole(viewer, ...MAY_INTROSPECT) ? null : REFUSED;
}
