import { sampleSizeRule } from '../../shared/department/validation/sample.rules.ts';
import type { RowRule } from '../../shared/department/validation/row.rules.ts';

/** Workers' education comes from a sample survey or a register; the figure says which. */
export const validationRules: readonly RowRule[] = [
  sampleSizeRule(['college-educated-workers', 'college-educated-migrants']),
];
