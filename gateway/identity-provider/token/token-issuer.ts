import { randomUUID } from 'node:crypto';
import { createLocalJWKSet, importJWK, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../../../shared/primitives/clock.ts';
import type { Login } from '../login/login.service.ts';
import { endOf } from '../login/session-store.ts';
import { ALGORITHM, type SigningKeys } from './signing-keys.ts';

/** Short, because nobody can take a signed token back. */
const TOKEN_LIFE_SECONDS = 15 * 60;

/** How sure the login is; named by us, because there are no common names. */
export const ACR = { pwd: 'urn:hub:acr:password', otp: 'urn:hub:acr:two-factor' } as const;

/** What tokens are asked for. */
export interface TokenGrant {
  readonly clientId: string;
  readonly nonce: string | null;
  readonly scope: string;
  readonly login: Login;
}

export interface TokenResponse {
  readonly access_token: string;
  readonly id_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly scope: string;
}

export interface TokenIssuerOptions {
  readonly issuer: () => string;
  /** Who the access tokens are for. */
  readonly audience: string;
  readonly keys: SigningKeys;
  readonly clock: Clock;
}

export class TokenIssuer {
  constructor(private readonly options: TokenIssuerOptions) {}

  /** An access token (RFC 9068) and an ID token; neither outlives the session it comes from. */
  async issue({ clientId, nonce, scope, login }: TokenGrant): Promise<TokenResponse> {
    const { issuer, audience } = this.options;
    const iat = this.seconds();
    const exp = Math.min(iat + TOKEN_LIFE_SECONDS, Math.floor(endOf({ login }) / 1000));
    const common = {
      iss: issuer(),
      sub: login.subject,
      iat,
      exp,
      auth_time: Math.floor(login.authenticatedAt / 1000),
      amr: login.amr,
      acr: login.amr.includes('otp') ? ACR.otp : ACR.pwd,
    };
    const profile = { name: login.displayName, preferred_username: login.username };
    const access = { ...common, aud: audience, client_id: clientId, scope, jti: randomUUID(), ...profile };
    const id = { ...common, aud: clientId, ...(nonce === null ? {} : { nonce }), ...profile };
    return {
      access_token: await this.sign(access, 'at+jwt'),
      id_token: await this.sign(id, 'JWT'),
      token_type: 'Bearer',
      expires_in: exp - iat,
      scope,
    };
  }

  /** What one of our own access tokens says of its person; null for any other. */
  async readProfile(token: string): Promise<Record<string, unknown> | null> {
    const { issuer, audience, keys, clock } = this.options;
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(keys.published()), {
        algorithms: [ALGORITHM],
        issuer: issuer(),
        audience,
        typ: 'at+jwt',
        requiredClaims: ['exp', 'sub'],
        currentDate: clock.now(),
      });
      return { sub: payload.sub, name: payload['name'], preferred_username: payload['preferred_username'] };
    } catch {
      return null;
    }
  }

  private async sign(claims: Record<string, unknown>, typ: string): Promise<string> {
    const key = await this.options.keys.signing();
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ })
      .sign(await importJWK(key, ALGORITHM));
  }

  private seconds(): number {
    return Math.floor(this.options.clock.now().getTime() / 1000);
  }
}
