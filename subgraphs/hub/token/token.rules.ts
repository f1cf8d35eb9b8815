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

/** Longest life of a token: that of an installation, whose own worker is given one for good. */
const MAX_DAYS = 36_500;

const ADMINISTRATORS: ReadonlySet<Role> = new Set(['system-administrator', 'security-administrator', 'auditor']);

type TokenRule = (request: TokenRequest, memberUnits: ReadonlySet<string>) => Issue[];

const TOKEN_RULES: readonly TokenRule[] = [
  ({ subject }) => (subject.trim() === '' ? [tokenErrors.textMissing('subject')] : []),
  ({ purpose }) => (purpose.trim() === '' ? [tokenErrors.textMissing('purpose')] : []),
  ({ roles }) => (roles.length === 0 ? [tokenErrors.roleMissing()] : []),
  ({ roles }) => roles.filter((role) => !isRole(role)).map(tokenErrors.roleUnknown),
  ({ roles }) => (administratorsOf(roles) > 1 ? [tokenErrors.administratorsExclude()] : []),
  ({ memberUnit }, units) =>
    memberUnit !== null && !units.has(memberUnit) ? [tokenErrors.unitUnknown(memberUnit)] : [],
  ({ days }) => (Number.isInteger(days) && days >= 1 && days <= MAX_DAYS ? [] : [tokenErrors.lifeOutOfRange(MAX_DAYS)]),
];

/** Everything that is wrong with a request; empty when it can be granted. */
export function checkTokenRequest(request: TokenRequest, memberUnits: ReadonlySet<string>): Issue[] {
  return TOKEN_RULES.flatMap((rule) => rule(request, memberUnits));
}

function administratorsOf(roles: readonly string[]): number {
  return new Set(roles.filter((role) => isRole(role) && ADMINISTRATORS.has(role))).size;
}
