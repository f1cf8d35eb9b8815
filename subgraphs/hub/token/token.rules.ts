import { isRole, type Role } from '../../../shared/identity/role.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { tokenErrors } from './token.errors.ts';

/** A request for a token, unchecked. */
export interface TokenRequest {
  readonly subject: string;
  readonly memberUnit: string | null;
  readonly roles: readonly string[];
  readonly purpose: string;
  readonly days: number;
}

/** What a request is checked against. */
export interface TokenSurroundings {
  readonly memberUnits: ReadonlySet<string>;
  readonly maxDays: number;
}

/** Longest life of a token that somebody asks for, and of one that an installation gives its own worker for good. */
export const MAX_DAYS = { asked: 3_650, bootstrap: 36_500 } as const;

/** The three that no one may be two of. */
export const ADMINISTRATORS: readonly Role[] = ['system-administrator', 'security-administrator', 'auditor'];

/** Roles that mean nothing without a unit: they reach the unit's own rows. */
export const ROLES_OF_A_UNIT: readonly Role[] = ['unit-editor', 'unit-approver'];

type TokenRule = (request: TokenRequest, surroundings: TokenSurroundings) => Issue[];

const TOKEN_RULES: readonly TokenRule[] = [
  ({ subject }) => (subject.trim() === '' ? [tokenErrors.textMissing('subject')] : []),
  ({ purpose }) => (purpose.trim() === '' ? [tokenErrors.textMissing('purpose')] : []),
  ({ roles }) => (roles.length === 0 ? [tokenErrors.roleMissing()] : []),
  ({ roles }) => roles.filter((role) => !isRole(role)).map(tokenErrors.roleUnknown),
  ({ roles }) => (administratorsOf(roles) > 1 ? [tokenErrors.administratorsExclude()] : []),
  ({ roles, memberUnit }) =>
    memberUnit === null && roles.some((role) => isRole(role) && ROLES_OF_A_UNIT.includes(role))
      ? [tokenErrors.unitMissing()]
      : [],
  ({ memberUnit }, { memberUnits }) =>
    memberUnit !== null && !memberUnits.has(memberUnit) ? [tokenErrors.unitUnknown(memberUnit)] : [],
  ({ days }, { maxDays }) =>
    Number.isInteger(days) && days >= 1 && days <= maxDays ? [] : [tokenErrors.lifeOutOfRange(maxDays)],
];

/** Everything that is wrong with a request; empty when it can be granted. */
export function checkTokenRequest(request: TokenRequest, surroundings: TokenSurroundings): Issue[] {
  return TOKEN_RULES.flatMap((rule) => rule(request, surroundings));
}

function administratorsOf(roles: readonly string[]): number {
  return new Set(roles.filter((role) => isRole(role) && ADMINISTRATORS.includes(role))).size;
}
