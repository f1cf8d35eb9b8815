import type { Department } from '../department.ts';
import { ruleTable } from './rule-table.ts';

/** A check as it is told to people and programs. */
export interface ToldRule {
  readonly id: string;
  readonly strength: string;
  readonly title: string;
  readonly isWaivable: boolean;
  /** Null where it is not limited to types of measures. */
  readonly measureTypes: readonly string[] | null;
  /** Null where it is not limited to single measures. */
  readonly measures: readonly string[] | null;
}

export interface RuleService {
  list(): ToldRule[];
}

/** The checks a department makes: the common ones, then its own. */
export function createRuleService({ rules, cellRules }: Pick<Department, 'rules' | 'cellRules'>): RuleService {
  return {
    list: () =>
      ruleTable([...rules, ...(cellRules ?? [])]).map(({ id, strength, titleZh, appliesTo, isWaivable }) => ({
        id,
        strength,
        title: titleZh,
        isWaivable,
        measureTypes: appliesTo !== 'ALL' && 'types' in appliesTo ? appliesTo.types : null,
        measures: appliesTo !== 'ALL' && 'measures' in appliesTo ? appliesTo.measures : null,
      })),
  };
}
