import type { Department } from '../../shared/department/department.ts';
import { cellRules, validationRules } from './validation-rules.ts';

/** 区人力社保局. */
export const department: Department = {
  service: 'hrss',
  typePrefix: 'Hrss',
  fieldPrefix: 'hrss',
  label: '人社',
  rules: validationRules,
  cellRules,
};
