import { describe, expect, it } from 'vitest';
import { department as hrss } from '../../../subgraphs/hrss/department.ts';
import {
  aContext,
  aRecord,
  cellRulesOf,
  findingsIn,
  type RecordedText,
  resolveRows,
  type RowText,
} from '../../../test/testkit/reported-rows.ts';
import { cellKey } from '../observation/observation.ts';
import { cellOfRow } from './cell-rule.ts';
import { checkAndSettle } from './check-and-settle.ts';
import { CheckPlans } from './check-plan.ts';
import { checkRows, commonRowRules } from './row.rules.ts';
import { isExplained, type Settlement, settle, type Waiver } from './settle.ts';

const context = aContext(hrss, 'hrss');

function settled(
  rows: readonly RowText[],
  waivers: readonly Waiver[] = [],
  recorded: readonly RecordedText[] = [],
): Settlement {
  const resolved = resolveRows(rows, context);
  const issues = checkRows(resolved, [...commonRowRules, ...hrss.rules], context);
  const yardstick = { plans: new CheckPlans(cellRulesOf(hrss), context), waivers, current: aRecord(recorded, context) };
  return checkAndSettle({ rows: resolved, issues }, { ...yardstick, mode: 'PARTIAL' });
}

function aWaiver(rule: string, row: RowText, rest: Partial<Waiver> = {}): Waiver {
  const [resolved] = resolveRows([row], context);
  if (resolved === undefined) throw new Error('one row was resolved');
  const cell = cellKey(cellOfRow(resolved));
  return { id: 'w1', rule, cell, value: resolved.value, reason: '口径调整，已核实', ...rest };
}

const half: RowText = { value: '1.5' };
const flow = (code: string, value: string): RowText => ({
  measure: 'industrial-worker-flow',
  period: '2025-Q3',
  dimensions: `flow-direction=${code}`,
  value,
});

