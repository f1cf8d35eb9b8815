import { createHmac } from 'node:crypto';
import { CompactEncrypt, exportSPKI } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultKeyPolicy } from '../../gateway/access/oidc/issuer-keys.ts';
import { GatewayWorld } from '../integration/gateway-world.ts';
import { aKey, anIssuer, KeyServer, peopleOf, sign, type TestKey, type TokenParts } from '../integration/oidc-world.ts';

/** Everything that is tried with a signed token, each against a whole gateway: one answer for all of it. */
let provider: KeyServer;
let elsewhere: KeyServer;
let key: TestKey;
let stranger: TestKey;
let world: GatewayWorld;
let people: ReturnType<typeof peopleOf>;

beforeAll(async () => {
  [key, stranger] = await Promise.all([aKey('k1'), aKey('k1')]);
  [provider, elsewhere] = await Promise.all([KeyServer.start(key), KeyServer.start(stranger)]);
});
afterAll(() => Promise.all([provider.stop(), elsewhere.stop()]));
beforeEach(async () => {
  people = peopleOf([anIssuer(provider.issuer, { requiredAcr: 'one', maxLoginAgeSeconds: 28_800 })], () => now());
  world = await GatewayWorld.start({ tokens: people.tokens });
  return () => world.stop();
});

const TRACE = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
const MINUTE = 60;

const now = () => new Date(world.time);
const seconds = () => Math.floor(world.time / 1000);
const signed = (parts?: TokenParts, by = key) => sign(provider, by, now(), parts);
const ask = (token: string | null) => world.ask('{ whoami }', { token, headers: TRACE });

const part = (data: unknown) => Buffer.from(JSON.stringify(data)).toString('base64url');
const payload = (token: string) => token.split('.')[1] ?? '';

/** Replaces the header and leaves the rest. */
async function withHeader(header: object, signature = ''): Promise<string> {
  return `${part(header)}.${payload(await signed())}.${signature}`;
}

type Attack = [what: string, reason: string, token: () => Promise<string>];

const attacks: Attack[] = [
  ['no algorithm', 'ALGORITHM', () => withHeader({ alg: 'none', typ: 'at+jwt', kid: 'k1' })],
  ['no algorithm in other letters', 'ALGORITHM', () => withHeader({ alg: 'nOnE', typ: 'at+jwt', kid: 'k1' })],
  [
    'the public key as a shared secret',
    'ALGORITHM',
    async () => {
      const [, claims] = (await signed()).split('.');
      const text = `${part({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' })}.${claims}`;
      const secret = await exportSPKI(key.publicKey);
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    },
  ],
  [
    'another algorithm than the key is for',
    'UNKNOWN_KEY',
    () => withHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'k1' }, 'AAAA'),
  ],
  ['an empty signature', 'SIGNATURE', async () => `${(await signed()).split('.').slice(0, 2).join('.')}.`],
  [
    'a signature of zeros',
    'SIGNATURE',
    () => withHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1' }, Buffer.alloc(64).toString('base64url')),
  ],
  ['a key of the same name that is not the provider’s', 'SIGNATURE', () => signed({}, stranger)],
  [
    'changed claims',
    'SIGNATURE',
    async () => {
      const [head, claims = '', signature] = (await signed()).split('.');
      const data = JSON.parse(Buffer.from(claims, 'base64url').toString());
      return `${head}.${part({ ...data, sub: 'li' })}.${signature}`;
    },
  ],
  ['its time is over', 'EXPIRED', () => signed({ claims: { exp: seconds() - 61 } })],
  ['its time has not come', 'NOT_YET_VALID', () => signed({ claims: { nbf: seconds() + 61 } })],
  ['it was issued in the future', 'NOT_YET_VALID', () => signed({ claims: { iat: seconds() + 61 } })],
  ['it is older than a token may be', 'TOO_OLD', () => signed({ claims: { iat: seconds() - 62 * MINUTE } })],
  ['its login was yesterday', 'LOGIN_TOO_OLD', () => signed({ claims: { auth_time: seconds() - 28_861 } })],
  ['it does not say when the login was', 'LOGIN_TOO_OLD', () => signed({ without: ['auth_time'] })],
  ['it never ends', 'CLAIMS', () => signed({ without: ['exp'] })],
  ['it has no age', 'CLAIMS', () => signed({ without: ['iat'] })],
  ['it is nobody’s', 'CLAIMS', () => signed({ without: ['sub'] })],
  ['its end is text', 'CLAIMS', () => signed({ claims: { exp: '9999999999' as never } })],
  ['another issuer', 'ISSUER', () => sign(elsewhere, key, now())],
  ['an issuer that only begins alike', 'ISSUER', () => signed({ claims: { iss: `${provider.issuer}/` } })],
  ['no issuer', 'ISSUER', () => signed({ without: ['iss'] })],
  ['meant for somebody else', 'AUDIENCE', () => signed({ claims: { aud: 'another-api' } })],
  ['meant for nobody', 'CLAIMS', () => signed({ without: ['aud'] })],
  ['an ID token', 'TYPE', () => signed({ header: { typ: 'JWT' } })],
  ['no type', 'TYPE', () => signed({ without: ['typ'] })],
  ['a logout token', 'TYPE', () => signed({ header: { typ: 'logout+jwt' } })],
  ['a key id that climbs', 'UNKNOWN_KEY', () => signed({ header: { kid: '../../../../dev/null' } })],
  ['a key id that asks', 'UNKNOWN_KEY', () => signed({ header: { kid: "k1' OR '1'='1" } })],
  ['a key id of the prototype', 'UNKNOWN_KEY', () => signed({ header: { kid: '__proto__' } })],
  ['no key id', 'KEY_ID', () => signed({ without: ['kid'] })],
  ['a key id without end', 'KEY_ID', () => signed({ header: { kid: 'k'.repeat(300) } })],
  ['its own key in the header', 'SIGNATURE', () => signed({ header: { jwk: stranger.jwk } }, stranger)],
  ['a link to its own keys', 'SIGNATURE', () => signed({ header: { jku: `${elsewhere.issuer}/jwks` } }, stranger)],
  [
    'a certificate of its own',
    'SIGNATURE',
    () => signed({ header: { x5c: ['AAAA'], x5u: elsewhere.issuer } }, stranger),
  ],
  [
    'an extension nobody knows',
    'MALFORMED',
    () => withHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1', crit: ['x'], x: 1 }, 'AAAA'),
  ],
  [
    'encrypted',
    'ENCRYPTED',
    () =>
      new CompactEncrypt(Buffer.from('{}'))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(new Uint8Array(32)),
  ],
  ['huge', 'TOO_LONG', () => signed({ claims: { padding: 'x'.repeat(7_000) } })],
  ['not a token', 'MALFORMED', async () => 'a.b.c'],
  ['of two parts', 'MALFORMED', async () => 'a.b'],
  ['of dots', 'MALFORMED', async () => '..'],
  ['too weak a login', 'ACR', () => signed({ claims: { acr: 'zero' } })],
  ['no word about the login', 'ACR', () => signed({ without: ['acr'] })],
  ['methods that are no list', 'CLAIMS', () => signed({ claims: { amr: 'pwd' } })],
  ['somebody the hub does not know', 'UNKNOWN_PERSON', () => signed({ claims: { sub: 'li' } })],
];

