import type { RowRule } from '../../shared/department/validation/row.rules.ts';

/** Checks that only this department makes. */
export const validationRules: readonly RowRule[] = [];
