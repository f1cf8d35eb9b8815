import type { Role } from '../../../shared/identity/role.ts';

/** Roles that approve, decide, administer or audit: held only by who has shown two factors. */
export const TWO_FACTOR_ROLES: readonly Role[] = [
  'unit-approver',
  'lead-approver',
  'security-administrator',
  'system-administrator',
  'auditor',
];

/** What a provider says about how somebody signed in. */
export interface SignIn {
  readonly amr: readonly string[];
  readonly acr: string | null;
}

/** Methods of RFC 8176 by what they prove: something known, something held, something one is. */
const FACTORS: readonly ReadonlySet<string>[] = [
  new Set(['pwd', 'pin', 'kba']),
  new Set(['otp', 'totp', 'hwk', 'swk', 'sms', 'sc', 'tel', 'pop']),
  new Set(['face', 'fpt', 'iris', 'retina', 'vbm']),
];

/** Two factors of different kinds, or the provider's own word for it. */
export function hasSecondFactor({ amr, acr }: SignIn, trustedAcrs: ReadonlySet<string>): boolean {
  if (acr !== null && trustedAcrs.has(acr)) return true;
  if (amr.includes('mfa')) return true;
  return FACTORS.filter((kind) => amr.some((method) => kind.has(method))).length >= 2;
}
