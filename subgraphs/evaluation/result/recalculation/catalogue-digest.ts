import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedData } from '../../../../shared/catalogue/reading/shipped-data.ts';
import { CALCULATION_VERSION } from '../../../../shared/scoring/calculation-version.ts';

/** Digest of the catalogue's data and of the version of the calculation. */
export function digestCatalogue(): string {
  const hash = createHash('sha256').update(CALCULATION_VERSION);
  const files = readdirSync(shippedData, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(shippedData, file)));
  return hash.digest('hex');
}
