import { beforeEach, describe, expect, it } from 'vitest';
import type { LoginAttempt } from '../../gateway/identity-provider/login/login.service.ts';
import { LoginService } from '../../gateway/identity-provider/login/login.service.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { aGate } from '../integration/gateway-world.ts';
import { Browser, Flow, PASSWORD, ProviderWorld } from '../integration/oidc-provider-world.ts';

/** Guessing passwords and codes, and everything else that is tried at a login form. */
let world: ProviderWorld;
let logins: LoginService;

const HALF_HOUR = 30 * 60_000;

beforeEach(async () => {
  world = await ProviderWorld.start();
  const { accounts, hasher, clock } = world;
  logins = new LoginService({ accounts, hasher, clock, log: createLogger('test', 'silent') });
  return () => world.stop();
});

let count = 0;
/** Each from another address, as a botnet would. */
function guess(username: string, password: string, more: Partial<LoginAttempt> = {}) {
  count += 1;
  return logins.login({
    username,
    password,
    code: '',
    address: `10.${count >> 16}.${(count >> 8) & 255}.${count & 255}`,
    ...more,
  });
}

describe('a thousand guesses', () => {
  it('of one account end after five, for half an hour, even for who knows the password', async () => {
    for (let index = 0; index < 5; index += 1) await guess('plain', `wrong-${index}`);
    expect((await guess('plain', PASSWORD)).ok).toBe(false);
    for (let index = 5; index < 1_000; index += 1) expect((await guess('plain', `wrong-${index}`)).ok).toBe(false);
    world.time += HALF_HOUR - 1;
    expect((await guess('plain', PASSWORD)).ok).toBe(false);
    world.time += 1;
    expect((await guess('plain', PASSWORD)).ok).toBe(true);
    expect((await guess('careful', PASSWORD, { code: world.code() })).ok).toBe(true);
  });

  it('at the same moment are no more than five', async () => {
    const { opened, open } = aGate();
    world.hasher.gate = opened;
    const rest = Array.from({ length: 1_000 }, (_, index) =>
      guess('plain', index === 15 ? PASSWORD : `wrong-${index}`),
    );
    open();
    const results = await Promise.all(rest);
    expect(results.filter(({ ok }) => ok)).toEqual([]);
    // Never more under way than the machine bears; who comes on top is sent away unheard.
    expect(world.hasher.verified).toBe(16);
    expect((await guess('plain', PASSWORD)).ok).toBe(false);
  });

  it('from one address end with its rate, whatever names are tried', async () => {
    const heard = [];
    for (let index = 0; index < 1_000; index += 1) {
      const result = await guess(`name-${index}`, 'wrong', { address: '10.0.0.1' });
      heard.push(!result.ok && result.error.kind === 'REFUSED');
    }
    expect(heard.filter(Boolean)).toHaveLength(20);
    expect(world.hasher.verified).toBe(20);
    const refused = await guess('plain', PASSWORD, { address: '10.0.0.1' });
    expect(refused).toEqual({ ok: false, error: { kind: 'TOO_OFTEN', waitMs: 6_000 } });
    expect((await guess('plain', PASSWORD, { address: '10.0.0.2' })).ok).toBe(true);
    world.time += 6_000;
    expect((await guess('plain', PASSWORD, { address: '10.0.0.1' })).ok).toBe(true);
  });

  it('of the code end after five as well', async () => {
    const right = world.code();
    for (let index = 0; index < 5; index += 1) await guess('careful', PASSWORD, { code: String(index).repeat(6) });
    expect((await guess('careful', PASSWORD, { code: right })).ok).toBe(false);
  });

  it('are remembered over a restart', async () => {
    for (let index = 0; index < 5; index += 1) await guess('plain', 'wrong');
    await world.restart();
    const answer = await new Browser(world).logIn(new Flow(world));
    expect(answer.status).toBe(401);
  });

  it('over a long time lock nobody: old failures are forgotten, and a good login forgives', async () => {
    for (let index = 0; index < 20; index += 1) {
      for (let wrong = 0; wrong < 4; wrong += 1) await guess('plain', 'wrong');
      if (index % 2 === 0) world.time += HALF_HOUR;
      else expect((await guess('plain', PASSWORD)).ok).toBe(true);
    }
  });
});

