import { describe, expect, it } from 'vitest';
import { DocumentCache } from './document-cache.ts';

const parsed = (cache: DocumentCache, query: string) => {
  const result = cache.parse(query);
  return result.ok ? result.value : null;
};

describe('DocumentCache', () => {
  it('parses a document once', () => {
    const cache = new DocumentCache({ tokens: 100, nesting: 10 });
    expect(parsed(cache, '{ a }')).not.toBeNull();
    expect(parsed(cache, '{ a }')).toBe(parsed(cache, '{ a }'));
    expect(parsed(cache, '{ b }')).not.toBe(parsed(cache, '{ a }'));
  });

  it('keeps none that is wrong or too long', () => {
    const cache = new DocumentCache({ tokens: 5, nesting: 10 });
    expect(cache.parse('{ a a a a a a }')).toEqual({ ok: false, error: { kind: 'TOO_LONG' } });
    expect(cache.parse('[[[[[[[[[[[')).toEqual({ ok: false, error: { kind: 'TOO_LONG' } });
    expect(cache.parse('{')).toMatchObject({ ok: false, error: { kind: 'SYNTAX' } });
    expect(cache.parse('"Document contains more that 5 tokens"')).toMatchObject({ error: { kind: 'SYNTAX' } });
    expect(cache.size).toBe(0);
  });

  it('does not parse what is nested too deep for the parser', () => {
    const deep = new DocumentCache({ tokens: 10_000_000, nesting: 48 });
    for (const text of ['['.repeat(1_000_000), `{ a(x: ${'[{a:'.repeat(1_000_000)}`, '{a'.repeat(49)]) {
      expect(deep.parse(text)).toEqual({ ok: false, error: { kind: 'TOO_DEEP' } });
    }
    expect(deep.parse(`${'{a'.repeat(48)}${'}'.repeat(48)}`).ok).toBe(true);
    expect(deep.parse('}'.repeat(1_000))).toMatchObject({ error: { kind: 'SYNTAX' } });
    expect(deep.parse(`{ a # ${'['.repeat(1_000)}\n b(x: "${'['.repeat(1_000)}") }`).ok).toBe(true);
  });

  it('forgets the one unused longest, by number and by length', () => {
    const few = new DocumentCache({ tokens: 100, nesting: 10 }, { entries: 2, characters: 1_000 });
    const first = parsed(few, '{ a }');
    parsed(few, '{ b }');
    expect(parsed(few, '{ a }')).toBe(first);
    parsed(few, '{ c }');
    expect(parsed(few, '{ a }')).toBe(first);
    const short = new DocumentCache({ tokens: 1_000, nesting: 10 }, { entries: 100, characters: 12 });
    parsed(short, '{ a }');
    parsed(short, '{ b }');
    parsed(short, '{ c }');
    expect(short.size).toBe(2);
    parsed(short, '{ aaaaaaaaaaaaaaaaaaaaa }');
    expect(short.size).toBe(0);
  });
});
