import type { CellRule } from '../../shared/department/validation/cell-rule.ts';
import { needsRule, notAboveRule } from '../../shared/department/validation/cell/pair.rules.ts';
import { sumLimitRule } from '../../shared/department/validation/cell/whole.rules.ts';
import type { RowRule } from '../../shared/department/validation/row-rule.ts';
import { sampleSizeRule } from '../../shared/department/validation/sample.rules.ts';

/** Turnover comes from an enterprise sample; a figure without its size cannot be judged. */
export const validationRules: readonly RowRule[] = [sampleSizeRule(['skilled-workers', 'skilled-worker-leavers'])];

/** What the department's own figures must be to each other. */
export const cellRules: readonly CellRule[] = [
  sumLimitRule({
    id: 'hrss.assessment-weights',
    titleZh: '技能评价中创新能力、现场解决问题能力、业绩贡献三项比重之和不超过 1',
    measures: ['innovation-ability-weight', 'on-site-problem-weight', 'performance-weight'],
    limit: '1',
    tolerance: '0.005',
  }),
  notAboveRule({
    id: 'hrss.migrants-within-all',
    strength: 'ERROR',
    titleZh: '农民工人次不大于全体人次，获奖人次不大于参赛人次',
    pairs: [
      ['migrant-training-participations', 'training-participations'],
      ['migrant-skill-upgrades', 'skill-upgrades-by-training'],
      ['national-contest-awards', 'national-contest-entries'],
    ],
  }),
  needsRule({
    id: 'hrss.turnover-sample',
    strength: 'WARNING',
    titleZh: '有离职率调查人数即应有样本企业',
    pairs: [['skilled-workers', 'turnover-sample-enterprises']],
  }),
];
