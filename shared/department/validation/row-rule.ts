import type { ResolvedRow, RowContext } from './row.ts';
import type { Finding } from './row.errors.ts';
import type { RuleFacts } from './rule.ts';

/** One check within a row. It stays silent where what it needs was not found: another rule speaks then. */
export interface RowRule extends RuleFacts {
  readonly check: (row: ResolvedRow, context: RowContext) => Finding | null;
}
