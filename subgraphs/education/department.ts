import type { Department } from '../../shared/department/department.ts';
import { cellRules, validationRules } from './validation-rules.ts';

/** 区教委. */
export const department: Department = {
  service: 'education',
  typePrefix: 'Education',
  fieldPrefix: 'education',
  label: '教育',
  rules: validationRules,
  cellRules,
};
