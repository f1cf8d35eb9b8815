import type { Role } from '../../../shared/identity/role.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { addDays } from '../../../shared/primitives/calendar-day.ts';
import { personErrors } from './person.errors.ts';
import { overlaps, type Person, type Term, type UnitSuccession } from './person.ts';

/** Acting is for an absence; a longer one asks for a new approver. */
const LONGEST_ACTING_DAYS = 184;

/** Faults of a term by itself. */
export function checkTerm({ validFrom, validTo }: Term): Issue[] {
  return validTo !== null && validTo <= validFrom ? [personErrors.termReversed()] : [];
}

export function checkMembership(person: Person, term: Term): Issue[] {
  const clash = person.memberships.some((membership) => overlaps(membership, term));
  return [...checkTerm(term), ...(clash ? [personErrors.membershipOverlaps()] : [])];
}

export function checkRole(person: Person, role: Role, term: Term): Issue[] {
  const isHeld = person.roles.some((held) => held.role === role && overlaps(held, term));
  return [
    ...checkTerm(term),
    ...(role === 'service' ? [personErrors.roleNotForPeople()] : []),
    ...(isHeld ? [personErrors.roleHeld()] : []),
  ];
}

export function checkActing(person: Person, memberUnit: string, term: Term & { readonly validTo: string }): Issue[] {
  const belongs = person.memberships.some(
    (membership) =>
      membership.memberUnit === memberUnit &&
      membership.validFrom <= term.validFrom &&
      (membership.validTo === null || term.validTo <= membership.validTo),
  );
  const isTooLong = term.validTo > addDays(term.validFrom, LONGEST_ACTING_DAYS);
  return [
    ...checkTerm(term),
    ...(isTooLong ? [personErrors.actingTooLong(LONGEST_ACTING_DAYS)] : []),
    ...(belongs ? [] : [personErrors.notAMember()]),
  ];
}

export type SuccessionRequest = Pick<UnitSuccession, 'predecessor' | 'successor' | 'kind' | 'effectiveOn' | 'reason'>;

/** A line of units never turns back on itself: a unit is followed once, and only by one that still stands. */
export function checkSuccession(
  { predecessor, successor, reason }: SuccessionRequest,
  around: { readonly memberUnits: ReadonlySet<string>; readonly known: readonly UnitSuccession[] },
): Issue[] {
  const followed = new Set(around.known.map((succession) => succession.predecessor));
  const unknown = (field: string, unit: string) =>
    around.memberUnits.has(unit) ? [] : [personErrors.unitUnknown(field, unit)];
  return [
    ...unknown('predecessor', predecessor),
    ...unknown('successor', successor),
    ...(predecessor === successor ? [personErrors.unitFollowsItself()] : []),
    ...(followed.has(predecessor) ? [personErrors.unitFollowed('predecessor', predecessor)] : []),
    ...(followed.has(successor) ? [personErrors.unitFollowed('successor', successor)] : []),
    ...(reason.trim() === '' ? [personErrors.textMissing('reason')] : []),
  ];
}
