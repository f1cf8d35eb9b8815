import { z } from 'zod';
import type { EntityManager } from 'typeorm';
import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { buildVersion, versionContextOf } from '../../../shared/catalogue/version/build-version.ts';
import type { ComparedVersion } from '../../../shared/catalogue/version/compare-versions.ts';
import {
  type VersionDocuments,
  versionDocumentsSchema,
} from '../../../shared/catalogue/version/version-documents.schema.ts';
import type { VersionRecord } from './framework-version.ts';
import { FrameworkVersionRepository } from './framework-version.repository.ts';

/** A version with its documents and what is built of them. */
export interface ReadVersion {
  readonly record: VersionRecord;
  readonly documents: VersionDocuments;
  readonly version: ComparedVersion;
}

/** Reads stored versions whole; only where somebody asks for what stands in them. */
export class VersionReader {
  private readonly catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue;
  }

  async read(manager: EntityManager, record: VersionRecord): Promise<ReadVersion> {
    const stored = await new FrameworkVersionRepository(manager).documents(record.code, record.revision);
    const documents = versionDocumentsSchema.parse(stored, { error: z.locales.zhCN().localeError, jitless: true });
    const built = buildVersion(documents, versionContextOf(this.catalogue, record.carriedTo));
    return { record, documents, version: { ...built, dropped: documents.framework.dropped } };
  }
}
