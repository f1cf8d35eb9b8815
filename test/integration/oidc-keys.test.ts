import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultKeyPolicy } from '../../gateway/access/oidc/issuer-keys.ts';
import { GatewayWorld, PATIENT } from './gateway-world.ts';
import { aKey, anIssuer, KeyServer, peopleOf, sign, type TestKey, ZHANG } from './oidc-world.ts';

/** Keys of a provider as the gateway sees them: rotated, away, wrong. */
let provider: KeyServer;
let world: GatewayWorld;
let people: ReturnType<typeof peopleOf>;
let first: TestKey;

async function open(more: object = {}): Promise<void> {
  people = peopleOf([anIssuer(provider.issuer, more)], () => new Date(world.time));
  world = await GatewayWorld.start({ tokens: people.tokens });
}

beforeEach(async () => {
  first = await aKey('first');
  provider = await KeyServer.start(first);
  await open();
});
afterEach(async () => {
  await world.stop();
  await provider.stop().catch(() => {});
});

let count = 0;
/** A token of its own each time, so that no cache answers. */
const signed = (key: TestKey) => sign(provider, key, new Date(world.time), { claims: { jti: `t${count++}` } });
const askWith = async (key: TestKey) => (await world.ask('{ whoami }', { token: await signed(key) })).status;

describe('keys of a provider', () => {
  it('are fetched once for many requests, and not by tokens of the hub', async () => {
    expect((await world.ask('{ whoami }')).json.data.whoami).toBe('alice');
    expect(provider.asked).toEqual([]);
    const many = await Promise.all(Array.from({ length: 20 }, () => askWith(first)));
    expect(new Set(many)).toEqual(new Set([200]));
    expect(provider.asked).toEqual(['/.well-known/openid-configuration', '/jwks']);
  });

  it('may be of every kind the gateway accepts', async () => {
    for (const alg of ['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256']) {
      const key = await aKey(`key-${alg}`, alg);
      provider.keys = [key.jwk];
      world.time += defaultKeyPolicy.pauseMs;
      expect([alg, await askWith(key)]).toEqual([alg, 200]);
    }
  });

  it('rotate without a failed request', async () => {
    const [second, third] = await Promise.all([aKey('second'), aKey('third')]);
    const statuses = [await askWith(first)];
    const steps: [published: TestKey[], signing: TestKey][] = [
      [[first, second], first],
      [[first, second], second],
      [[second, third], second],
      [[second, third], third],
      [[third], third],
    ];
    for (const [published, signing] of steps) {
      provider.keys = published.map(({ jwk }) => jwk);
      for (let minute = 0; minute < 12; minute += 1) {
        statuses.push(await askWith(signing));
        world.time += 60_000;
      }
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
    await expect.poll(() => askWith(first), PATIENT).toBe(401);
    expect(provider.keyFetches()).toBeLessThan(20);
  });

  it('that were never announced are fetched when a token names one', async () => {
    await askWith(first);
    const sudden = await aKey('sudden');
    provider.keys = [sudden.jwk];
    world.time += defaultKeyPolicy.pauseMs;
    expect(await askWith(sudden)).toBe(200);
    expect(await askWith(first)).toBe(401);
  });

  it('go on working while the provider is away, until they are too old', async () => {
    await askWith(first);
    const { port } = provider;
    await provider.stop();
    world.time += defaultKeyPolicy.freshMs;
    expect(await askWith(first)).toBe(200);
    expect(await askWith(await aKey('unknown'))).toBe(401);
    world.time += defaultKeyPolicy.keepMs - defaultKeyPolicy.freshMs - 1;
    expect(await askWith(first)).toBe(200);
    world.time += 1;
    const refused = await world.ask('{ whoami }', { token: await signed(first) });
    expect([refused.status, refused.json.errors[0].extensions.code]).toEqual([503, 'SUBGRAPH_UNAVAILABLE']);
    await provider.listen(port);
    world.time += defaultKeyPolicy.pauseMs;
    expect(await askWith(first)).toBe(200);
    expect(people.logged.some((line) => line.includes('keys of a provider could not be fetched'))).toBe(true);
  });

  it('are not waited for when the provider hangs while others are held', async () => {
    await askWith(first);
    let isCutOff = false;
    provider.behaviour = (_, response) => response.once('close', () => (isCutOff = true));
    world.time += defaultKeyPolicy.freshMs;
    expect(await askWith(first)).toBe(200);
    // The fetch still waits, so nobody has waited for it.
    expect(isCutOff).toBe(false);
  });
});

describe('a provider is believed only so far', () => {
  const refusedBecause = async (text: string) => {
    expect(await askWith(first)).toBe(503);
    expect(people.logged.join()).toContain(text);
  };

  it('not when it sends elsewhere', async () => {
    const other = await KeyServer.start(first);
    provider.behaviour = (_, response) => response.writeHead(302, { location: `${other.issuer}/jwks` }).end();
    await refusedBecause('answered 302');
    expect(other.asked).toEqual([]);
    await other.stop();
  });

  it('not when its keys lie on another host', async () => {
    const other = await KeyServer.start(first);
    provider.discovery = { jwks_uri: `${other.issuer}/jwks` };
    await refusedBecause('another host');
    expect(other.asked).toEqual([]);
    await world.stop();
    await open({ jwksUri: `${other.issuer}/jwks` });
    expect(await askWith(first)).toBe(200);
    await other.stop();
  });

  it('not when it speaks for another issuer', async () => {
    provider.discovery = { issuer: 'https://login.example.org' };
    await refusedBecause('another issuer');
  });

  it('not when it has too much to say', async () => {
    provider.behaviour = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(`{"issuer":"${'x'.repeat(300_000)}"}`);
    };
    await refusedBecause('larger than');
  });

  it('not when it publishes a private key, a shared secret, or nothing', async () => {
    const broken = { ...first.jwk, d: 'secret' };
    provider.keys = [broken, { kty: 'oct', k: 'AAAA', kid: 'first', alg: 'HS256' }];
    await refusedBecause('no usable key');
  });

  it('not when two of its keys have one name', async () => {
    const twin = await aKey('first');
    provider.keys = [first.jwk, twin.jwk];
    expect(await askWith(first)).toBe(401);
  });

  it('and keeps what it held when the next answer is broken', async () => {
    expect(await askWith(first)).toBe(200);
    provider.behaviour = (_, response) => response.end('not json');
    world.time += defaultKeyPolicy.freshMs;
    expect([await askWith(first), await askWith(first)]).toEqual([200, 200]);
  });
});

