import { toUserError, type UserError } from '../../../shared/graphql/user-error.type.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import type { Result } from '../../../shared/primitives/result.ts';
import type { MemberUnitDirectory } from '../member-unit/member-unit.directory.ts';
import { toRole } from '../viewer/viewer.type.ts';
import { type MemberUnitSuccession, type Person, UnitSuccessionKind } from './person.type.ts';
import type { Person as StoredPerson, UnitSuccession } from './person.ts';

/** People and successions as the graph shows them. */
export function createPersonView(directory: MemberUnitDirectory) {
  const withUnit = <T extends { readonly memberUnit: string }>(term: T) => ({
    ...term,
    memberUnit: directory.unit(term.memberUnit),
  });
  const person = (stored: StoredPerson): Person => ({
    ...stored,
    memberships: stored.memberships.map(withUnit),
    roles: stored.roles.map((assignment) => ({ ...assignment, role: toRole(assignment.role) })),
    actingAppointments: stored.actingAppointments.map(withUnit),
  });
  const succession = (stored: UnitSuccession): MemberUnitSuccession => ({
    ...stored,
    predecessor: directory.unit(stored.predecessor),
    successor: directory.unit(stored.successor),
    kind: UnitSuccessionKind[stored.kind],
  });
  const payload = (outcome: Result<StoredPerson, Issue[]>): { person: Person | null; errors: UserError[] } =>
    outcome.ok
      ? { person: person(outcome.value), errors: [] }
      : { person: null, errors: outcome.error.map(toUserError) };
  return { person, succession, payload };
}
