import { describe, expect, it } from 'vitest';
import { ProcessNonceMemory } from './nonce-memory.ts';
import { HOP_HEADERS, HOP_WINDOW_MS, parseHopKeys, signHop, verifyHop } from './signed-hop.ts';
import { BodyMeter, signUpload, UPLOAD_TRAILERS, type UploadHop, verifyUpload } from './signed-upload.ts';

const keys = parseHopKeys('new:bmV3LXNlY3JldA,old:b2xkLXNlY3JldA');
const [newKey, oldKey] = keys;
if (!newKey || !oldKey) throw new Error('two keys are needed');
const now = new Date('2026-11-20T00:00:00Z');
const hop: UploadHop = {
  target: 'hrss',
  path: '/uploads?idempotencyKey=k1&mode=ATOMIC',
  contentType: 'text/csv',
  viewer: 'someone',
};

type Texts = Readonly<Record<string, string | undefined>>;

function digestOf(text: string) {
  const meter = new BodyMeter();
  for (const letter of text) meter.add(Buffer.from(letter));
  return meter.digest();
}

function verify(headers: Texts, sent: Partial<UploadHop> = {}, memory = new ProcessNonceMemory(), at = now) {
  return verifyUpload({ ...hop, ...sent }, (name) => headers[name], { keys, nonces: memory, now: at });
}

function isWhole(headers: Texts, trailers: Texts, body: string): boolean {
  const checked = verify(headers);
  return checked.ok && checked.value(digestOf(body), (name) => trailers[name]);
}

describe('a signed upload', () => {
  it('is known before its body, and whole with its trailers', () => {
    const { headers, seal } = signUpload(hop, newKey, now);
    expect(verify(headers).ok).toBe(true);
    expect(isWhole(headers, seal(digestOf('a,b')), 'a,b')).toBe(true);
  });

  it('may be signed by the old key while keys change', () => {
    const { headers, seal } = signUpload(hop, oldKey, now);
    expect(isWhole(headers, seal(digestOf('a,b')), 'a,b')).toBe(true);
  });

  it.each([
    ['another subgraph', { target: 'union' }],
    ['another query', { path: '/uploads?idempotencyKey=k2&mode=ATOMIC' }],
    ['another media type', { contentType: 'application/x-ndjson' }],
    ['another viewer', { viewer: 'somebody else' }],
  ])('is refused for %s', (_what, sent) => {
    expect(verify(signUpload(hop, newKey, now).headers, sent)).toEqual({ ok: false, error: 'BAD_SIGNATURE' });
  });

  it('is refused when it is unsigned, of an unknown key, stale or shown twice', () => {
    const { headers } = signUpload(hop, newKey, now);
    const memory = new ProcessNonceMemory();
    const late = new Date(now.getTime() + HOP_WINDOW_MS + 1);
    expect(verify({})).toEqual({ ok: false, error: 'MISSING' });
    expect(verify({ ...headers, [HOP_HEADERS.key]: 'other' })).toEqual({ ok: false, error: 'UNKNOWN_KEY' });
    expect(verify(headers, {}, memory, late)).toEqual({ ok: false, error: 'STALE' });
    expect(verify(headers, {}, memory).ok).toBe(true);
    expect(verify(headers, {}, memory)).toEqual({ ok: false, error: 'REPLAYED' });
  });

  it('is not whole with another body, without trailers, with altered ones or with those of another upload', () => {
    const { headers, seal } = signUpload(hop, newKey, now);
    const trailers = seal(digestOf('a,b'));
    expect(isWhole(headers, trailers, 'a,c')).toBe(false);
    expect(isWhole(headers, {}, 'a,b')).toBe(false);
    for (const name of Object.values(UPLOAD_TRAILERS)) {
      expect(isWhole(headers, { ...trailers, [name]: undefined }, 'a,b')).toBe(false);
      expect(isWhole(headers, { ...trailers, [name]: '1' }, 'a,b')).toBe(false);
    }
    expect(isWhole(headers, signUpload(hop, newKey, now).seal(digestOf('a,b')), 'a,b')).toBe(false);
    expect(isWhole(headers, signUpload(hop, oldKey, now).seal(digestOf('a,b')), 'a,b')).toBe(false);
  });

  it('is worth nothing as a call with a body of its own, nor the other way round', () => {
    const call = { target: 'hrss', method: 'POST', path: hop.path, body: '', viewer: 'someone' };
    const trust = { keys, nonces: new ProcessNonceMemory(), now };
    const upload = signUpload(hop, newKey, now).headers;
    expect(verifyHop(call, (name) => upload[name], trust)).toBe('BAD_SIGNATURE');
    expect(verify(signHop(call, newKey, now)).ok).toBe(false);
  });
});
