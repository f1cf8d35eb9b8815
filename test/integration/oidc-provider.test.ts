import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { ABSOLUTE_LIMIT_MS, IDLE_LIMIT_MS } from '../../gateway/identity-provider/login/session-store.ts';
import { ROTATION_MS } from '../../gateway/identity-provider/token/signing-keys.ts';
import { Browser, CALLBACK, CONSOLE, Flow, PASSWORD, ProviderWorld, tokensOf } from './oidc-provider-world.ts';

/** The provider of our own as clients and browsers meet it. */
let world: ProviderWorld;
let browser: Browser;
let flow: Flow;

beforeEach(async () => {
  world = await ProviderWorld.start();
  browser = new Browser(world);
  flow = new Flow(world);
  return () => world.stop();
});

const codeOf = (answer: { location: URL | null }) => answer.location?.searchParams.get('code') ?? '';

describe('logging in', () => {
  it('leads from the client’s link over the form to tokens', async () => {
    const answer = await browser.logIn(flow);
    expect(answer.status).toBe(303);
    expect(answer.location?.href.startsWith(`${CALLBACK}?`)).toBe(true);
    expect(answer.location?.searchParams.get('state')).toBe(flow.request.state);
    expect(answer.location?.searchParams.get('iss')).toBe(world.issuer);
    const { status, json, headers } = await flow.redeem(codeOf(answer));
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 900, scope: 'openid profile' });

    const published = createRemoteJWKSet(new URL(`${world.issuer}/jwks`));
    const currentDate = world.clock.now();
    const access = await jwtVerify(json.access_token, published, {
      issuer: world.issuer,
      audience: 'hub',
      typ: 'at+jwt',
      currentDate,
    });
    const seconds = Math.floor(world.time / 1000);
    expect(access.payload).toMatchObject({
      sub: 'person:plain',
      amr: ['pwd'],
      acr: 'urn:hub:acr:password',
      auth_time: seconds,
      client_id: 'hub-cli',
      exp: seconds + 900,
    });
    const id = await jwtVerify(json.id_token, published, { issuer: world.issuer, audience: 'hub-cli', currentDate });
    expect(id.payload.nonce).toBe(flow.request.nonce);
    expect(id.protectedHeader.typ).toBe('JWT');
  });

  it('with a second factor says so', async () => {
    const { access_token } = await tokensOf(world, 'careful', world.code());
    expect(decodeJwt(access_token)).toMatchObject({ amr: ['pwd', 'otp'], acr: 'urn:hub:acr:two-factor' });
  });

  it('is not asked for again in the same browser, unless the client insists', async () => {
    await browser.logIn(flow);
    expect(codeOf(await browser.authorize(new Flow(world)))).not.toBe('');
    expect(codeOf(await browser.authorize(new Flow(world), { prompt: 'none' }))).not.toBe('');
    expect((await browser.authorize(new Flow(world), { prompt: 'login' })).field('transaction')).not.toBe('');
    world.time += 61_000;
    expect((await browser.authorize(new Flow(world), { max_age: '60' })).field('transaction')).not.toBe('');
    expect(codeOf(await browser.authorize(new Flow(world), { max_age: '62' }))).not.toBe('');
  });

  it('is answered without a page where none may be shown', async () => {
    const { location } = await browser.authorize(flow, { prompt: 'none' });
    expect(Object.fromEntries(location?.searchParams ?? [])).toEqual({
      error: 'login_required',
      state: flow.request.state,
      iss: world.issuer,
    });
  });

  it('works in two tabs of one browser', async () => {
    const [left, right] = [await browser.authorize(flow), await browser.authorize(new Flow(world))];
    for (const page of [right, left]) {
      const form = {
        transaction: page.field('transaction'),
        username: 'plain',
        password: PASSWORD,
        code: '',
      };
      expect(codeOf(await browser.go('/login', form))).not.toBe('');
    }
  });

  it('shows the same page again when something was wrong, without the password', async () => {
    const answer = await browser.logIn(flow, 'plain"><script>', { password: 'wrong-Password-7' });
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('role="alert"');
    expect(answer.text).not.toContain('wrong-Password-7');
    expect(answer.text).not.toContain('<script');
    expect(answer.field('username')).toContain('&lt;script&gt;');
  });

  it('does not wait forever', async () => {
    const page = await browser.authorize(flow);
    world.time += 10 * 60_000;
    const form = { transaction: page.field('transaction'), username: 'plain', password: PASSWORD };
    expect((await browser.go('/login', form)).status).toBe(400);
  });
});

