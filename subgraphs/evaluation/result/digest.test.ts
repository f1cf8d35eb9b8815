import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inKeyOrder } from './recalculation/digest.ts';

/** The same as it was first written; digests of results that are stored were made with it. */
function asBefore(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member !== 'object' || member === null || Array.isArray(member)
      ? member
      : Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}

describe('the text a digest is made of', () => {
  it('is byte for byte the one that stored digests were made of', () => {
    const code = fc.oneof(fc.string(), fc.nat(200).map(String), fc.constantFrom('whole', '__proto__', '01'));
    const anything = fc.anything({ key: code, withDate: false, withNullPrototype: false, maxDepth: 4 });
    fc.assert(fc.property(anything, (value) => inKeyOrder(value) === asBefore(value)));
  });

  it('is the same whatever the order of the keys', () => {
    expect(inKeyOrder({ b: 1, a: { d: undefined, c: [undefined, '二'] }, 10: 'x', 9: 'y' })).toBe(
      inKeyOrder({ 9: 'y', 10: 'x', a: { c: [undefined, '二'], d: undefined }, b: 1 }),
    );
  });

  it('writes instants as JSON does', () => {
    const at = new Date('2026-11-21T10:00:00Z');
    expect(inKeyOrder({ at })).toBe(JSON.stringify({ at }));
  });
});
