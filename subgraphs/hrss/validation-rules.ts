import { sampleSizeRule } from '../../shared/department/validation/sample.rules.ts';
import type { RowRule } from '../../shared/department/validation/row.rules.ts';

/** Turnover comes from an enterprise sample; a figure without its size cannot be judged. */
export const validationRules: readonly RowRule[] = [sampleSizeRule(['skilled-workers', 'skilled-worker-leavers'])];
