import type { Department } from '../../shared/department/department.ts';
import { cellRules, validationRules } from './validation-rules.ts';

/** 区国资委. */
export const department: Department = {
  service: 'sasac',
  typePrefix: 'Sasac',
  fieldPrefix: 'sasac',
  label: '国资',
  rules: validationRules,
  cellRules,
};