describe('what a person is', () => {
  it('is asked of the hub once in a while, not with each request', async () => {
    const token = await signed(first);
    for (let index = 0; index < 10; index += 1) await world.ask('{ whoami }', { token });
    expect(people.asked).toHaveLength(1);
    world.time += 5_000;
    await world.ask('{ whoami }', { token });
    expect(people.asked).toHaveLength(2);
  });

  it('is not remembered longer than the token lasts, even while the hub is away', async () => {
    const token = await sign(provider, first, new Date(world.time), {
      claims: { exp: Math.floor(world.time / 1000) - 50 },
    });
    expect((await world.ask('{ whoami }', { token })).status).toBe(200);
    world.time += 11_000;
    expect((await world.ask('{ whoami }', { token })).status).toBe(401);
  });

  it('comes from the hub alone: roles in a token are not looked at', async () => {
    const token = await sign(provider, first, new Date(world.time), {
      claims: { roles: ['auditor'], memberUnit: 'hrss', scope: 'admin' },
    });
    const { json } = await world.ask('{ whoami }', { token });
    expect(json.data.whoami).toBe(ZHANG.subject);
    expect(Object.keys(people.asked[0] ?? {}).sort()).toEqual(['acr', 'amr', 'authTime', 'issuer', 'subject']);
  });
});

describe('configuration of providers', () => {
  it.each([
    ['http://login.example.org', 'must be https'],
    ['ftp://login.example.org', 'must be http or https'],
    ['https://user:secret@login.example.org', 'no name or password'],
    ['http://169.254.169.254/', 'link-local'],
    ['https://login.example.org/?x=1', 'no query'],
    ['login', 'is not an address'],
  ])('refuses %s', (issuer, reason) => {
    expect(() => anIssuer(issuer)).toThrow(reason);
  });

  it('lets a closed network speak plain HTTP where it is told so', () => {
    expect(anIssuer('http://login.internal', { plainHttp: true }).issuer).toBe('http://login.internal');
  });
});
