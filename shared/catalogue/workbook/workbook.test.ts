import { describe, expect, it } from 'vitest';
import { shippedVersions } from '../version/shipped-versions.ts';
import { versionDocumentsSchema } from '../version/version-documents.schema.ts';
import { readSheets } from './read-sheets.ts';
import { writeSheets } from './write-sheets.ts';

describe.each([...shippedVersions()])('the sheets of %s', (_code, documents) => {
  const sheets = writeSheets(documents);

  it('read back to the same documents', () => {
    const read = readSheets(sheets);
    expect(read.faults).toEqual([]);
    expect(read.documents).toEqual(documents);
    expect(versionDocumentsSchema.parse(read.documents)).toEqual(documents);
  });
});