describe('a request of a client', () => {
  it.each([
    ['an unknown client', { client_id: 'stranger' }],
    ['no client', { client_id: null }],
    ['another address to return to', { redirect_uri: 'http://127.0.0.1:5123/elsewhere' }],
    ['an address that begins alike', { redirect_uri: 'http://127.0.0.1.example.org/callback' }],
    ['a name in the address', { redirect_uri: 'http://127.0.0.1:1@example.org/callback' }],
    ['an address of another machine', { redirect_uri: 'http://10.0.0.1/callback' }],
    ['another scheme', { redirect_uri: 'https://127.0.0.1:5123/callback' }],
    ['an address with more', { redirect_uri: `${CALLBACK}?next=//example.org` }],
    ['an address that climbs', { redirect_uri: 'http://127.0.0.1:5123/x/../callback' }],
    [
      'a port for a client on the web',
      { client_id: 'console', redirect_uri: 'https://hub.example.org:8443/signed-in' },
    ],
    ['no address', { redirect_uri: null }],
  ])('with %s is shown to the person and sent nowhere', async (_what, more) => {
    const { status, location, text } = await browser.authorize(flow, more);
    expect([status, location]).toEqual([400, null]);
    expect(text).toContain('无法登录');
  });

  it.each([
    ['no PKCE', { code_challenge: null, code_challenge_method: null }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['PKCE without a method', { code_challenge_method: null }, 'invalid_request'],
    ['a challenge too short', { code_challenge: 'short' }, 'invalid_request'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
    ['no scope', { scope: null }, 'invalid_scope'],
    ['a request object', { request: 'a.b.c' }, 'request_not_supported'],
    ['a link to a request object', { request_uri: 'https://example.org/' }, 'request_uri_not_supported'],
    ['an answer in the fragment', { response_mode: 'fragment' }, 'invalid_request'],
  ])('with %s is told so, and its state is echoed', async (_what, more, error) => {
    const { location } = await browser.authorize(flow, more);
    expect(location?.origin).toBe('http://127.0.0.1:5123');
    expect(Object.fromEntries(location?.searchParams ?? [])).toEqual({
      error,
      state: flow.request.state,
      iss: world.issuer,
    });
  });

  it('with a parameter twice is shown to the person', async () => {
    const params = new URLSearchParams(flow.request);
    params.append('redirect_uri', 'https://example.org/');
    expect((await browser.go(`/authorize?${params}`)).status).toBe(400);
  });
});

describe('a code', () => {
  it('is good once', async () => {
    const code = codeOf(await browser.logIn(flow));
    expect((await flow.redeem(code)).status).toBe(200);
    expect(await flow.redeem(code)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  });

  it('is good for a minute', async () => {
    const code = codeOf(await browser.logIn(flow));
    world.time += 60_000;
    expect((await flow.redeem(code)).json).toEqual({ error: 'invalid_grant' });
  });

  it.each([
    ['another verifier', { code_verifier: 'a'.repeat(43) }],
    ['the challenge for a verifier', { code_verifier: '' }],
    ['another address', { redirect_uri: 'http://127.0.0.1:5124/callback' }],
    ['another client', { client_id: 'console' }],
  ])('is refused with %s, and gone', async (_what, more) => {
    const code = codeOf(await browser.logIn(flow));
    expect(await flow.redeem(code, more)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    expect((await flow.redeem(code)).status).toBe(400);
  });

  it('is the only thing tokens are given for', async () => {
    const { json } = await flow.redeem('', { grant_type: 'password', username: 'plain', password: PASSWORD });
    expect(json).toEqual({ error: 'unsupported_grant_type' });
  });
});

describe('a session', () => {
  const isLoggedIn = async () => codeOf(await browser.authorize(new Flow(world), { prompt: 'none' })) !== '';

  beforeEach(async () => {
    await browser.logIn(flow);
  });

  it('ends after half an hour without a sign of life', async () => {
    world.time += IDLE_LIMIT_MS - 1;
    expect(await isLoggedIn()).toBe(true);
    world.time += IDLE_LIMIT_MS - 1;
    expect(await isLoggedIn()).toBe(true);
    world.time += IDLE_LIMIT_MS;
    expect(await isLoggedIn()).toBe(false);
  });

  it('ends after eight hours whatever happens, and no token outlives it', async () => {
    const step = IDLE_LIMIT_MS / 2;
    for (let at = step; at < ABSOLUTE_LIMIT_MS; at += step) {
      world.time += step;
      expect(await isLoggedIn()).toBe(true);
    }
    const late = new Flow(world);
    world.time += step - 60_000;
    const { json } = await late.redeem(codeOf(await browser.authorize(late)));
    expect(json.expires_in).toBe(60);
    world.time += 60_000;
    expect(await isLoggedIn()).toBe(false);
  });

  it('is left by a form of its own page, and by nothing else', async () => {
    const page = await browser.go('/logout');
    expect((await browser.go('/logout', { token: 'guessed' })).status).toBe(400);
    expect(await isLoggedIn()).toBe(true);
    const left = await browser.go('/logout', { token: page.field('token') });
    expect(left.text).toContain('已退出');
    expect(await isLoggedIn()).toBe(false);
  });

  it('that was left is over even for who kept its cookie', async () => {
    const thief = new Browser(world);
    for (const [name, value] of browser.cookies) thief.cookies.set(name, value);
    await browser.go('/logout', { token: (await browser.go('/logout')).field('token') });
    expect((await thief.authorize(new Flow(world), { prompt: 'none' })).location?.searchParams.get('error')).toBe(
      'login_required',
    );
  });
});

describe('a password', () => {
  const NEXT = 'Other-Password-2';
  const DAYS = 86_400_000;
  const change = async (form: Record<string, string>) => {
    const page = await browser.go('/password');
    return browser.go('/password', { token: page.field('token'), repeated: form['next'] ?? '', ...form });
  };

  it('is changed by its owner, and every other login of his ends', async () => {
    const other = new Browser(world);
    await Promise.all([browser.logIn(flow), other.logIn(new Flow(world))]);
    expect((await change({ current: PASSWORD, next: NEXT })).text).toContain('口令已修改');
    const silent = async (of: Browser) => codeOf(await of.authorize(new Flow(world), { prompt: 'none' })) !== '';
    expect([await silent(browser), await silent(other)]).toEqual([true, false]);
    expect((await other.logIn(new Flow(world))).status).toBe(401);
    expect((await other.logIn(new Flow(world), 'plain', { password: NEXT })).status).toBe(303);
  });

  it.each([
    ['too weak', { current: PASSWORD, next: 'password' }, '大写字母'],
    ['not the same twice', { current: PASSWORD, next: NEXT, repeated: 'Other-Password-3' }, '不一致'],
    ['the one before', { current: PASSWORD, next: PASSWORD }, '不得与原口令相同'],
    ['of somebody who does not know the one before', { current: 'Wrong-Password-1', next: NEXT }, '原口令不正确'],
  ])('is not changed to one that is %s', async (_what, form, said) => {
    await browser.logIn(flow);
    const answer = await change(form);
    expect([answer.status, answer.text.includes(said)]).toEqual([400, true]);
    expect(answer.text).not.toContain(NEXT);
    expect((await new Browser(world).logIn(new Flow(world))).status).toBe(303);
  });

  it('is guarded like the login: five wrong ones lock the account', async () => {
    await browser.logIn(flow);
    for (let index = 0; index < 5; index += 1) await change({ current: 'Wrong-Password-1', next: NEXT });
    expect((await change({ current: PASSWORD, next: NEXT })).status).toBe(400);
    expect((await new Browser(world).logIn(new Flow(world))).status).toBe(401);
  });

  it('is changed by a form of its own page only, and by nobody who is not logged in', async () => {
    expect((await browser.go('/password')).status).toBe(401);
    await browser.logIn(flow);
    const form = { token: 'guessed', current: PASSWORD, next: NEXT, repeated: NEXT };
    expect((await browser.go('/password', form)).status).toBe(400);
    expect((await new Browser(world).logIn(new Flow(world))).status).toBe(303);
  });

  it('has to be changed after ninety days, before anything else, and then the client gets its code', async () => {
    world.time += 90 * DAYS - 1;
    expect(codeOf(await browser.logIn(flow))).not.toBe('');
    world.time += 1;
    const silent = await browser.authorize(new Flow(world), { prompt: 'none' });
    expect(silent.location?.searchParams.get('error')).toBe('interaction_required');
    const old = new Flow(world);
    const fresh = new Browser(world);
    const sent = await fresh.logIn(old);
    expect([sent.status, sent.headers.get('location')?.split('=')[0]]).toEqual([303, '/password?transaction']);
    const page = await fresh.go(sent.headers.get('location') ?? '');
    expect(page.text).toContain('须修改后继续');
    expect(page.headers.get('content-security-policy')).toContain('http://127.0.0.1:5123;');
    const form = { token: page.field('token'), transaction: page.field('transaction'), current: PASSWORD };
    const answer = await fresh.go('/password', { ...form, next: NEXT, repeated: NEXT });
    expect(answer.location?.searchParams.get('state')).toBe(old.request.state);
    expect((await old.redeem(codeOf(answer))).status).toBe(200);
    expect(codeOf(await fresh.authorize(new Flow(world)))).not.toBe('');
  });
});

describe('keys', () => {
  it('are two, rotate after a month, and the next one is known before it signs', async () => {
    const published = async () => {
      const { keys } = (await (await fetch(`${world.issuer}/jwks`)).json()) as { keys: Record<string, string>[] };
      expect(keys.every((key) => key['d'] === undefined && key['use'] === 'sig')).toBe(true);
      return keys.map((key) => key['kid']);
    };
    const [current, next] = await published();
    const signedBy = async () => decodeProtectedHeader((await tokensOf(world)).access_token).kid;
    expect(await signedBy()).toBe(current);
    world.time += ROTATION_MS;
    expect(await signedBy()).toBe(next);
    const after = await published();
    expect(after).toHaveLength(3);
    expect(after).toContain(current);
    world.time += 3_600_000;
    expect(await published()).toHaveLength(2);
    await world.restart();
    expect(await signedBy()).toBe(next);
  });
});

describe('the userinfo endpoint', () => {
  it('names the person of an access token, and nobody for an ID token or none', async () => {
    const { access_token, id_token } = await tokensOf(world);
    const ask = async (headers: Record<string, string>) => (await browser.go('/userinfo', undefined, headers)).text;
    expect(JSON.parse(await ask({ authorization: `Bearer ${access_token}` }))).toEqual({
      sub: 'person:plain',
      name: 'plain',
      preferred_username: 'plain',
    });
    for (const authorization of [`Bearer ${id_token}`, 'Bearer none']) {
      expect(JSON.parse(await ask({ authorization }))).toEqual({ error: 'invalid_token' });
    }
  });
});

describe('what is sent to browsers', () => {
  it('keeps pages to themselves, and lets the form end at the client', async () => {
    const page = await browser.authorize(flow);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; /);
    expect(policy).toContain("form-action 'self' http://127.0.0.1:5123;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.text).not.toMatch(/https?:\/\/|<script|src=|@import|url\(/);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('x-frame-options')).toBe('DENY');
    const [cookie] = (await browser.logIn(new Flow(world))).headers.getSetCookie();
    expect(cookie).toMatch(/^hub_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('lets scripts of registered clients read what is for them', async () => {
    const origin = new URL(CONSOLE.redirectUris[0]!).origin;
    const allowed = async (path: string, from: string) =>
      (await browser.go(path, undefined, { origin: from })).headers.get('access-control-allow-origin');
    expect(await allowed('/jwks', origin)).toBe(origin);
    expect(await allowed('/jwks', 'https://example.org')).toBeNull();
    expect(await allowed('/logout', origin)).toBeNull();
  });

  it('answers what it does not know with a page', async () => {
    expect((await browser.go('/nowhere')).status).toBe(404);
    expect((await browser.go('/login')).status).toBe(405);
    expect((await browser.go('/login', { padding: 'x'.repeat(20_000) })).status).toBe(400);
    const json = await fetch(`${world.issuer}/token`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(json.status).toBe(400);
    expect((await fetch(`${world.issuer}/health`)).status).toBe(200);
  });
});
