import { createServer } from 'node:http';
import type { Logger } from '../../shared/observability/logger.ts';
import type { Clock } from '../../shared/primitives/clock.ts';
import { Connections } from '../http/connections.ts';
import { drainServer, listen } from '../http/http-server.ts';
import { jsonReply } from '../http/reply.ts';
import type { AccountFile } from './account/account-file.ts';
import type { PasswordHasher } from './account/password-hash.ts';
import { type Client, originsOf } from './authorization/client.ts';
import { createAuthorizeEndpoint } from './endpoint/authorize.endpoint.ts';
import { Cookies } from './endpoint/cookies.ts';
import { createDiscoveryEndpoints } from './endpoint/discovery.endpoint.ts';
import { createLoginEndpoint } from './endpoint/login.endpoint.ts';
import { createLogoutEndpoints } from './endpoint/logout.endpoint.ts';
import { createPasswordEndpoints } from './endpoint/password.endpoint.ts';
import { createTokenEndpoint } from './endpoint/token.endpoint.ts';
import { createUserinfoEndpoint } from './endpoint/userinfo.endpoint.ts';
import { LoginService } from './login/login.service.ts';
import { PasswordChangeService } from './login/password-change.service.ts';
import { SessionStore } from './login/session-store.ts';
import { OneTimeStore } from './one-time-store.ts';
import { messagePage } from './page/message-page.ts';
import type { ProviderParts } from './provider-parts.ts';
import { createProviderHandler, type Route } from './request-handler.ts';
import type { SigningKeys } from './token/signing-keys.ts';
import { TokenIssuer } from './token/token-issuer.ts';

export interface ProviderOptions {
  /** Address under which browsers and the gateway reach it; without one where it listens. */
  readonly issuer?: string | undefined;
  readonly audience: string;
  readonly clients: readonly Client[];
  readonly accounts: AccountFile;
  readonly keys: SigningKeys;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface IdentityProvider {
  issuer(): string;
  listen(host: string, port: number): Promise<{ port: number }>;
  close(): Promise<void>;
}

const CODE_LIFE_MS = 60_000;
const LOGIN_PAGE_LIFE_MS = 10 * 60_000;
const SERVER_LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, maxHeaderSize: 16_384 };

/** A small OpenID provider for demonstrations and tests, without a port yet. */
export function createIdentityProvider(options: ProviderOptions): IdentityProvider {
  let issuer = options.issuer ?? '';
  const parts = partsOf(options, () => issuer);
  const { log, clients } = options;
  const handle = createProviderHandler({ routes: routesOf(parts), scriptOrigins: originsOf(clients), log });
  const server = createServer(SERVER_LIMITS, (request, response) => void handle(request, response));
  const connections = new Connections(server);
  return {
    issuer: () => issuer,
    async listen(host, port) {
      const listening = await listen(server, host, port);
      if (options.issuer === undefined) issuer = `http://${host}:${listening.port}`;
      return listening;
    },
    close: () => drainServer({ server, connections, limitMs: 3_000, log }),
  };
}

function partsOf(options: ProviderOptions, issuer: () => string): ProviderParts {
  const { audience, clients, keys, clock, log } = options;
  const logins = new LoginService(options);
  return {
    issuer,
    clients,
    cookies: new Cookies(issuer),
    pending: new OneTimeStore(LOGIN_PAGE_LIFE_MS, clock),
    codes: new OneTimeStore(CODE_LIFE_MS, clock),
    sessions: new SessionStore(clock),
    logins,
    passwords: new PasswordChangeService(options, logins),
    keys,
    tokens: new TokenIssuer({ issuer, audience, keys, clock }),
    clock,
    log,
  };
}

function routesOf(parts: ProviderParts): ReadonlyMap<string, Route> {
  const { discovery, keys } = createDiscoveryEndpoints(parts);
  const logout = createLogoutEndpoints(parts);
  const password = createPasswordEndpoints(parts);
  const home = () => messagePage({ title: '演示身份服务', text: '请从应用进入登录页面。本服务不用于正式环境。' });
  return new Map<string, Route>([
    ['/', { GET: home }],
    ['/.well-known/openid-configuration', { GET: discovery, isForScripts: true }],
    ['/jwks', { GET: keys, isForScripts: true }],
    ['/authorize', { GET: createAuthorizeEndpoint(parts) }],
    ['/login', { POST: createLoginEndpoint(parts) }],
    ['/token', { POST: createTokenEndpoint(parts), isForScripts: true }],
    ['/userinfo', { GET: createUserinfoEndpoint(parts), isForScripts: true }],
    ['/password', { GET: password.show, POST: password.change }],
    ['/logout', { GET: logout.show, POST: logout.leave }],
    ['/health', { GET: () => jsonReply(200, { status: 'UP' }) }],
  ]);
}
