import { commonCellRules } from './cell.rules.ts';
import { commonRowRules, uniqueRowRule } from './row.rules.ts';
import type { RuleFacts } from './rule.ts';
import { TOTAL_PART } from './cell/total.rules.ts';

/** Every common check, in the order in which they are listed for people (审核规则表). */
export const commonRules: readonly RuleFacts[] = [...commonRowRules, uniqueRowRule, ...commonCellRules, TOTAL_PART];

const waivable = new Set(commonRules.filter(({ isWaivable }) => isWaivable).map(({ id }) => id));

/** The table of checks as it is told: the common ones, then a department's own. */
export function ruleTable(own: readonly RuleFacts[] = []): RuleFacts[] {
  return [...commonRules, ...own].map(({ id, strength, titleZh, appliesTo, isWaivable }) => ({
    id,
    strength,
    titleZh,
    appliesTo,
    isWaivable,
  }));
}

/** True for a common check the lead may waive for one value; a department's own are not waived. */
export function isWaivableRule(rule: string): boolean {
  return waivable.has(rule);
}
