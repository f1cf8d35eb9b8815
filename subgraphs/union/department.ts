import type { Department } from '../../shared/department/department.ts';
import { cellRules, validationRules } from './validation-rules.ts';

/** 区总工会. */
export const department: Department = {
  service: 'union',
  typePrefix: 'TradeUnion',
  fieldPrefix: 'tradeUnion',
  label: '工会',
  rules: validationRules,
  cellRules,
};
