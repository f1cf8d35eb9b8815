import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config/project-root.ts';

/** One subject's whole evaluation with values, evidence, its source and every department's own view. */
export const consolidated = readFileSync(join(projectRoot, 'test/fixtures/documents/consolidated.graphql'), 'utf8');

/** The document as integrators ask it who need no link to the department's own record. */
export const withoutSources = consolidated
  .replace(/source \{ id \}/, '')
  .replace(/^\s*(hrss|sasac|education|tradeUnion)\(.*$/gm, '');

/** The same without what changes by itself: whether departments answer now is never remembered by the product. */
export const withoutAvailability = withoutSources.replace(/\s*availability \{[^}]*\}/, '');
