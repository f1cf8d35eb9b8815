import fc from 'fast-check';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { findDuplicateKey } from './duplicate-keys.ts';
import { measureDocument } from './document-measure.ts';
import { isDeeperThan } from './value-depth.ts';

const measure = (text: string) => measureDocument(parse(text));

describe('the measure of a document', () => {
  it('counts levels, root fields, aliases and directives', () => {
    expect(
      measure('query Q($a: Int @x) @y { a b: c { d @skip(if: true) { e } } ... @include(if: true) { f } }'),
    ).toEqual({
      depth: 3,
      rootFields: 3,
      aliases: 1,
      directives: 4,
      isIntrospection: false,
    });
  });

  it('counts a fragment where it is spread, each time', () => {
    const text = '{ a { ...F } b { ...F } ...G } fragment F on T { x: c @d } fragment G on Query { e g }';
    expect(measure(text)).toMatchObject({ depth: 2, rootFields: 4, aliases: 2, directives: 2 });
  });

  it('looks at every operation, whichever is asked for, and at fragments nobody spreads', () => {
    expect(measure('query A { a } query B { a b c }').rootFields).toBe(3);
    expect(measure('{ a } fragment F on T { b { c { d: e } } }')).toMatchObject({
      depth: 3,
      rootFields: 1,
      aliases: 1,
    });
  });

  it('is endlessly deep where fragments go round', () => {
    expect(measure('{ ...A } fragment A on Q { a { ...B } } fragment B on Q { ...A }').depth).toBe(Infinity);
    expect(measure('{ a } fragment A on Q { ...A }').depth).toBe(Infinity);
  });

  it('counts fragments that double each other in no time', () => {
    const fragments = Array.from({ length: 900 }, (_, i) => `fragment F${i} on Q { ...F${i + 1} ...F${i + 1} }`);
    const started = performance.now();
    expect(measure(`{ ...F0 } ${fragments.join(' ')} fragment F900 on Q { a: b }`).aliases).toBeGreaterThan(1e200);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it.each([
    ['{ __schema { types { name } } }', true],
    ['{ x: __type(name: "A") { name } }', true],
    ['{ ...F } fragment F on Query { ... { __schema { types { name } } } }', true],
    ['{ __typename a { __typename } }', false],
  ])('knows introspection: %s', (text, is) => {
    expect(measure(text).isIntrospection).toBe(is);
  });
});

describe('duplicate keys', () => {
  it('are counted by response key, through fragments, where selections are merged', () => {
    const found = (text: string, most: number) => findDuplicateKey(parse(text), most);
    expect(found('{ a a b: a b: c }', 1)).toEqual({ key: 'a', count: 2 });
    expect(found('{ a a b: a b: c }', 2)).toBeNull();
    expect(found('{ a ... { a } ...F } fragment F on Q { a }', 2)).toEqual({ key: 'a', count: 3 });
    expect(found('{ a { x x } a { x x } }', 3)).toEqual({ key: 'x', count: 4 });
    expect(found('{ a { x x } b { x x } }', 3)).toBeNull();
  });

  it('ends even where nobody has bounded the fragments', () => {
    const fragments = Array.from({ length: 40 }, (_, i) => `fragment F${i} on Q { ...F${i + 1} ...F${i + 1} }`);
    const started = performance.now();
    expect(findDuplicateKey(parse(`{ ...F0 } ${fragments.join(' ')} fragment F40 on Q { a }`), 1e9)).not.toBeNull();
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('depth of values', () => {
  it('is found without going deep itself', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i += 1) deep = i % 2 ? [deep] : { deep };
    expect(isDeeperThan(deep, 12)).toBe(true);
    expect(isDeeperThan({ input: { rows: [{ dimensions: [{ key: 'a' }] }] } }, 12)).toBe(false);
  });

  it('is that of the deepest value', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }), (depth, most) => {
        let value: unknown = 0;
        for (let i = 0; i < depth; i += 1) value = { a: value, b: 1 };
        // The outermost map is not a value inside a value.
        expect(isDeeperThan(value, most)).toBe(depth > most + 1);
      }),
    );
  });
});
