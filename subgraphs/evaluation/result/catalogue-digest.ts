import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../shared/config/project-root.ts';

/** Changes when the arithmetic does, so that results of an older program are made anew. */
const CALCULATION_VERSION = '2';

/** Digest of the catalogue's data and of the version of the calculation. */
export function digestCatalogue(): string {
  const hash = createHash('sha256').update(CALCULATION_VERSION);
  const folder = join(projectRoot, 'shared', 'catalogue', 'data');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}
