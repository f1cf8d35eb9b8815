import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../config/project-root.ts';
import { type ModelRule, modelRulesSchema } from '../schemas/model-rules.schema.ts';

let loaded: readonly ModelRule[] | null = null;

/** What the weights of every scoring model must keep to, read once per process from `data/model-rules.json`. */
export function loadModelRules(): readonly ModelRule[] {
  if (loaded !== null) return loaded;
  const path = join(projectRoot, 'shared/catalogue/data/model-rules.json');
  loaded = modelRulesSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).rules;
  return loaded;
}
