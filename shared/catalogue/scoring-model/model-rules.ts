import { readOnce } from '../reading/shipped-data.ts';
import { type ModelRule, modelRulesSchema } from '../schemas/model-rules.schema.ts';

/** What the weights of every scoring model must keep to. */
export const loadModelRules = readOnce(
  'model-rules.json',
  modelRulesSchema,
  ({ rules }): readonly ModelRule[] => rules,
);
