import fc from 'fast-check';
import pg from 'pg';
import { expect, it } from 'vitest';
import { columnText } from './array-text.ts';

const TEXT_ARRAY: number = 1009;

it('writes any texts as the driver reads them back', () => {
  const read = pg.types.getTypeParser(TEXT_ARRAY);
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('', 'null', 'NULL', '{}', '"', '\\', 'a,b', ' a', '合计', '2025-Q1', 'a=b;c=d'),
    fc.constant(null),
  );
  fc.assert(
    fc.property(fc.array(text), (list) => {
      const isEmpty = list.every((element) => element === null);
      expect(read(columnText(list, (element) => element))).toEqual(isEmpty ? [] : list);
    }),
  );
});

it('writes numbers, yes and no as they are', () => {
  expect(columnText([1, -2, true, false, null], (element) => element)).toBe('{1,-2,true,false,NULL}');
});
