import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { shippedVersions } from '../../../shared/catalogue/version/shipped-versions.ts';
import { hashVersion } from '../../../shared/catalogue/version/version-hash.ts';
import type { Logger } from '../../../shared/observability/logger.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import { FrameworkVersions } from './framework-versions.ts';
import { seedFrameworkVersions } from './seed-framework-versions.ts';

/** Brings the shipped versions into the database, reads what is published there and follows it until closed. */
export async function openFrameworkVersions(
  database: EvaluationDatabase,
  shipped: Catalogue,
  log: Logger,
): Promise<FrameworkVersions> {
  await seedFrameworkVersions(database, log);
  const versions = frameworkVersionsOver(database, shipped, log);
  await versions.refresh();
  versions.follow();
  return versions;
}

let hashes: ReadonlyMap<string, string> | null = null;

/** The versions of a database that is read only when asked to. */
export function frameworkVersionsOver(
  database: EvaluationDatabase,
  shipped: Catalogue,
  log: Logger | null = null,
): FrameworkVersions {
  hashes ??= new Map([...shippedVersions()].map(([code, documents]) => [code, hashVersion(documents)]));
  return new FrameworkVersions({ database, shipped, shippedHashes: hashes, log });
}
