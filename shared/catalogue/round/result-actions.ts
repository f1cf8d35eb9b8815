import type { z } from 'zod';
import { readOnce } from '../reading/shipped-data.ts';
import { resultActionsSchema } from '../schemas/result-actions.schema.ts';

/** The rules by which grades lead to actions; each action is a proposal that a person decides. */
export type ResultActionRules = z.infer<typeof resultActionsSchema>;
export type ResultActionRule = ResultActionRules['rules'][number];

/** The rules of the use of results. */
export const loadResultActionRules = readOnce(
  'result-actions.json',
  resultActionsSchema,
  (rules): ResultActionRules => rules,
);

/** Label of an action whose rule is not the participant's own document's. */
export function resultActionLabel(basis: 'DOCUMENT' | 'NATIONAL'): string {
  return basis === 'NATIONAL' ? '参照全国办法' : '本级文件';
}
