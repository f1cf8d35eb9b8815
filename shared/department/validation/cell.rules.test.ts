import { describe, expect, it } from 'vitest';
import { department as hrss } from '../../../subgraphs/hrss/department.ts';
import { department as union } from '../../../subgraphs/union/department.ts';
import {
  aContext,
  cellRulesOf,
  findingsIn,
  type RecordedText,
  resolveRows,
  type RowText,
} from '../../../test/testkit/reported-rows.ts';
import { cellKey } from '../observation/observation.ts';
import { cellsToRead } from './cell.rules.ts';
import { CheckPlans } from './check-plan.ts';

function found(rows: readonly RowText[], recorded: readonly RecordedText[] = [], isDemo = false) {
  return findingsIn({ department: hrss, unit: 'hrss', rows, recorded, isDemo });
}

function foundBy(unit: string, rows: readonly RowText[], recorded: readonly RecordedText[] = []) {
  return findingsIn({ department: union, unit, rows, recorded });
}

const posts = (organisation: string, post: string, value: string): RowText => ({
  measure: 'mass-org-worker-posts',
  dimensions: `mass-organisation=${organisation};post-kind=${post}`,
  value,
});
const board = (seat: string, value: string): RowText => ({
  measure: 'employee-board-members',
  dimensions: `governance-seat=${seat};ownership=non-public`,
  value,
});
const flow = (code: string, value: string): RowText => ({
  measure: 'industrial-worker-flow',
  period: '2025-Q3',
  dimensions: `flow-direction=${code}`,
  value,
});

describe('parts and total', () => {
  it('compares a total over one of two dimensions with the parts of that one', () => {
    const parts = [board('employee-director', '3'), board('employee-supervisor', '4')];
    expect(foundBy('union', [...parts, board('_T', '7')])).toEqual([]);
    expect(foundBy('union', [...parts, board('_T', '9')])).toMatchObject([
      { code: 'TOTAL_MISMATCH', severity: 'ERROR', row: 3, comparedValue: '7' },
    ]);
  });

  it('compares with what is in the record where a part is not handed in', () => {
    expect(found([flow('_T', '9')], [flow('in', '4'), flow('out', '5')])).toEqual([]);
    expect(found([flow('_T', '9'), flow('in', '6')], [flow('in', '4'), flow('out', '5')])).toContainEqual(
      expect.objectContaining({ code: 'TOTAL_MISMATCH', comparedValue: '11' }),
    );
  });

  it('adds decimals exactly', () => {
    const use = (code: string, value: string): RowText => ({
      measure: 'fiscal-vocational-fund',
      dimensions: `fund-use=${code}`,
      value,
    });
    const parts = [use('vocational-education', '0.1'), use('training-subsidy', '0.2')];
    expect(foundBy('finance', [...parts, use('合计', '0.3')])).toEqual([]);
  });

  it('refuses a total over parts of other units, so that nobody learns their figures by guessing', () => {
    expect(foundBy('union', [posts('_T', '_T', '9')], [posts('youth-league', 'part-time', '4')])).toMatchObject([
      { code: 'CELL_NOT_OWNED', comparedValue: null },
      { code: 'TOTAL_PARTS_MISSING' },
    ]);
  });

  it('refuses a total of groups that overlap, naming the dimension', () => {
    const [issue] = foundBy('union', [{ measure: 'employees', dimensions: 'member-group=合计', value: '9' }]);
    expect(issue).toMatchObject({ code: 'TOTAL_NOT_APPLICABLE', severity: 'ERROR' });
    expect(issue?.message).toContain('互有重叠');
  });

  it('takes a code of the dimension for what it is', () => {
    expect(foundBy('union', [{ measure: 'employees', dimensions: 'member-group=all', value: '9' }])).toEqual([]);
  });

  it('asks a total nothing but whether it matches', () => {
    const recorded = [flow('in', '3'), flow('out', '4'), { ...flow('in', '500'), period: '2024-Q3' }];
    expect(found([flow('_T', '7')], recorded)).toEqual([]);
  });

  it('does not multiply out dimensions that the measure has not', () => {
    const dimensions = [
      'ownership',
      'org-kind',
      'school-kind',
      'honour-level',
      'visit-venue',
      'course-venue',
      'admin-tier',
    ];
    const row = { dimensions: dimensions.map((key) => `${key}=_T`).join(';') };
    expect(found([row]).map(({ code }) => code)).toEqual(['DIMENSION_UNKNOWN']);
  });
});

