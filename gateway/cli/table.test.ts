import fc from 'fast-check';
import { expect, it } from 'vitest';
import { displayWidth, renderTable, truncate } from './table.ts';

it('counts a Chinese character as two places, a Latin one as one, a combining mark as none', () => {
  expect(displayWidth('丰台区 A')).toBe(8);
  expect(displayWidth('（演示）')).toBe(8);
  expect(displayWidth('e\u0301')).toBe(1);
  expect(displayWidth('𠮷')).toBe(2);
});

it('aligns columns of mixed scripts', () => {
  const table = renderTable(
    [{ title: '一级指标' }, { title: '得分', align: 'right' }],
    [
      ['组织领导', '8.5'],
      ['Total', '100'],
    ],
  );
  expect(table).toBe(['一级指标  得分', '────────  ────', '组织领导   8.5', 'Total      100'].join('\n'));
});

it('starts the last column at the same place in every row', () => {
  const cell = fc.string({ unit: fc.constantFrom('丰', 'a', '，', '7', 'é'), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 8 }), (names) => {
      const lines = renderTable(
        [{ title: 'x' }, { title: '|' }],
        names.map((name) => [name, '|']),
      ).split('\n');
      const starts = lines.filter((line) => line.endsWith('|')).map((line) => displayWidth(line.slice(0, -1)));
      expect(new Set(starts).size).toBe(1);
      expect(starts).toHaveLength(names.length + 1);
    }),
  );
});

it('never cuts a text to more than the width', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('丰', 'a', '👍'), maxLength: 30 }),
      fc.integer({ min: 2, max: 20 }),
      (text, width) => {
        expect(displayWidth(truncate(text, width))).toBeLessThanOrEqual(width);
      },
    ),
  );
});
