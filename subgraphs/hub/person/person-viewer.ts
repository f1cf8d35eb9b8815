import type { Role } from '../../../shared/identity/role.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import { holdsOn, type Person } from './person.ts';

/** Roles that act for a unit and end where membership does. */
const ROLES_OF_A_UNIT: readonly Role[] = ['unit-editor', 'unit-approver'];

/** Who a person is on a day, before anything is asked about how it signed in. Memberships carry the unit of that day. */
export function viewerOn(person: Person, day: string): Viewer {
  const memberUnit = person.memberships.find((membership) => holdsOn(membership, day))?.memberUnit ?? null;
  const held = person.roles.filter((term) => holdsOn(term, day)).map(({ role }) => role);
  const acting = person.actingAppointments.find((term) => holdsOn(term, day) && term.memberUnit === memberUnit);
  const roles = [...new Set<Role>(acting ? [...held, 'unit-approver'] : held)]
    .filter((role) => memberUnit !== null || !ROLES_OF_A_UNIT.includes(role))
    .sort();
  const isActing = acting !== undefined && !held.includes('unit-approver');
  return { subject: person.subject, memberUnit, roles, purpose: isActing ? `代理审签：${acting.reason}` : '本人办理' };
}