describe('numerator and denominator', () => {
  const leavers = { measure: 'skilled-worker-leavers', value: '12' };
  const workers = { measure: 'skilled-workers', value: '10', explanation: '样本企业120家，全数调查' };

  it('speaks on whichever of the two is handed in', () => {
    expect(found([leavers], [workers]).map(({ code }) => code)).toContain('NUMERATOR_ABOVE_DENOMINATOR');
    expect(found([workers], [leavers])).toMatchObject([
      { code: 'NUMERATOR_ABOVE_DENOMINATOR', severity: 'ERROR', comparedValue: '12' },
    ]);
  });

  it('looks at what would count after the submission', () => {
    expect(found([leavers, { ...workers, value: '20' }], [workers]).map(({ code }) => code)).not.toContain(
      'NUMERATOR_ABOVE_DENOMINATOR',
    );
  });

  it('says nothing while the denominator is not known', () => {
    expect(found([leavers]).map(({ severity }) => severity)).not.toContain('ERROR');
  });

  it('refuses something out of nothing', () => {
    expect(found([leavers], [{ ...workers, value: '0' }]).map(({ code }) => code)).toContain('DENOMINATOR_ZERO');
  });

  it('adds up the parts of a numerator that is broken down, as the derivation does', () => {
    const use = (code: string, value: string): RowText => ({
      measure: 'fiscal-vocational-fund',
      dimensions: `fund-use=${code}`,
      value,
    });
    const spent = { measure: 'fiscal-expenditure', value: '10' };
    expect(foundBy('finance', [use('vocational-education', '6'), use('training-subsidy', '4')], [spent])).toEqual([]);
    expect(foundBy('finance', [use('vocational-education', '6')], [spent, use('training-subsidy', '5')])).toMatchObject(
      [{ code: 'NUMERATOR_ABOVE_DENOMINATOR', comparedValue: '10' }],
    );
  });

  it('asks, and tells no figure, where another unit answers for the other side', () => {
    const workforce = { measure: 'industrial-workers', value: '4321' };
    const [issue] = foundBy('organisation', [{ measure: 'party-members', value: '5000' }], [workforce]);
    expect(issue).toMatchObject({ code: 'NUMERATOR_ABOVE_DENOMINATOR', severity: 'WARNING', comparedValue: null });
    expect(JSON.stringify(issue)).not.toContain('4321');
  });
});

describe('history', () => {
  it('lets small numbers move', () => {
    expect(found([{ value: '3' }], [{ period: '2024', value: '2' }])).toEqual([]);
  });

  it('compares with the same quarter of the year before, else with the quarter before', () => {
    const served = (period: string, value: string): RowText => ({ measure: 'migrants-served', period, value });
    const [before, same] = [served('2025-Q2', '50'), served('2024-Q3', '100')];
    expect(found([served('2025-Q3', '100')], [before, same])).toEqual([]);
    expect(found([served('2025-Q3', '100')], [before])).toMatchObject([
      { code: 'JUMP_AGAINST_HISTORY', comparedValue: '50' },
    ]);
  });

  it('goes by the threshold of the measure where it has one', () => {
    const workers = (period: string, value: string): RowText => ({ measure: 'industrial-workers', period, value });
    expect(foundBy('statistics', [workers('2025', '112000')], [workers('2024', '100000')])).toMatchObject([
      { code: 'JUMP_AGAINST_HISTORY' },
    ]);
    expect(found([{ value: '112' }], [{ period: '2024', value: '100' }])).toEqual([]);
  });

  it('takes years of the same submission for history', () => {
    expect(found([{ period: '2024', value: '10' }, { value: '100' }])).toMatchObject([{ row: 2, comparedValue: '10' }]);
  });

  it('asks one question about one figure', () => {
    const codes = found([{ value: '20' }], [{ period: '2024', value: '100' }]).map(({ code }) => code);
    expect(codes).toEqual(['JUMP_AGAINST_HISTORY']);
  });

  it('asks nothing of what comes only in some years', () => {
    const entries = { measure: 'national-contest-entries' };
    expect(found([{ ...entries, value: '90' }], [{ ...entries, period: '2024', value: '10' }])).toEqual([]);
  });

  it('asks nothing of invented figures, and still refuses what cannot be', () => {
    expect(found([{}], [{ period: '2024', value: '10' }], true)).toEqual([]);
    const impossible = [
      { measure: 'skilled-worker-leavers', value: '12', explanation: '样本' },
      { measure: 'skilled-workers', value: '10', explanation: '样本' },
    ];
    expect(found(impossible, [], true).map(({ severity }) => severity)).toContain('ERROR');
  });

  it('asks nothing of a value that the record has already', () => {
    expect(found([{}], [{}, { period: '2024', value: '10' }])).toEqual([]);
  });
});

describe('the record', () => {
  it('refuses a preliminary figure after the final one even where they are equal', () => {
    const staged = { measure: 'skilled-workers', explanation: '抽样调查，样本三百人' };
    expect(found([{ ...staged, stage: 'PRELIMINARY' }], [{ ...staged, stage: 'FINAL' }])).toMatchObject([
      { code: 'FINAL_ALREADY_FILED' },
    ]);
  });
});

describe('cells to read', () => {
  it('are few for every cell of the catalogue: only the common denominator of many shares asks for more', () => {
    const context = aContext(union, 'union');
    const measures = [...(context.frameworkFor('district', 2025)?.framework.measures.values() ?? [])];
    const rows = measures
      .filter(({ derived }) => !derived)
      .flatMap((measure) => {
        const framework = context.frameworkFor('district', 2025)?.framework;
        const dimensions = measure.dimensions.map((id) => `${id}=${framework?.dimensions.get(id)?.values[0]?.code}`);
        const period = { annual: '2025', quarterly: '2025-Q3', monthly: '2025-09' }[measure.frequency];
        return { measure: measure.code, period, dimensions: dimensions.sort().join(';') };
      });
    const counts = resolveRows(rows, context).map(
      (row) => cellsToRead([row], new CheckPlans(cellRulesOf(union), context)).length,
    );
    expect(Math.max(...counts)).toBeLessThanOrEqual(16);
    expect(counts.filter((count) => count > 8).length).toBeLessThanOrEqual(counts.length / 30);
    expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeLessThan(5);
  });

  it('name no cell twice and hold the rows themselves', () => {
    const context = aContext(hrss, 'hrss');
    const cells = cellsToRead(
      resolveRows([{}, { period: '2024' }], context),
      new CheckPlans(cellRulesOf(hrss), context),
    ).map(cellKey);
    expect(new Set(cells).size).toBe(cells.length);
    expect(cells).toContain('110106|2025|technicians|');
  });
});
