import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { projectRoot } from '../../config/project-root.ts';
import { resultActionsSchema } from '../schemas/result-actions.schema.ts';

/** The rules by which grades lead to actions; each action is a proposal that a person decides. */
export type ResultActionRules = z.infer<typeof resultActionsSchema>;
export type ResultActionRule = ResultActionRules['rules'][number];

let loaded: ResultActionRules | null = null;

/** The rules of the use of results, read once per process from `data/result-actions.json`. */
export function loadResultActionRules(): ResultActionRules {
  if (loaded !== null) return loaded;
  const path = join(projectRoot, 'shared/catalogue/data/result-actions.json');
  loaded = resultActionsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return loaded;
}

/** Label of an action whose rule is not the participant's own document's. */
export function resultActionLabel(basis: 'DOCUMENT' | 'NATIONAL'): string {
  return basis === 'NATIONAL' ? '参照全国办法' : '本级文件';
}
