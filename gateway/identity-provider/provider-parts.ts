import type { Logger } from '../../shared/observability/logger.ts';
import type { Clock } from '../../shared/primitives/clock.ts';
import type { AuthorizationRequest } from './authorization/authorization-request.ts';
import type { Client } from './authorization/client.ts';
import type { Cookies } from './endpoint/cookies.ts';
import type { Login, LoginService } from './login/login.service.ts';
import type { PasswordChangeService } from './login/password-change.service.ts';
import type { SessionStore } from './login/session-store.ts';
import type { OneTimeStore } from './one-time-store.ts';
import type { SigningKeys } from './token/signing-keys.ts';
import type { TokenIssuer } from './token/token-issuer.ts';

/** A request of a client that waits for a form. */
export interface PendingLogin {
  readonly request: AuthorizationRequest;
  /** Whose form it is: the cookie of the browser, or the person once it is known. */
  readonly owner: string;
}

/** What a code stands for until it is brought to the token endpoint. */
export interface CodeGrant {
  readonly request: AuthorizationRequest;
  readonly login: Login;
}

/** What the endpoints share. */
export interface ProviderParts {
  readonly issuer: () => string;
  readonly clients: readonly Client[];
  readonly cookies: Cookies;
  readonly pending: OneTimeStore<PendingLogin>;
  readonly codes: OneTimeStore<CodeGrant>;
  readonly sessions: SessionStore;
  readonly logins: LoginService;
  readonly passwords: PasswordChangeService;
  readonly keys: SigningKeys;
  readonly tokens: TokenIssuer;
  readonly clock: Clock;
  readonly log: Logger;
}
