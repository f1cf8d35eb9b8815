import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { department as hrss } from '../../../subgraphs/hrss/department.ts';
import {
  aContext,
  aRecord,
  anInput,
  cellRulesOf,
  type RecordedText,
  type RowText,
} from '../../../test/testkit/reported-rows.ts';
import type { Issue } from '../../primitives/issue.ts';
import type { CellRule } from './cell-rule.ts';
import { checkCells } from './cell.rules.ts';
import { checkAndSettle, valuesOf } from './check-and-settle.ts';
import { CheckPlans } from './check-plan.ts';
import { resolveRow } from './row.ts';
import { checkRows, commonRowRules } from './row.rules.ts';
import type { Settlement, Waiver } from './settle.ts';

const context = aContext(hrss, 'hrss');

const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 200 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('1.5', '-1', '很多', '', '13812345678', '0.30', 'true', '否') },
);
const cell = fc.oneof(
  fc.record({
    measure: fc.constantFrom('technicians', 'skilled-workers', 'skilled-worker-leavers', 'factor-sharing-system'),
    period: fc.constantFrom('2023', '2024', '2025'),
  }),
  fc.record({
    measure: fc.constantFrom('training-participations', 'migrant-training-participations', 'wage-arrears-cases'),
    period: fc.constantFrom('2024-Q3', '2025-Q2', '2025-Q3'),
  }),
  fc.record({
    measure: fc.constant('industrial-worker-flow'),
    period: fc.constantFrom('2024-Q3', '2025-Q3'),
    dimensions: fc.constantFrom('flow-direction=in', 'flow-direction=out', 'flow-direction=_T'),
  }),
);
const explanation = fc.constantFrom(null, null, '无', '两家机构合并，口径不变', '联系13812345678');
const stage = fc.constantFrom(null, null, 'PRELIMINARY' as const, 'FINAL' as const);
const row: fc.Arbitrary<RowText> = fc.tuple(cell, value, explanation, stage).map(([at, text, why, of]) => ({
  ...at,
  value: text,
  explanation: why,
  stage: of,
}));
const rows = fc.array(row, { minLength: 1, maxLength: 14 });
const recorded: fc.Arbitrary<RecordedText[]> = fc.array(
  fc
    .tuple(cell, fc.integer({ min: 0, max: 200 }), stage)
    .map(([at, number, of]) => ({ ...at, value: `${number}`, stage: of })),
  { maxLength: 12 },
);

interface Case {
  readonly rows: readonly (readonly [number: number, RowText])[];
  readonly recorded: readonly RecordedText[];
  readonly waivers?: readonly Waiver[];
  readonly mode?: 'ATOMIC' | 'PARTIAL';
}

function settled({ rows: texts, recorded: record, waivers = [], mode = 'PARTIAL' }: Case): Settlement {
  const resolved = texts.map(([number, text]) => resolveRow(anInput(text), number, context));
  const issues = checkRows(resolved, [...commonRowRules, ...hrss.rules], context);
  const yardstick = {
    plans: new CheckPlans(cellRulesOf(hrss), context),
    waivers,
    current: aRecord(record, context),
    mode,
  };
  return checkAndSettle({ rows: resolved, issues }, yardstick);
}

const numbered = (texts: readonly RowText[]) => texts.map((text, index) => [index + 1, text] as const);

/** A finding without what names other rows by number. */
function outline({ code, severity, row: number, rule, message, comparedValue }: Issue): string {
  return [number, rule, code, severity, code === 'CELL_REPEATED' ? '' : message, comparedValue].join('|');
}