describe('settle', () => {
  it('refuses a row with a hard finding and keeps the others', () => {
    const { accepted, refused } = settled([half, { period: '2024' }]);
    expect(refused).toEqual([1]);
    expect(accepted.map(({ number }) => number)).toEqual([2]);
  });

  it('lets a waived value pass and tells who said so and why', () => {
    const waiver = aWaiver('value.range', half);
    const { refused, issues, usedWaivers } = settled([half], [waiver]);
    expect(refused).toEqual([]);
    expect(usedWaivers).toEqual([waiver]);
    expect(issues).toMatchObject([{ code: 'VALUE_NOT_WHOLE', severity: 'HINT' }]);
    expect(issues[0]?.message).toContain('已由牵头单位豁免：口径调整，已核实');
  });

  it.each<[string, Waiver]>([
    ['of another value', aWaiver('value.range', half, { value: '2.5' })],
    ['of another cell', aWaiver('value.range', { ...half, period: '2024' })],
    ['of another rule', aWaiver('total.sum', half)],
  ])('is not moved by a waiver %s', (_what, waiver) => {
    expect(settled([half], [waiver])).toMatchObject({ refused: [1], usedWaivers: [] });
  });

  it('is not moved by a waiver of a rule that nobody may waive', () => {
    const wrong: RowText = { value: '很多' };
    expect(settled([wrong], [aWaiver('value.type', wrong)]).refused).toEqual([1]);
  });

  it('still holds a waived value against the other cells', () => {
    const jump = { period: '2024', value: '1000' };
    expect(settled([half], [aWaiver('value.range', half)], [jump]).issues.map(({ code }) => code)).toContain(
      'JUMP_AGAINST_HISTORY',
    );
  });

  it('asks for an explanation and stores nothing until it comes', () => {
    const { refused, issues } = settled([{}], [], [{ period: '2024', value: '10' }]);
    expect(refused).toEqual([1]);
    expect(issues).toMatchObject([{ code: 'JUMP_AGAINST_HISTORY', severity: 'WARNING', comparedValue: '10' }]);
    expect(issues[0]?.message).toContain('请在情况说明(explanation)中写明原因');
  });

  it('takes the explanation and keeps telling what was asked', () => {
    const explained = { explanation: '合并两家鉴定机构' };
    const { refused, issues } = settled([explained], [], [{ period: '2024', value: '10' }]);
    expect(refused).toEqual([]);
    expect(issues).toMatchObject([{ code: 'JUMP_AGAINST_HISTORY', severity: 'WARNING' }]);
    expect(issues[0]?.message).not.toContain('请在情况说明');
  });

  it.each([null, '', '无', '。。。。。', '    ', '！？，。', '无无无无'])(
    'does not take %j for an explanation',
    (explanation) => {
      expect(isExplained(resolveRows([{ explanation }], context)[0])).toBe(false);
    },
  );

  it('refuses both rows of one cell: nobody can say which is meant', () => {
    const { refused, issues } = settled([{ value: '1' }, { period: '2024' }, { value: '2' }]);
    expect(refused).toEqual([1, 3]);
    expect(issues.map(({ row, code }) => [row, code])).toEqual([
      [3, 'CELL_REPEATED'],
      [1, 'CELL_REPEATED'],
    ]);
  });

  it('never stores a total, and refuses the parts with a total that does not match', () => {
    const right = settled([flow('in', '3'), flow('out', '4'), flow('total', '7')]);
    expect(right.accepted.map(({ dimensions }) => dimensions)).toEqual(['flow-direction=in', 'flow-direction=out']);
    expect(right.issues).toEqual([]);
    const wrong = settled([flow('in', '3'), flow('out', '4'), flow('total', '8')]);
    expect(wrong.refused).toEqual([1, 2, 3]);
    expect(wrong.issues.map(({ row, rule }) => [row, rule])).toEqual([
      [3, 'total.sum'],
      [1, 'total.part'],
      [2, 'total.part'],
    ]);
  });

  it('keeps the parts where the total that does not match was waived', () => {
    const waiver = aWaiver('total.sum', flow('_T', '8'));
    expect(settled([flow('in', '3'), flow('out', '4'), flow('_T', '8')], [waiver])).toMatchObject({ refused: [] });
  });

  it('passes findings about the whole act through and refuses no row for them', () => {
    const rows = resolveRows([{}], context);
    const [finding] = findingsIn({ department: hrss, unit: 'hrss', rows: [half] });
    const whole = { ...finding, row: null } as NonNullable<typeof finding>;
    expect(settle(rows, [whole], [])).toMatchObject({ refused: [], issues: [whole] });
  });
});

describe('checkAndSettle', () => {
  const leavers = (value: string): RowText => ({ measure: 'skilled-worker-leavers', value });
  const workers = (value: string): RowText => ({
    measure: 'skilled-workers',
    value,
    explanation: '样本企业120家，全数调查',
  });

  it('lets a numerator pass that grows with its denominator', () => {
    expect(settled([leavers('12'), workers('20')], [], [workers('10')]).refused).toEqual([]);
  });

  it('does not let it pass on a denominator that is refused itself', () => {
    const { refused, issues } = settled([leavers('12'), workers('20.5')], [], [{ ...workers('10'), period: '2025' }]);
    expect(refused).toEqual([1, 2]);
    expect(issues).toContainEqual(expect.objectContaining({ row: 1, code: 'NUMERATOR_ABOVE_DENOMINATOR' }));
  });

  it('follows a chain of rows that rest on each other to its end', () => {
    const trained = (value: string): RowText => ({ measure: 'training-participations', period: '2025-Q3', value });
    const migrants = (value: string): RowText => ({
      measure: 'migrant-training-participations',
      period: '2025-Q3',
      value,
    });
    // The whole jumps without a word and falls; the part stands on the old whole and falls too.
    const { refused } = settled(
      [trained('900'), migrants('500')],
      [],
      [trained('100'), { ...trained('100'), period: '2024-Q3' }],
    );
    expect(refused).toEqual([1, 2]);
  });
});
