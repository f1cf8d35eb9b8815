import type { CellRule } from '../../shared/department/validation/cell-rule.ts';
import { departmentErrors } from '../../shared/department/validation/cell/department.errors.ts';
import { numberIn } from '../../shared/department/validation/cell/number-in.ts';
import { notAboveRule } from '../../shared/department/validation/cell/pair.rules.ts';
import type { RowRule } from '../../shared/department/validation/row-rule.ts';

/** In ten thousand yuan: ten thousand million yuan, beyond the district's enterprises. */
const SUSPECT_AMOUNT = '1000000';

/** Enterprises keep their books in yuan; a figure taken over as it is would be ten thousand times too large. */
export const validationRules: readonly RowRule[] = [
  {
    id: 'sasac.amount-in-ten-thousand',
    strength: 'WARNING',
    isWaivable: false,
    titleZh: '金额疑以元为单位',
    appliesTo: { measures: ['enterprise-payroll', 'employee-education-fund', 'enterprise-training-investment'] },
    check: ({ value, measure, kind }) =>
      measure !== null && kind !== 'province' && numberIn(value)?.gt(SUSPECT_AMOUNT)
        ? departmentErrors.moneyInYuan(measure.nameZh)
        : null,
  },
];

/** What the department's own figures must be to each other. */
export const cellRules: readonly CellRule[] = [
  notAboveRule({
    id: 'sasac.education-fund-rate',
    strength: 'WARNING',
    titleZh: '职工教育经费提取额一般不超过工资总额的 8%',
    pairs: [['employee-education-fund', 'enterprise-payroll']],
    share: '0.08',
  }),
  notAboveRule({
    id: 'sasac.chairs-per-union',
    strength: 'WARNING',
    titleZh: '企业工会主席人数一般不多于建会企业数',
    pairs: [['enterprise-union-chairs', 'unionised-enterprises']],
  }),
];
