import type { Role } from '../../../shared/identity/role.ts';

/** How a person signs in: the provider and the name it knows the person by. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** From a day to the first day it no longer holds; open where that is not known. */
export interface Term {
  readonly validFrom: string;
  readonly validTo: string | null;
}

export interface Membership extends Term {
  readonly memberUnit: string;
}

export interface RoleAssignment extends Term {
  readonly id: string;
  readonly role: Role;
}

/** 代理审签: somebody approves for a unit while its approver is away. */
export interface ActingAppointment extends Term {
  readonly id: string;
  readonly memberUnit: string;
  readonly validTo: string;
  readonly reason: string;
}

/** A person with everything that makes it a caller, past and to come. */
export interface Person {
  readonly id: string;
  /** Who acts, in tokens, grants and audit. */
  readonly subject: string;
  readonly name: string;
  readonly identities: readonly Identity[];
  readonly memberships: readonly Membership[];
  readonly roles: readonly RoleAssignment[];
  readonly actingAppointments: readonly ActingAppointment[];
}

/** One unit that followed another (合并、更名): from that day on, what was the one's is the other's. */
export interface UnitSuccession {
  readonly predecessor: string;
  readonly successor: string;
  readonly kind: 'MERGE' | 'RENAME';
  readonly effectiveOn: string;
  readonly reason: string;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

export function holdsOn({ validFrom, validTo }: Term, day: string): boolean {
  return validFrom <= day && (validTo === null || day < validTo);
}

export function overlaps(a: Term, b: Term): boolean {
  return (b.validTo === null || a.validFrom < b.validTo) && (a.validTo === null || b.validFrom < a.validTo);
}
