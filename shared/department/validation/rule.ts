import type { Measure, MeasureType } from '../../catalogue/framework/measure.ts';
import type { IssueSeverity } from '../../primitives/issue.ts';

/** What a rule is about: everything, measures of some types, or single measures. */
export type RuleScope = 'ALL' | { readonly types: readonly MeasureType[] } | { readonly measures: readonly string[] };

/** What every row of the table of checks says about itself. */
export interface RuleFacts {
  readonly id: string;
  readonly strength: IssueSeverity;
  /** True where the lead may let one value of one cell pass with a reason (豁免). */
  readonly isWaivable: boolean;
  readonly titleZh: string;
  readonly appliesTo: RuleScope;
}

/** True where a rule speaks about a measure; of an unknown measure only the rules about everything speak. */
export function appliesToMeasure({ appliesTo }: RuleFacts, measure: Measure | null): boolean {
  if (appliesTo === 'ALL') return true;
  if (measure === null) return false;
  return 'types' in appliesTo ? appliesTo.types.includes(measure.type) : appliesTo.measures.includes(measure.code);
}
