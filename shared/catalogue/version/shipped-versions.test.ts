import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../load-catalogue.ts';
import { buildVersion, versionContextOf } from './build-version.ts';
import { shippedVersions } from './shipped-versions.ts';
import { versionDocumentsSchema } from './version-documents.schema.ts';
import { hashVersion } from './version-hash.ts';

const catalogue = loadCatalogue();

describe.each([...shippedVersions()])('the shipped framework %s as a version of its own', (code, documents) => {
  it('fits the schema of versions unchanged', () => {
    expect(versionDocumentsSchema.parse(structuredClone(documents))).toEqual(documents);
  });

  it('builds what the catalogue holds, without its base', () => {
    const shipped = catalogue.frameworks.get(code);
    const [, ...carried] = shipped?.years ?? [];
    const built = buildVersion(documents, versionContextOf(catalogue, carried));
    expect(built.framework).toEqual(shipped);
    expect(built.split).toEqual(catalogue.splits.get(code));
    expect(built.model).toEqual(catalogue.scoringModels.get(code));
    expect(built.kpis).toEqual(catalogue.kpis);
  });

  it('has a hash that follows its content', () => {
    const other = structuredClone(documents);
    expect(hashVersion(other)).toBe(hashVersion(documents));
    other.framework.title += '改';
    expect(hashVersion(other)).not.toBe(hashVersion(documents));
  });
});
