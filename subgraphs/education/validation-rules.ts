import type { CellRule } from '../../shared/department/validation/cell-rule.ts';
import { needsRule, notAboveRule } from '../../shared/department/validation/cell/pair.rules.ts';
import type { RowRule } from '../../shared/department/validation/row-rule.ts';
import { sampleSizeRule } from '../../shared/department/validation/sample.rules.ts';

/** Workers' education comes from a sample survey or a register; the figure says which. */
export const validationRules: readonly RowRule[] = [
  sampleSizeRule(['college-educated-workers', 'college-educated-migrants']),
];

/** What the department's own figures must be to each other. */
export const cellRules: readonly CellRule[] = [
  needsRule({
    id: 'education.teachers-have-schools',
    strength: 'WARNING',
    titleZh: '有职业教育教师即应有院校',
    pairs: [
      ['vocational-teachers', 'vocational-schools'],
      ['dual-qualified-teachers', 'vocational-schools'],
    ],
  }),
  notAboveRule({
    id: 'education.migrants-within-workers',
    strength: 'WARNING',
    titleZh: '大专及以上学历农民工一般不多于同等学历产业工人',
    pairs: [['college-educated-migrants', 'college-educated-workers']],
  }),
];