describe('whether there is such an account', () => {
  it('is not told by the work: each attempt costs one hash', async () => {
    const costs: number[] = [];
    const attempts: [string, string, string][] = [
      ['nobody', 'wrong', ''],
      ['', '', ''],
      ['__proto__', 'wrong', ''],
      ['plain', 'wrong', ''],
      ['plain', PASSWORD, ''],
      ['careful', PASSWORD, ''],
      ['careful', 'wrong', world.code()],
    ];
    for (let index = 0; index < 5; index += 1) await guess('plain', 'wrong');
    for (const [username, password, code] of attempts) {
      const before = world.hasher.verified;
      await guess(username, password, { code });
      costs.push(world.hasher.verified - before);
    }
    expect(costs).toEqual(attempts.map(() => 1));
  });

  it('is not told by the answer: unknown, wrong, locked and without a code look alike', async () => {
    const browser = new Browser(world);
    const answerTo = async (username: string, password: string) => {
      const { status, text, headers } = await browser.logIn(new Flow(world), username, { password });
      const shown = text.replace(/name="(transaction|username)" value="[^"]*"/g, '');
      return JSON.stringify([
        status,
        shown,
        [...headers].filter(([name]) => name !== 'date' && name !== 'content-length'),
      ]);
    };
    const answers = [await answerTo('nobody', PASSWORD), await answerTo('careful', PASSWORD)];
    for (let index = 0; index < 6; index += 1) answers.push(await answerTo('plain', 'wrong'));
    answers.push(await answerTo('plain', PASSWORD));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('不正确');
  });

  it('is not told by the log to who types a password into the wrong field', async () => {
    await new Browser(world).logIn(new Flow(world), 'My-Secret-Password-9', { password: 'My-Other-Secret-8' });
    expect(world.logged.join()).toContain('UNKNOWN_ACCOUNT');
    expect(world.logged.join()).not.toMatch(/my-secret|My-Secret|My-Other/);
  });
});

describe('a code of the second factor', () => {
  it('is accepted once, also from another browser, and none older after it', async () => {
    expect((await guess('careful', PASSWORD, { code: world.code() })).ok).toBe(true);
    expect((await guess('careful', PASSWORD, { code: world.code() })).ok).toBe(false);
    expect((await guess('careful', PASSWORD, { code: world.code(-1) })).ok).toBe(false);
    world.time += 30_000;
    expect((await guess('careful', PASSWORD, { code: ` ${world.code()} `.replace(/(\d{3})(\d)/, '$1 $2') })).ok).toBe(
      true,
    );
  });

  it('is accepted once of two attempts at the same moment', async () => {
    const code = world.code();
    const results = await Promise.all([1, 2].map(() => guess('careful', PASSWORD, { code })));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('is accepted once over a restart', async () => {
    const code = world.code();
    expect((await new Browser(world).logIn(new Flow(world), 'careful', { code })).status).toBe(303);
    await world.restart();
    expect((await new Browser(world).logIn(new Flow(world), 'careful', { code })).status).toBe(401);
  });

  it('cannot be left out', async () => {
    expect((await guess('careful', PASSWORD)).ok).toBe(false);
    expect((await guess('careful', PASSWORD, { code: '000000' })).ok).toBe(false);
  });
});

describe('the login form', () => {
  it('is good only in the browser it was shown in', async () => {
    const page = await new Browser(world).authorize(new Flow(world));
    const form = { transaction: page.field('transaction'), username: 'plain', password: PASSWORD };
    expect((await new Browser(world).go('/login', form)).status).toBe(400);
    const other = new Browser(world);
    await other.authorize(new Flow(world));
    expect((await other.go('/login', form)).status).toBe(400);
    expect(world.hasher.verified).toBe(0);
  });

  it('is good for one login', async () => {
    const browser = new Browser(world);
    const page = await browser.authorize(new Flow(world));
    const form = { transaction: page.field('transaction'), username: 'plain', password: PASSWORD };
    expect((await browser.go('/login', form)).status).toBe(303);
    expect((await browser.go('/login', form)).status).toBe(400);
  });

  it('gives a new session each time, never one that was brought along', async () => {
    const browser = new Browser(world);
    const planted = 'A'.repeat(43);
    browser.cookies.set('hub_session', planted);
    await browser.logIn(new Flow(world));
    const first = browser.cookies.get('hub_session');
    expect(first).not.toBe(planted);
    const page = await browser.authorize(new Flow(world), { prompt: 'login' });
    await browser.go('/login', { transaction: page.field('transaction'), username: 'plain', password: PASSWORD });
    expect(browser.cookies.get('hub_session')).not.toBe(first);
    browser.cookies.set('hub_session', first ?? '');
    expect((await browser.authorize(new Flow(world), { prompt: 'none' })).location?.searchParams.get('error')).toBe(
      'login_required',
    );
  });
});
