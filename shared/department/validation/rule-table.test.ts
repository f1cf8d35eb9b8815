import { describe, expect, it } from 'vitest';
import { department as education } from '../../../subgraphs/education/department.ts';
import { department as hrss } from '../../../subgraphs/hrss/department.ts';
import { department as sasac } from '../../../subgraphs/sasac/department.ts';
import { department as union } from '../../../subgraphs/union/department.ts';
import { aContext, findingsIn, type RowText, type Situation } from '../../../test/testkit/reported-rows.ts';
import { commonCellRules } from './cell.rules.ts';
import { TOTAL_PART } from './cell/total.rules.ts';
import { commonRowRules } from './row.rules.ts';
import { commonRules, isWaivableRule, ruleTable } from './rule-table.ts';

const DEPARTMENTS = [hrss, sasac, education, union];
const own = DEPARTMENTS.flatMap(({ rules, cellRules = [] }) => [...rules, ...cellRules]);

const inHrss = (...rows: RowText[]): Situation => ({ department: hrss, unit: 'hrss', rows });
const inUnion = (...rows: RowText[]): Situation => ({ department: union, unit: 'union', rows });
const inSasac = (...rows: RowText[]): Situation => ({ department: sasac, unit: 'sasac', rows });
const inEducation = (...rows: RowText[]): Situation => ({ department: education, unit: 'education', rows });
const recorded = (situation: Situation, ...rows: NonNullable<Situation['recorded']>): Situation => ({
  ...situation,
  recorded: rows,
});

const flow = (code: string, value: string): RowText => ({
  measure: 'industrial-worker-flow',
  period: '2025-Q3',
  dimensions: `flow-direction=${code}`,
  value,
});
const quarter = (period: string, value: string): RowText => ({ measure: 'migrants-served', period, value });
const members = (group: string, value: string): RowText => ({
  measure: 'union-members',
  dimensions: `member-group=${group}`,
  value,
});
const stateOwned = (measure: string, value: string): RowText => ({
  measure,
  dimensions: 'ownership=state-owned',
  value,
});