describe('a token of a person', () => {
  it('lets its person in, and tells the hub how he has logged in', async () => {
    const { json } = await ask(await signed());
    expect(json).toEqual({ data: { whoami: 'person:zhang' } });
    expect(people.asked).toEqual([
      { issuer: provider.issuer, subject: 'zhang', amr: ['pwd'], acr: 'one', authTime: seconds() },
    ]);
    expect(await people.refusals()).toEqual({});
  });

  it('is given a minute for clocks that differ, and no more', async () => {
    const late = await signed({ claims: { exp: seconds() - 59, iat: seconds() - 300 } });
    const early = await signed({ claims: { nbf: seconds() + 59, iat: seconds() + 59 } });
    expect([(await ask(late)).status, (await ask(early)).status]).toEqual([200, 200]);
  });

  it.each(attacks)('is refused like any other: %s (%s)', async (_what, reason, make) => {
    const token = await make();
    const nobody = await ask(null);
    const answer = await ask(token);
    expect(`${answer.status} ${answer.text}`).toBe(`${nobody.status} ${nobody.text}`);
    expect(answer.status).toBe(401);
    const compared = ['www-authenticate', 'content-type', 'content-length', 'retry-after', 'x-trace-id'];
    expect(compared.map((name) => answer.headers.get(name))).toEqual(compared.map((name) => nobody.headers.get(name)));
    expect(await people.refusals()).toEqual({ [reason]: 1 });
    expect(people.logged).toHaveLength(1);
    expect(people.logged[0]).toContain(reason);
    for (const piece of token.split('.').filter((text) => text.length > 8))
      expect(people.logged[0]).not.toContain(piece);
    expect(elsewhere.asked).toEqual([]);
    expect(world.subgraphs.evaluation.received).toEqual([]);
  });

  it('that differs in one character from a good one is not remembered as good', async () => {
    const good = await signed();
    expect((await ask(good)).status).toBe(200);
    expect((await ask(`${good}A`)).status).toBe(401);
    expect((await ask(good.slice(0, -1))).status).toBe(401);
  });
});

describe('invented key ids', () => {
  it('make the gateway look for new keys once, however many there are', async () => {
    await ask(await signed());
    const before = provider.keyFetches();
    const invent = async (name: string) => (await ask(await signed({ header: { kid: name } }))).status;
    expect(await invent('early')).toBe(401);
    expect(provider.keyFetches()).toBe(before);
    world.time += defaultKeyPolicy.pauseMs;
    const many = await Promise.all(Array.from({ length: 50 }, (_, index) => invent(`k-${index}`)));
    expect(new Set(many)).toEqual(new Set([401]));
    expect(provider.keyFetches()).toBe(before + 1);
  });
});
