import { type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { systemClock } from '../../../shared/primitives/clock.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { IssuerKeys, type IssuerKeysOptions } from './issuer-keys.ts';
import type { OidcIssuer } from './oidc-issuer.ts';
import { ALGORITHMS, normalType, readTokenHead, type TokenHead } from './token-head.ts';
import { refusalOf, type TokenRefusal } from './token-refusal.ts';

/** A person as a provider vouches for him, and how he has shown that it is he. */
export interface AuthenticatedPerson {
  readonly issuer: string;
  readonly subject: string;
  /** How, RFC 8176: `pwd`, `otp`, …; empty when the provider does not say. */
  readonly amr: readonly string[];
  readonly acr: string | null;
  /** When, seconds since 1970. */
  readonly authTime: number | null;
}

const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  amr: z.array(z.string().min(1).max(64)).max(20).default([]),
  acr: z.string().min(1).max(255).nullable().default(null),
  auth_time: z.int().min(0).nullable().default(null),
});

/** How far the clocks of a provider and ours may differ. */
const CLOCK_SKEW_SECONDS = 60;

interface TrustedIssuer {
  readonly issuer: OidcIssuer;
  readonly keys: IssuerKeys;
}

/** Checks tokens of the configured providers, with nothing but their published keys. */
export class PersonTokenVerifier {
  private readonly trusted: ReadonlyMap<string, TrustedIssuer>;

  constructor(
    issuers: readonly OidcIssuer[],
    private readonly options: IssuerKeysOptions,
  ) {
    this.trusted = new Map(issuers.map((issuer) => [issuer.issuer, { issuer, keys: new IssuerKeys(issuer, options) }]));
  }

  /** Whose a token is. Throws only when the keys to check it with cannot be had. */
  async verify(token: string): Promise<Result<AuthenticatedPerson, TokenRefusal>> {
    const head = readTokenHead(token);
    if (!head.ok) return head;
    const trusted = this.trusted.get(head.value.issuer);
    if (!trusted) return err('ISSUER');
    if (!trusted.issuer.tokenTypes.map(normalType).includes(head.value.typ)) return err('TYPE');
    const payload = await this.checkSignatureAndTimes(token, head.value, trusted);
    if (!payload.ok) return payload;
    const person = toPerson(payload.value, trusted.issuer);
    if (!person.ok) return person;
    return this.isLoginOver(person.value, trusted.issuer) ? err('LOGIN_TOO_OLD') : person;
  }

  private isLoginOver({ authTime }: AuthenticatedPerson, { maxLoginAgeSeconds }: OidcIssuer): boolean {
    if (maxLoginAgeSeconds === undefined) return false;
    const now = this.now().getTime() / 1000;
    return authTime === null || now - authTime > maxLoginAgeSeconds + CLOCK_SKEW_SECONDS;
  }

  private now(): Date {
    return (this.options.clock ?? systemClock).now();
  }

  private async checkSignatureAndTimes(
    token: string,
    { kid, alg }: TokenHead,
    { issuer, keys }: TrustedIssuer,
  ): Promise<Result<JWTPayload, TokenRefusal>> {
    const key = await keys.find(kid, alg);
    if (key === null) return err('UNKNOWN_KEY');
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [...ALGORITHMS],
        issuer: issuer.issuer,
        audience: issuer.audience,
        requiredClaims: ['exp', 'sub'],
        maxTokenAge: issuer.maxTokenAgeSeconds,
        clockTolerance: CLOCK_SKEW_SECONDS,
        currentDate: this.now(),
      });
      return ok(payload);
    } catch (error) {
      return err(refusalOf(error));
    }
  }
}

function toPerson(payload: JWTPayload, { issuer, requiredAcr }: OidcIssuer): Result<AuthenticatedPerson, TokenRefusal> {
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) return err('CLAIMS');
  const { sub, amr, acr, auth_time: authTime } = claims.data;
  if (requiredAcr !== undefined && (acr === null || !requiredAcr.includes(acr))) return err('ACR');
  return ok({ issuer, subject: sub, amr, acr, authTime });
}