/** One situation in which each rule speaks, and one like it in which it is silent. */
const EXAMPLES: Readonly<Record<string, readonly [broken: Situation, clean: Situation]>> = {
  'subject.known': [inHrss({ subject: '999999' }), inHrss({})],
  'measure.known': [inHrss({ measure: 'no-such-measure' }), inHrss({})],
  'measure.applies': [inHrss({ measure: 'international-exchanges' }), inHrss({})],
  'measure.entered': [inHrss({ measure: 'technicians-growth', value: '0.1' }), inHrss({})],
  'period.form': [inHrss({ period: '2025Q1' }), inHrss({})],
  'period.frequency': [inHrss({ period: '2025-Q1' }), inHrss({})],
  'period.begun': [inHrss({ period: '2199' }), inHrss({})],
  'dimensions.complete': [inHrss({ measure: 'industrial-worker-flow', period: '2025-Q3' }), inHrss(flow('in', '3'))],
  'dimensions.code': [inHrss(flow('up', '3')), inHrss(flow('in', '3'))],
  'dimensions.total': [inUnion(members('_T', '9')), inHrss(flow('_T', '9'))],
  'measure.owner': [inHrss(members('all', '9')), inUnion(members('all', '9'))],
  'value.type': [inHrss({ value: '很多' }), inHrss({ value: '12' })],
  'value.range': [inHrss({ value: '1.5' }), inHrss({ value: '1' })],
  'value.precision': [
    inUnion({ measure: 'union-reform-budget', value: '12.345' }),
    inUnion({ measure: 'union-reform-budget', value: '12.34' }),
  ],
  'value.personal-data': [inHrss({ value: '13812345678' }), inHrss({ value: '138' })],
  'value.secrecy': [inHrss({ value: '机密' }), inHrss({ value: '1' })],
  'explanation.length': [inHrss({ explanation: '增'.repeat(1001) }), inHrss({ explanation: '增'.repeat(1000) })],
  'explanation.personal-data': [
    inHrss({ explanation: '请问张三13812345678' }),
    inHrss({ explanation: '新增两家培训机构' }),
  ],
  'explanation.secrecy': [inHrss({ explanation: '见机密★文件' }), inHrss({ explanation: '见公开文件' })],
  'stage.applies': [inHrss({ stage: 'FINAL' }), inHrss({ measure: 'skilled-workers', stage: 'FINAL' })],
  'row.unique': [inHrss({}, { value: '101' }), inHrss({}, { period: '2024' })],
  'total.sum': [
    inHrss(flow('in', '3'), flow('out', '4'), flow('合计', '8')),
    inHrss(flow('in', '3'), flow('out', '4'), flow('合计', '7')),
  ],
  'total.parts-known': [
    inHrss(flow('in', '3'), flow('_T', '8')),
    recorded(inHrss(flow('in', '3'), flow('_T', '8')), flow('out', '5')),
  ],
  'share.bound': [
    inHrss({ measure: 'skilled-worker-leavers', value: '11' }, { measure: 'skilled-workers', value: '10' }),
    inHrss({ measure: 'skilled-worker-leavers', value: '10' }, { measure: 'skilled-workers', value: '10' }),
  ],
  'share.across-units': [
    {
      ...recorded(inUnion(), { measure: 'industrial-workers', value: '10' }),
      unit: 'organisation',
      rows: [{ measure: 'party-members', value: '11' }],
    },
    {
      ...recorded(inUnion(), { measure: 'industrial-workers', value: '10' }),
      unit: 'organisation',
      rows: [{ measure: 'party-members', value: '9' }],
    },
  ],
  'share.lagged': [
    recorded(inHrss({ measure: 'wage-arrears-cases-closed', period: '2025-Q3', value: '3' }), {
      measure: 'wage-arrears-cases',
      period: '2025-Q3',
      value: '2',
    }),
    recorded(inHrss({ measure: 'wage-arrears-cases-closed', period: '2025-Q3', value: '2' }), {
      measure: 'wage-arrears-cases',
      period: '2025-Q3',
      value: '2',
    }),
  ],
  'plan.exceeded': [
    inUnion(
      { measure: 'union-reform-budget', value: '10' },
      { measure: 'union-reform-expenditure', period: '2025-Q1', value: '11' },
      { measure: 'union-reform-expenditure', period: '2025-Q2', value: '10' },
    ),
    inUnion(
      { measure: 'union-reform-budget', value: '10' },
      { measure: 'union-reform-expenditure', period: '2025-Q1', value: '10' },
      { measure: 'union-reform-expenditure', period: '2025-Q2', value: '10' },
    ),
  ],
  'plan.zero': [
    inUnion(
      { measure: 'union-reform-budget', value: '0' },
      { measure: 'union-reform-expenditure', period: '2025-Q1', value: '1' },
    ),
    inUnion(
      { measure: 'union-reform-budget', value: '0' },
      { measure: 'union-reform-expenditure', period: '2025-Q1', value: '0' },
    ),
  ],
  'stage.final-filed': [
    recorded(inHrss({ stage: 'PRELIMINARY' }), { stage: 'FINAL', value: '90' }),
    recorded(inHrss({ stage: 'FINAL' }), { stage: 'FINAL', value: '90' }),
  ],
  'stage.final-differs': [
    recorded(inHrss({ stage: 'FINAL' }), { stage: 'PRELIMINARY', value: '80' }),
    recorded(inHrss({ stage: 'FINAL' }), { stage: 'PRELIMINARY', value: '95' }),
  ],
  'history.jump': [
    recorded(inHrss({}), { period: '2024', value: '70' }),
    recorded(inHrss({}), { period: '2024', value: '80' }),
  ],
  'history.fall': [
    recorded(inHrss({}), { period: '2024', value: '110' }),
    recorded(inHrss({}), { period: '2024', value: '104' }),
  ],
  'history.reversed': [
    recorded(inHrss({ measure: 'factor-sharing-system', value: '否' }), {
      measure: 'factor-sharing-system',
      period: '2024',
      value: 'true',
    }),
    recorded(inHrss({ measure: 'factor-sharing-system', value: '是' }), {
      measure: 'factor-sharing-system',
      period: '2024',
      value: 'true',
    }),
  ],
  'history.outlier': [
    inHrss(
      ...['100', '102', '99', '101', '100'].map((value, index) => quarter(`2024-Q${index + 1}`, value)).slice(0, 4),
      quarter('2025-Q1', '98'),
      quarter('2025-Q2', '125'),
    ),
    inHrss(
      ...['100', '102', '99', '101'].map((value, index) => quarter(`2024-Q${index + 1}`, value)),
      quarter('2025-Q1', '98'),
      quarter('2025-Q2', '104'),
    ),
  ],
  'sample.stated': [
    inHrss({ measure: 'skilled-workers' }),
    inHrss({ measure: 'skilled-workers', explanation: '样本企业120家，全数调查' }),
  ],
  'hrss.assessment-weights': [
    inHrss(
      { measure: 'innovation-ability-weight', value: '40%' },
      { measure: 'on-site-problem-weight', value: '40%' },
      { measure: 'performance-weight', value: '30%' },
    ),
    inHrss(
      { measure: 'innovation-ability-weight', value: '33.4%' },
      { measure: 'on-site-problem-weight', value: '33.4%' },
      { measure: 'performance-weight', value: '33.4%' },
    ),
  ],
  'hrss.migrants-within-all': [
    inHrss(
      { measure: 'training-participations', period: '2025-Q3', value: '10' },
      { measure: 'migrant-training-participations', period: '2025-Q3', value: '11' },
    ),
    inHrss(
      { measure: 'training-participations', period: '2025-Q3', value: '10' },
      { measure: 'migrant-training-participations', period: '2025-Q3', value: '10' },
    ),
  ],
  'hrss.turnover-sample': [
    inHrss({ measure: 'skilled-workers', value: '9' }, { measure: 'turnover-sample-enterprises', value: '0' }),
    inHrss({ measure: 'skilled-workers', value: '9' }, { measure: 'turnover-sample-enterprises', value: '2' }),
  ],
  'sasac.amount-in-ten-thousand': [
    inSasac(stateOwned('enterprise-payroll', '123456789')),
    inSasac(stateOwned('enterprise-payroll', '12345.67')),
  ],
  'sasac.education-fund-rate': [
    inSasac(stateOwned('enterprise-payroll', '1000'), stateOwned('employee-education-fund', '81')),
    inSasac(stateOwned('enterprise-payroll', '1000'), stateOwned('employee-education-fund', '80')),
  ],
  'sasac.chairs-per-union': [
    inSasac(stateOwned('unionised-enterprises', '10'), stateOwned('enterprise-union-chairs', '12')),
    inSasac(stateOwned('unionised-enterprises', '10'), stateOwned('enterprise-union-chairs', '10')),
  ],
  'education.teachers-have-schools': [
    inEducation(
      { measure: 'vocational-schools', dimensions: 'school-kind=vocational-school', value: '0' },
      { measure: 'vocational-teachers', dimensions: 'school-kind=vocational-school', value: '30' },
    ),
    inEducation(
      { measure: 'vocational-schools', dimensions: 'school-kind=vocational-school', value: '1' },
      { measure: 'vocational-teachers', dimensions: 'school-kind=vocational-school', value: '30' },
    ),
  ],
  'education.migrants-within-workers': [
    inEducation(
      { measure: 'college-educated-workers', value: '10' },
      { measure: 'college-educated-migrants', value: '11' },
    ),
    inEducation(
      { measure: 'college-educated-workers', value: '10' },
      { measure: 'college-educated-migrants', value: '9' },
    ),
  ],
  'instruction.count-only': [
    { ...inUnion({ measure: 'leader-written-instructions', explanation: '某领导批示' }), unit: 'party-office' },
    { ...inUnion({ measure: 'leader-written-instructions' }), unit: 'party-office' },
  ],
  'union.group-within-all': [
    inUnion(members('all', '10'), members('migrant-worker', '11')),
    inUnion(members('all', '10'), members('migrant-worker', '10')),
  ],
  'union.people-need-events': [
    inUnion(
      { measure: 'themed-education-participants', value: '5' },
      { measure: 'themed-education-events', value: '0' },
    ),
    inUnion(
      { measure: 'themed-education-participants', value: '5' },
      { measure: 'themed-education-events', value: '1' },
    ),
  ],
  'union.migrants-within-all': [
    {
      ...inUnion(
        { measure: 'legal-aid-migrant-recipients', period: '2025-Q3', value: '3' },
        { measure: 'legal-aid-recipients', period: '2025-Q3', value: '2' },
      ),
      unit: 'justice',
    },
    {
      ...inUnion(
        { measure: 'legal-aid-migrant-recipients', period: '2025-Q3', value: '2' },
        { measure: 'legal-aid-recipients', period: '2025-Q3', value: '2' },
      ),
      unit: 'justice',
    },
  ],
  'union.subsidy-used': [
    inUnion({ measure: 'innovation-subsidy-used', value: '3' }, { measure: 'innovation-subsidy-invested', value: '2' }),
    inUnion({ measure: 'innovation-subsidy-used', value: '2' }, { measure: 'innovation-subsidy-invested', value: '2' }),
  ],
};

