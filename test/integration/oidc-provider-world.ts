import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountFile } from '../../gateway/identity-provider/account/account-file.ts';
import { createAccount } from '../../gateway/identity-provider/account/create-account.ts';
import type { PasswordHasher } from '../../gateway/identity-provider/account/password-hash.ts';
import { fromBase32, totpCode, totpStep } from '../../gateway/identity-provider/account/totp.ts';
import { createIdentityProvider, type IdentityProvider } from '../../gateway/identity-provider/provider.ts';
import { SigningKeys } from '../../gateway/identity-provider/token/signing-keys.ts';
import { createLogger } from '../../shared/observability/logger.ts';

export const PASSWORD = 'Right-Password-1';
export const CLIENT = { id: 'hub-cli', redirectUris: ['http://127.0.0.1/callback'] };
export const CONSOLE = { id: 'console', redirectUris: ['https://hub.example.org/signed-in'] };
export const CALLBACK = 'http://127.0.0.1:5123/callback';

/** Costs nothing and counts, so that tests need no clock to see what would take time. */
class CountingHasher implements PasswordHasher {
  verified = 0;
  /** Whoever waits here is in the middle of a hash. */
  gate: Promise<void> = Promise.resolve();
  hash = async (password: string) => `fake:${createHash('sha256').update(password).digest('hex')}`;
  verify = async (password: string, hash: string) => {
    this.verified += 1;
    await this.gate;
    return (await this.hash(password)) === hash;
  };
}

/** The provider of our own on a free port, with two people: `plain` and `careful`, who has a second factor. */
export class ProviderWorld {
  time = Date.now();
  readonly hasher = new CountingHasher();
  readonly logged: string[] = [];
  readonly clock = { now: () => new Date(this.time) };
  provider!: IdentityProvider;
  keys!: SigningKeys;
  accounts!: AccountFile;
  private readonly folder = mkdtempSync(join(tmpdir(), 'identity-'));

  static async start(): Promise<ProviderWorld> {
    const world = new ProviderWorld();
    const made = await Promise.all([world.anAccount('plain', false), world.anAccount('careful', true)]);
    world.accounts = AccountFile.create(join(world.folder, 'accounts.json'), made);
    world.keys = await SigningKeys.open(world.folder, world.clock);
    await world.open();
    return world;
  }

  private async open(): Promise<void> {
    const log = createLogger('provider-test', 'info');
    for (const level of ['info', 'warn', 'error'] as const)
      log[level] = ((...said: unknown[]) => this.logged.push(JSON.stringify(said))) as never;
    const { accounts, keys, hasher, clock } = this;
    const clients = [CLIENT, CONSOLE];
    this.provider = createIdentityProvider({ audience: 'hub', clients, accounts, keys, hasher, clock, log });
    await this.provider.listen('127.0.0.1', 0);
  }

  get issuer(): string {
    return this.provider.issuer();
  }

  /** What the phone of the careful one shows. */
  code(offset = 0): string {
    const secret = this.accounts.find('careful')?.totpSecret ?? '';
    return totpCode(fromBase32(secret), totpStep(this.clock.now()) + offset);
  }

  /** A restart: what was in memory is gone, what was in files is not. */
  async restart(): Promise<void> {
    await this.provider.close();
    this.accounts = AccountFile.open(join(this.folder, 'accounts.json'))!;
    this.keys = await SigningKeys.open(this.folder, this.clock);
    await this.open();
  }

  async stop(): Promise<void> {
    await this.provider.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async anAccount(username: string, isTwoFactor: boolean) {
    const account = { username, subject: `person:${username}`, displayName: username, password: PASSWORD, isTwoFactor };
    const made = await createAccount(account, this.hasher, this.clock.now());
    if (!made.ok) throw new Error(made.error.join());
    return made.value;
  }
}

/** Keeps cookies, follows nothing by itself and reads forms. */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(private readonly world: ProviderWorld) {}

  async go(path: string, form?: Record<string, string>, headers: Record<string, string> = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.world.issuer), {
      redirect: 'manual',
      headers: { ...(cookie === '' ? {} : { cookie }), ...headers },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    const location = response.headers.get('location');
    return {
      status: response.status,
      headers: response.headers,
      text,
      location: location === null ? null : new URL(location, this.world.issuer),
      field: (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '',
    };
  }

  authorize(flow: Flow, more: Record<string, string | null> = {}) {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...flow.request, ...more }))
      if (value !== null) params.set(name, value);
    return this.go(`/authorize?${params}`);
  }

  /** From the client's link to the answer of the login form. */
  async logIn(flow: Flow, username = 'plain', { password = PASSWORD, code = '' } = {}) {
    const page = await this.authorize(flow);
    return this.go('/login', { transaction: page.field('transaction'), username, password, code });
  }
}

/** One login of a client: what it asks for and what it keeps to itself. */
export class Flow {
  readonly verifier = randomBytes(32).toString('base64url');
  readonly request = {
    response_type: 'code',
    client_id: CLIENT.id,
    redirect_uri: CALLBACK,
    scope: 'openid profile',
    state: randomBytes(8).toString('hex'),
    nonce: randomBytes(8).toString('hex'),
    code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };

  constructor(private readonly world: ProviderWorld) {}

  async redeem(code: string, more: Record<string, string> = {}) {
    const response = await fetch(`${this.world.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: this.request.redirect_uri,
        client_id: this.request.client_id,
        code_verifier: this.verifier,
        ...more,
      }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the tests are about
    return { status: response.status, headers: response.headers, json: (await response.json()) as any };
  }
}

/** Logs somebody in and brings his tokens. */
export async function tokensOf(
  world: ProviderWorld,
  username = 'plain',
  code = '',
): Promise<{ access_token: string; id_token: string }> {
  const flow = new Flow(world);
  const { location } = await new Browser(world).logIn(flow, username, { code });
  return (await flow.redeem(location?.searchParams.get('code') ?? '')).json;
}
