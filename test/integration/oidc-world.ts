import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { BearerIntrospector } from '../../gateway/access/bearer-introspector.ts';
import { defaultKeyPolicy, type KeyPolicy } from '../../gateway/access/oidc/issuer-keys.ts';
import { type OidcIssuer, oidcIssuersSchema } from '../../gateway/access/oidc/oidc-issuer.ts';
import { PersonIntrospector } from '../../gateway/access/oidc/person-introspector.ts';
import { type AuthenticatedPerson, PersonTokenVerifier } from '../../gateway/access/oidc/person-token.verifier.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { viewers } from './gateway-world.ts';

export const AUDIENCE = 'hub';

/** What one signing key of a test is. */
export interface TestKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

export async function aKey(kid: string, alg = 'ES256'): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** A provider of which only discovery and keys are real: tests sign for it what they like. */
export class KeyServer {
  keys: JWK[] = [];
  readonly asked: string[] = [];
  /** Takes over the answers of the server. */
  behaviour: ((request: IncomingMessage, response: ServerResponse) => void) | null = null;
  /** Put over what the discovery document says. */
  discovery: Record<string, unknown> = {};
  issuer = '';
  private readonly server = createServer((request, response) => this.serve(request, response));

  static async start(...keys: TestKey[]): Promise<KeyServer> {
    const started = new KeyServer();
    started.keys = keys.map(({ jwk }) => jwk);
    await started.listen(0);
    started.issuer = `http://127.0.0.1:${started.port}`;
    return started;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  keyFetches(): number {
    return this.asked.filter((path) => path === '/jwks').length;
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    this.asked.push(request.url ?? '');
    if (this.behaviour) {
      this.behaviour(request, response);
      return;
    }
    const answer = (data: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(data));
    if (request.url === '/jwks') answer({ keys: this.keys });
    else if (request.url === '/.well-known/openid-configuration')
      answer({ issuer: this.issuer, jwks_uri: `${this.issuer}/jwks`, ...this.discovery });
    else response.writeHead(404).end();
  }
}

export function anIssuer(issuer: string, more: object = {}): OidcIssuer {
  const [parsed] = oidcIssuersSchema.parse([{ issuer, audience: AUDIENCE, ...more }]);
  return parsed!;
}

export const ZHANG: Viewer = {
  subject: 'person:zhang',
  memberUnit: 'union',
  roles: ['lead-evaluator'],
  purpose: '评价工作',
};

/** What the gateway uses to tell people, with a fake hub and a log that can be read. */
export function peopleOf(issuers: readonly OidcIssuer[], now: () => Date, policy: KeyPolicy = defaultKeyPolicy) {
  const logged: string[] = [];
  const log = createLogger('oidc-test', 'info');
  for (const level of ['info', 'warn', 'error'] as const)
    log[level] = ((...said: unknown[]) => logged.push(JSON.stringify(said))) as never;
  const asked: AuthenticatedPerson[] = [];
  const people = new PersonIntrospector({
    verifier: new PersonTokenVerifier(issuers, { log, policy, clock: { now } }),
    findPerson: async (person) => {
      asked.push(person);
      return person.subject === 'zhang' ? ZHANG : null;
    },
    log,
  });
  const hub = { introspect: async (token: string) => viewers[token] ?? null };
  const refusals = async () => {
    const { values } = await people.refusals.get();
    return Object.fromEntries(
      values.filter(({ value }) => value > 0).map(({ labels, value }) => [labels.reason, value]),
    );
  };
  return { people, tokens: new BearerIntrospector({ HUB: hub, PERSON: people }), asked, logged, refusals };
}

export interface TokenParts {
  readonly header?: Record<string, unknown>;
  readonly claims?: JWTPayload;
  readonly without?: readonly string[];
}

/** A good access token, but for what a test changes. */
export async function sign(
  { issuer }: { readonly issuer: string },
  { privateKey, jwk }: TestKey,
  now: Date,
  { header = {}, claims = {}, without = [] }: TokenParts = {},
): Promise<string> {
  const seconds = Math.floor(now.getTime() / 1000);
  const payload: Record<string, unknown> = {
    iss: issuer,
    aud: AUDIENCE,
    sub: 'zhang',
    iat: seconds,
    exp: seconds + 600,
    amr: ['pwd'],
    acr: 'one',
    auth_time: seconds,
    ...claims,
  };
  const protectedHeader: Record<string, unknown> = { alg: jwk.alg, kid: jwk.kid, typ: 'at+jwt', ...header };
  for (const name of without) {
    delete payload[name];
    delete protectedHeader[name];
  }
  return new SignJWT(payload).setProtectedHeader(protectedHeader as { alg: string }).sign(privateKey);
}
