import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BearerIntrospector } from '../../gateway/access/bearer-introspector.ts';
import { findPersonAtHub, PersonIntrospector } from '../../gateway/access/oidc/person-introspector.ts';
import { PersonTokenVerifier } from '../../gateway/access/oidc/person-token.verifier.ts';
import { fromBase32, totpCode, totpStep } from '../../gateway/identity-provider/account/totp.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import { ProcessNonceMemory } from '../../shared/identity/nonce-memory.ts';
import { verifyHop } from '../../shared/identity/signed-hop.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { GatewayField } from './gateway-field.ts';
import { GatewayWorld, testKeys, viewers } from './gateway-world.ts';
import { Browser, Flow, PASSWORD, ProviderWorld, tokensOf } from './oidc-provider-world.ts';
import { AUDIENCE, anIssuer } from './oidc-world.ts';

/** The hub's side of the signed questions, as agreed: it knows people by issuer and subject. */
class FakeHub {
  readonly asked: Record<string, unknown>[] = [];
  readonly refused: string[] = [];
  answer: (person: Record<string, unknown>) => unknown = (person) => ({ viewer: aViewer(person) });
  private readonly nonces = new ProcessNonceMemory();
  private readonly server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const trust = { keys: testKeys, nonces: this.nonces, now: new Date() };
    const signed = { target: 'hub', method: 'POST', path: request.url ?? '', body, viewer: '' };
    const refusal = verifyHop(signed, (name) => request.headers[name]?.toString(), trust);
    if (refusal) this.refused.push(refusal);
    const question = JSON.parse(body.toString());
    const isPerson = request.url === '/internal/person-viewer';
    if (isPerson) this.asked.push(question);
    const answer = isPerson ? this.answer(question) : { viewer: viewers[question.token] ?? null };
    response.writeHead(refusal ? 401 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });

  static async start(): Promise<FakeHub> {
    const hub = new FakeHub();
    hub.server.listen(0, '127.0.0.1');
    await once(hub.server, 'listening');
    return hub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/graphql`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function aViewer({ subject, amr }: Record<string, unknown>): Viewer {
  const hasSecond = (amr as string[]).includes('otp');
  const roles: Viewer['roles'] = hasSecond ? ['lead-evaluator', 'lead-approver'] : ['lead-evaluator'];
  return { subject: String(subject), memberUnit: 'union', roles, purpose: '' };
}

describe('a person at the gateway', () => {
  let provider: ProviderWorld;
  let hub: FakeHub;
  let world: GatewayWorld;

  beforeEach(async () => {
    [provider, hub] = await Promise.all([ProviderWorld.start(), FakeHub.start()]);
    const log = createLogger('test', 'silent');
    const people = new PersonIntrospector({
      verifier: new PersonTokenVerifier([anIssuer(provider.issuer)], { log, clock: provider.clock }),
      findPerson: findPersonAtHub({ hubUrl: hub.url, key: testKeys[0]!, timeoutMs: 5_000 }),
      log,
    });
    const nobody = { introspect: async () => null };
    world = await GatewayWorld.start({ tokens: new BearerIntrospector({ HUB: nobody, PERSON: people }) });
  });
  afterEach(async () => {
    hub.stop();
    await Promise.all([world.stop(), provider.stop()]);
  });

  const whoami = async (token: string) => {
    const { status, json } = await world.ask('{ whoami }', { token });
    return status === 200 ? json.data.whoami : status;
  };

  it('logs in at the provider and is known by the hub, which hears how he did', async () => {
    const plain = await tokensOf(provider);
    const careful = await tokensOf(provider, 'careful', provider.code());
    expect([await whoami(plain.access_token), await whoami(careful.access_token)]).toEqual([
      'person:plain',
      'person:careful',
    ]);
    const authTime = Math.floor(provider.time / 1000);
    expect(hub.asked).toEqual([
      { issuer: provider.issuer, subject: 'person:plain', amr: ['pwd'], acr: 'urn:hub:acr:password', authTime },
      {
        issuer: provider.issuer,
        subject: 'person:careful',
        amr: ['pwd', 'otp'],
        acr: 'urn:hub:acr:two-factor',
        authTime,
      },
    ]);
    expect(hub.refused).toEqual([]);
    expect(await whoami(plain.id_token)).toBe(401);
  });

  it('notices nothing when the provider turns its keys', async () => {
    const seen = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const before = await tokensOf(provider);
      seen.push(await whoami(before.access_token));
      provider.time += 10 * 60_000;
      await whoami(before.access_token);
      await provider.keys.rotate();
      const after = await tokensOf(provider);
      seen.push(await whoami(after.access_token), await whoami(before.access_token));
    }
    expect(new Set(seen)).toEqual(new Set(['person:plain']));
  });

  it('keeps working while the provider is away, until his token ends', async () => {
    const { access_token } = await tokensOf(provider);
    expect(await whoami(access_token)).toBe('person:plain');
    await provider.provider.close();
    provider.time += 15 * 60_000;
    world.time += 15 * 60_000;
    expect(await whoami(access_token)).toBe('person:plain');
    provider.time += 60_000;
    world.time += 60_000;
    expect(await whoami(access_token)).toBe(401);
  });

  it('is nobody when the hub says so, and not let in when the hub cannot tell', async () => {
    const { access_token } = await tokensOf(provider);
    hub.answer = () => ({ viewer: null });
    expect(await whoami(access_token)).toBe(401);
    for (const broken of [{ viewer: { subject: 's', roles: ['king'] } }, {}]) {
      hub.answer = () => broken;
      world.time += 2_000;
      expect(await whoami(access_token)).toBe(503);
    }
  });
});

describe('the identity provider as a process', () => {
  const children: ChildProcess[] = [];
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'identity-'));
  });
  afterEach(() => {
    for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run(environment: Record<string, string>) {
    const entry = join(projectRoot, 'gateway/identity-provider/main.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', entry], {
      cwd: projectRoot,
      env: { PATH: process.env.PATH, LOG_LEVEL: 'info', ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    children.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (said += data));
    return { child, said: () => said, exited: once(child, 'exit').then(([code]) => code) };
  }

  async function runListening(environment: Record<string, string>) {
    const started = run(environment);
    const [message] = await Promise.race([
      once(started.child, 'message'),
      started.exited.then(() => Promise.reject(new Error(started.said()))),
    ]);
    return { ...started, issuer: `http://127.0.0.1:${message.port}` };
  }

  it('refuses to run in production, and says why', async () => {
    const { exited, said } = run({ NODE_ENV: 'production', HUB_DATA: join(folder, 'production') });
    expect(await exited).toBe(1);
    expect(said()).toContain('NODE_ENV: the identity provider is for demonstrations and tests');
    expect(existsSync(join(folder, 'production'))).toBe(false);
  });

  it('makes no accounts outside a demonstration', async () => {
    await runListening({ HUB_DATA: join(folder, 'off') });
    expect(JSON.parse(readFileSync(join(folder, 'off/identity-provider/accounts.json'), 'utf8'))).toEqual({
      accounts: [],
    });
    expect(existsSync(join(folder, 'off/identity-provider/demo-accounts.txt'))).toBe(false);
  });

  it('makes demo accounts once, with which people reach the gateway', async () => {
    const environment = { HUB_DATA: join(folder, 'demo'), DEMO: 'on' };
    const provider = await runListening(environment);
    const inside = (name: string) => join(folder, 'demo/identity-provider', name);
    const note = readFileSync(inside('demo-accounts.txt'), 'utf8');
    for (const name of ['demo-accounts.txt', 'accounts.json', 'keys.json']) {
      expect(statSync(inside(name)).mode & 0o777).toBe(0o600);
    }
    const people = readDemoNote(note);
    expect(people.map(({ username, secret }) => [username, secret !== undefined])).toEqual([
      ['lead-evaluator', false],
      ['lead-approver', true],
      ['hrss-editor', false],
      ['hrss-approver', true],
      ['system-administrator', true],
      ['security-administrator', true],
      ['auditor', true],
    ]);
    expect(readFileSync(inside('accounts.json'), 'utf8')).not.toContain(people[0]!.password);

    const hub = await FakeHub.start();
    const field = await GatewayField.open();
    const { evaluation, hrss, sasac } = field.world.subgraphs;
    const gateway = await field.runListening({
      SUBGRAPH_URLS: JSON.stringify({ evaluation: evaluation.url, hrss: hrss.url, sasac: sasac.url, hub: hub.url }),
      OIDC_ISSUERS: JSON.stringify([{ issuer: provider.issuer, audience: AUDIENCE }]),
    });
    const approver = people.find(({ username }) => username === 'lead-approver')!;
    const token = await logInAt(provider.issuer, approver);
    const ask = async (bearer: string) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` };
      const body = JSON.stringify({ query: '{ whoami }' });
      return (await fetch(`${gateway.address}/graphql`, { method: 'POST', headers, body })).json();
    };
    expect(await ask(token)).toEqual({ data: { whoami: 'demo:lead-approver' } });
    expect(hub.asked[0]).toMatchObject({ subject: 'demo:lead-approver', amr: ['pwd', 'otp'] });
    expect(await ask('hub_alice')).toEqual({ data: { whoami: 'alice' } });
    expect(await ask(`${token}x`)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    const metrics = await (await fetch(`${gateway.address}/metrics`)).text();
    expect(metrics).toMatch(/person_tokens_refused_total\{reason="SIGNATURE"\} 1/);
    hub.stop();
    await field.close();

    provider.child.kill('SIGTERM');
    expect(await provider.exited).toBe(0);
    for (const secret of [approver.password, token, approver.secret!]) expect(provider.said()).not.toContain(secret);
    const again = await runListening(environment);
    expect(readFileSync(inside('demo-accounts.txt'), 'utf8')).toBe(note);
    again.child.disconnect();
    expect(await again.exited).toBe(0);
  });

  interface DemoAccount {
    readonly username: string;
    readonly password: string;
    readonly secret: string | undefined;
  }

  function readDemoNote(note: string): DemoAccount[] {
    const entries = note.split('\n\n').slice(1);
    return entries.map((entry) => ({
      username: /用户名：(.+)/.exec(entry)?.[1] ?? '',
      password: /口令：(.+)/.exec(entry)?.[1] ?? '',
      secret: /动态码密钥：(.+)/.exec(entry)?.[1],
    }));
  }

  async function logInAt(issuer: string, { username, password, secret }: DemoAccount): Promise<string> {
    const at = { issuer } as ProviderWorld;
    const flow = new Flow(at);
    const code = secret === undefined ? '' : totpCode(fromBase32(secret), totpStep(new Date()));
    const { location } = await new Browser(at).logIn(flow, username, { password, code });
    expect(password).not.toBe(PASSWORD);
    return (await flow.redeem(location?.searchParams.get('code') ?? '')).json.access_token;
  }
});
