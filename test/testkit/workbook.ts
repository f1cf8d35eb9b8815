import { writeWorkbook } from '../../gateway/cli/framework/write-workbook.ts';
import { shippedVersions } from '../../shared/catalogue/version/shipped-versions.ts';
import type { VersionDocuments } from '../../shared/catalogue/version/version-documents.schema.ts';
import { writeSheets } from '../../shared/catalogue/workbook/write-sheets.ts';

/** The documents of a shipped framework, free to be changed. */
export function documentsOf(code: string): VersionDocuments {
  const documents = shippedVersions().get(code);
  if (documents === undefined) throw new Error(`no framework ${code} is shipped`);
  return structuredClone(documents);
}

/** The district's framework under another code and first year. */
export function aDistrictVersion(code: string, year: number): VersionDocuments {
  const documents = documentsOf('fengtai-2023');
  documents.framework.id = code;
  documents.framework.title = `${documents.framework.title}（${year}年度）`;
  documents.framework.validFrom = `${year}-01-01`;
  documents.responsibility.framework = code;
  documents.model.framework = code;
  documents.model.id = `scoring-${code}`;
  return documents;
}

/** A version as a workbook in base64. */
export async function aWorkbook(documents: VersionDocuments): Promise<string> {
  return Buffer.from(await writeWorkbook(writeSheets(documents))).toString('base64');
}