describe('checks of any rows', () => {
  it('find the same where rules that need other values are asked even without them', () => {
    const asked = (rules: readonly CellRule[]) => new CheckPlans(rules, context);
    fc.assert(
      fc.property(rows, recorded, (texts, record) => {
        const resolved = texts.map((text, index) => resolveRow(anInput(text), index + 1, context));
        const values = valuesOf(resolved, aRecord(record, context));
        const always = cellRulesOf(hrss).map((rule) => ({ ...rule, needsOthers: false }));
        const own = (rule: CellRule): boolean => !rule.id.startsWith('total.');
        expect(checkCells(resolved, asked(cellRulesOf(hrss).filter(own)), values)).toEqual(
          checkCells(resolved, asked(always.filter(own)), values),
        );
      }),
    );
  });

  it('find and refuse the same in whatever order the rows come', () => {
    const shuffled = fc
      .tuple(rows, recorded)
      .chain(([texts, record]) =>
        fc.tuple(
          fc.constant({ rows: numbered(texts), recorded: record }),
          fc.shuffledSubarray(numbered(texts), { minLength: texts.length, maxLength: texts.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([original, order]) => {
        const one = settled(original);
        const other = settled({ ...original, rows: order });
        expect(new Set(other.refused)).toEqual(new Set(one.refused));
        expect(other.issues.map(outline).sort()).toEqual(one.issues.map(outline).sort());
      }),
      { numRuns: 300 },
    );
  });

  it('store only what passes by itself: handed in alone, the accepted rows are all accepted', () => {
    fc.assert(
      fc.property(rows, recorded, (texts, record) => {
        const { accepted } = settled({ rows: numbered(texts), recorded: record });
        const numbers = new Set(accepted.map(({ number }) => number));
        const again = settled({ rows: numbered(texts).filter(([number]) => numbers.has(number)), recorded: record });
        expect(again.refused).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('refuse every row with a hard finding, none for a hint, and no explained row for a soft one', () => {
    fc.assert(
      fc.property(rows, recorded, fc.constantFrom('ATOMIC' as const, 'PARTIAL' as const), (texts, record, mode) => {
        const explained = texts.map((text) => ({ ...text, explanation: '两家机构合并，口径不变' }));
        const { refused, issues } = settled({ rows: numbered(explained), recorded: record, mode });
        const hard = issues.filter(({ severity }) => severity === 'ERROR').map((issue) => issue.row);
        expect(new Set(refused)).toEqual(new Set(hard));
      }),
      { numRuns: 300 },
    );
  });

  it('tell of every refused row why', () => {
    fc.assert(
      fc.property(rows, recorded, (texts, record) => {
        const { refused, issues } = settled({ rows: numbered(texts), recorded: record });
        const told = new Set(issues.filter(({ severity }) => severity !== 'HINT').map((issue) => issue.row));
        expect(refused.filter((number) => !told.has(number))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('are not moved by waivers of other cells or other values', () => {
    const other = fc.record({ rule: fc.constantFrom('value.range', 'share.bound', 'total.sum'), of: row });
    fc.assert(
      fc.property(rows, recorded, fc.array(other, { maxLength: 5 }), (texts, record, others) => {
        const waivers = others.map(({ rule, of }, index): Waiver => {
          const at = resolveRow(anInput(of), 1, context);
          const elsewhere = `110107|${at.input.period}|${at.input.measure}|${at.dimensions}`;
          return { id: `w${index}`, rule, cell: elsewhere, value: at.value, reason: '已核实' };
        });
        const without = settled({ rows: numbered(texts), recorded: record });
        const withThem = settled({ rows: numbered(texts), recorded: record, waivers });
        expect(withThem).toEqual(without);
      }),
      { numRuns: 200 },
    );
  });

  it('never tell a number again that may be a person’s', () => {
    fc.assert(
      fc.property(rows, recorded, (texts, record) => {
        expect(JSON.stringify(settled({ rows: numbered(texts), recorded: record }).issues)).not.toContain(
          '13812345678',
        );
      }),
      { numRuns: 300 },
    );
  });

  it('never store a total', () => {
    fc.assert(
      fc.property(rows, recorded, (texts, record) => {
        const { accepted } = settled({ rows: numbered(texts), recorded: record });
        expect(accepted.filter(({ dimensions }) => dimensions.includes('_T'))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
