import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTotpStep, fromBase32, toBase32, totpCode, totpStep } from './totp.ts';

/** RFC 6238, appendix B, the rows for SHA-1. */
const SECRET = Buffer.from('12345678901234567890');
const VECTORS: [seconds: number, code: string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
];

describe('codes that change with time', () => {
  it.each(VECTORS)('at %d are those of the standard', (seconds, code) => {
    const at = new Date(seconds * 1000);
    expect(totpCode(SECRET, totpStep(at), 8)).toBe(code);
    expect(totpCode(SECRET, totpStep(at))).toBe(code.slice(2));
  });

  it('are found up to one step before and after, and no further', () => {
    const at = new Date(1_111_111_111_000);
    const now = totpStep(at);
    const found = [-2, -1, 0, 1, 2].map((offset) => findTotpStep(SECRET, totpCode(SECRET, now + offset), at));
    expect(found).toEqual([null, now - 1, now, now + 1, null]);
  });

  it.each(['', '12345', '1234567', 'abcdef', '٠٥٠٤٧١', '050471\n'])('are not %j', (code) => {
    expect(findTotpStep(SECRET, code, new Date(1_111_111_111_000))).toBeNull();
  });
});

describe('base32', () => {
  it('is that of RFC 4648, without padding', () => {
    expect(toBase32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    expect(fromBase32('mzxw6ytboi').toString()).toBe('foobar');
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect([...fromBase32(toBase32(Buffer.from(bytes)))]).toEqual([...bytes]);
      }),
    );
  });
});
