import { describe, expect, it } from 'vitest';
import { ProcessNonceMemory } from './nonce-memory.ts';
import { HOP_HEADERS, HOP_WINDOW_MS, type HopRequest, parseHopKeys, signHop, verifyHop } from './signed-hop.ts';
import { decodeViewer, encodeViewer } from './viewer.ts';

const keys = parseHopKeys('new:bmV3LXNlY3JldA,old:b2xkLXNlY3JldA');
const request: HopRequest = {
  target: 'hrss',
  method: 'POST',
  path: '/graphql',
  body: '{"query":"{ a }"}',
  viewer: 'someone',
};
const now = new Date('2026-11-20T00:00:00Z');

function verify(
  sent: Partial<HopRequest>,
  headers: Record<string, string | undefined>,
  at = now,
  memory = new ProcessNonceMemory(),
) {
  return verifyHop({ ...request, ...sent }, (name) => headers[name], { keys, nonces: memory, now: at });
}

function signed(index = 0): Record<string, string> {
  const key = keys[index];
  if (!key) throw new Error('no such key');
  return signHop(request, key, now);
}

describe('a signed hop', () => {
  it('is accepted once, with either live key', () => {
    expect(verify({}, signed(0))).toBeNull();
    expect(verify({}, signed(1))).toBeNull();
  });

  it.each([
    ['body', { body: '{"query":"{ b }"}' }],
    ['viewer', { viewer: 'someone-else' }],
    ['path', { path: '/other' }],
    ['method', { method: 'GET' }],
    ['target, the subgraph it is for,', { target: 'sasac' }],
  ])('is refused when its %s was changed', (_what, change) => {
    expect(verify(change, signed())).toBe('BAD_SIGNATURE');
  });

  it('says from where the client spoke, and nobody can add, change or take that away', () => {
    const [key] = keys;
    if (!key) throw new Error('no such key');
    const withSource = () => signHop({ ...request, source: '192.0.2.7' }, key, now);
    expect(verify({ source: '192.0.2.7' }, withSource())).toBeNull();
    expect(verify({ source: '192.0.2.8' }, withSource())).toBe('BAD_SIGNATURE');
    expect(verify({}, withSource())).toBe('BAD_SIGNATURE');
    expect(verify({ source: '192.0.2.7' }, signed())).toBe('BAD_SIGNATURE');
  });

  it('is refused when replayed, unsigned, signed by a stranger, or out of time', () => {
    const memory = new ProcessNonceMemory();
    const headers = signed();
    expect(verify({}, headers, now, memory)).toBeNull();
    expect(verify({}, headers, now, memory)).toBe('REPLAYED');
    expect(verify({}, {})).toBe('MISSING');
    expect(verify({}, { ...signed(), [HOP_HEADERS.key]: 'stranger' })).toBe('UNKNOWN_KEY');
    expect(verify({}, signed(), new Date(now.getTime() + HOP_WINDOW_MS + 1))).toBe('STALE');
    expect(verify({}, signed(), new Date(now.getTime() - HOP_WINDOW_MS - 1))).toBe('STALE');
    expect(verify({}, { ...signed(), [HOP_HEADERS.signature]: 'AAAA' })).toBe('BAD_SIGNATURE');
  });

  it('cannot be replayed at any time inside its window, and memory turns over', () => {
    const memory = new ProcessNonceMemory();
    let at = now.getTime();
    expect(memory.admit('n', at)).toBe(true);
    for (let step = 0; step < 10; step += 1) {
      at += HOP_WINDOW_MS / 5;
      expect(memory.admit('n', at)).toBe(false);
    }
    expect(memory.admit('n', at + 20 * HOP_WINDOW_MS)).toBe(true);
  });
});

describe('the viewer header', () => {
  it('reads back what was written and refuses anything else', () => {
    const viewer = { subject: 's', memberUnit: null, roles: ['auditor' as const], purpose: '审计' };
    expect(decodeViewer(encodeViewer(viewer))).toEqual(viewer);
    expect(decodeViewer('')).toBeNull();
    expect(
      decodeViewer(
        Buffer.from('{"subject":"s","memberUnit":null,"roles":["king"],"purpose":""}').toString('base64url'),
      ),
    ).toBeNull();
    expect(
      decodeViewer(
        Buffer.from('{"subject":"s","memberUnit":null,"roles":[],"purpose":"","isAdmin":true}').toString('base64url'),
      ),
    ).toBeNull();
  });
});
