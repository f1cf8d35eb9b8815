import { shippedCarryOvers, shippedVersions } from '../../../shared/catalogue/version/shipped-versions.ts';
import type { VersionDocuments } from '../../../shared/catalogue/version/version-documents.schema.ts';
import { hashVersion } from '../../../shared/catalogue/version/version-hash.ts';
import type { Logger } from '../../../shared/observability/logger.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { VersionRecord } from './framework-version.ts';
import { FrameworkVersionRepository, type VersionActor } from './framework-version.repository.ts';

/**
 * Brings the shipped versions into the database, published, with their carry-over acts (沿用). Repeating it changes
 * nothing. A version that is in use stays what it was, whatever the files say now.
 */
export async function seedFrameworkVersions(
  database: EvaluationDatabase,
  log: Logger,
  versions: ReadonlyMap<string, VersionDocuments> = shippedVersions(),
): Promise<void> {
  const by: VersionActor = { actor: 'system:seed', actorUnit: null, at: new Date(), traceId: '' };
  await database.transaction(async (manager) => {
    const repository = new FrameworkVersionRepository(manager);
    await repository.lock();
    const known = new Map((await repository.records()).map((record) => [record.code, record]));
    for (const [code, documents] of versions) {
      const hash = hashVersion(documents);
      const record = known.get(code) ?? null;
      if (record?.hash === hash) continue;
      if (record?.state === 'USED') {
        log.warn({ code }, 'the shipped files differ from a framework that is in use; what is in use counts');
        continue;
      }
      const revision = newestRevision(record) + 1;
      await repository.insert({ code, revision, hash, documents: JSON.stringify(documents) }, by);
      await repository.record({ code, revision, action: 'SEEDED' }, by);
      await repository.record({ code, revision, action: 'PUBLISHED', reason: '随附目录' }, by);
    }
    await seedCarryOvers(repository, by);
  });
}

async function seedCarryOvers(repository: FrameworkVersionRepository, by: VersionActor): Promise<void> {
  const revisions = new Map((await repository.records()).map(({ code, revision }) => [code, revision]));
  for (const { framework: code, year, basis, reason } of shippedCarryOvers()) {
    const revision = revisions.get(code);
    if (revision === undefined) continue;
    await repository.record({ code, revision, action: 'CARRIED_OVER', year, documentTitle: basis, reason }, by);
  }
}

/** The newest revision there is, published or not; 0 where there is none. */
export function newestRevision(record: VersionRecord | null): number {
  return Math.max(0, ...(record?.events ?? []).map(({ revision }) => revision));
}