/** `settle` tells it, see settle.test.ts. */
const TOLD_LATER = new Set([TOTAL_PART.id]);

describe('the table of checks', () => {
  it('names every rule once', () => {
    for (const department of DEPARTMENTS) {
      const ids = ruleTable([...department.rules, ...(department.cellRules ?? [])]).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('is about measures that there are', () => {
    const unknown = DEPARTMENTS.flatMap((department) => {
      const { isMeasureKnown } = aContext(department, department.service);
      return [...department.rules, ...(department.cellRules ?? [])].flatMap(({ id, appliesTo }) => {
        const named = appliesTo !== 'ALL' && 'measures' in appliesTo ? appliesTo.measures : [];
        return named.filter((code) => !isMeasureKnown(code)).map((code) => `${id}: ${code}`);
      });
    });
    expect(unknown).toEqual([]);
  });

  it('says of every rule in Chinese what it asks', () => {
    for (const { titleZh } of ruleTable(own)) expect(titleZh).toMatch(/[\u4e00-\u9fff]/);
  });

  it('lets nobody set aside who may report what, or what is personal or secret', () => {
    expect(commonRules.filter(({ isWaivable }) => isWaivable).map(({ id }) => id)).toEqual([
      'value.range',
      'total.sum',
      'share.bound',
    ]);
    expect(isWaivableRule('measure.owner')).toBe(false);
  });

  it('holds every rule that the checks run', () => {
    const ids = new Set(commonRules.map(({ id }) => id));
    expect([...commonRowRules, ...commonCellRules].filter(({ id }) => !ids.has(id))).toEqual([]);
  });

  const rules = ruleTable([...new Map(own.map((rule) => [rule.id, rule])).values()]);

  it.each(rules.filter(({ id }) => !TOLD_LATER.has(id)).map(({ id, strength }) => [id, strength]))(
    'speaks by %s, as strong as it says, where it is broken, and only there',
    (id, strength) => {
      const example = EXAMPLES[id];
      if (example === undefined) throw new Error(`no example of ${id}`);
      const [broken, clean] = example.map((situation) => findingsIn(situation).filter(({ rule }) => rule === id));
      expect(broken?.length).toBeGreaterThan(0);
      for (const { severity, message, remedy } of broken ?? []) {
        expect(severity).toBe(strength);
        expect(message).toMatch(/[\u4e00-\u9fff]/);
        expect(remedy).not.toBe('');
      }
      expect(clean).toEqual([]);
    },
  );
});
