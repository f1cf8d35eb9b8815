import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { versionDocumentsSchema } from '../../../../shared/catalogue/version/version-documents.schema.ts';
import { writeSheets } from '../../../../shared/catalogue/workbook/write-sheets.ts';
import { err, ok, type Result } from '../../../../shared/primitives/result.ts';
import { type CliError, cliErrors } from '../../cli-error.ts';
import { frameworkErrors } from '../../framework/framework-errors.ts';
import { writeWorkbook } from '../../framework/write-workbook.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';

export interface TemplateOptions {
  readonly output: string;
  /** A version to fill the template from. */
  readonly from?: string;
}

const answerSchema = z.object({ frameworkVersion: z.object({ documents: z.string() }).nullable() });
const DOCUMENT = `query Documents($code: String!) { frameworkVersion(code: $code) { documents } }`;

type Documents = z.infer<typeof versionDocumentsSchema>;

/** Writes the workbook that `framework import` reads: with its heads alone, or filled from a version. */
export async function frameworkTemplateCommand(
  client: () => GraphqlClient,
  { output, from }: TemplateOptions,
): Promise<CommandOutcome> {
  const documents = from === undefined ? ok(null) : await documentsOf(client(), from);
  if (!documents.ok) return failed(documents.error);
  const sheets = writeSheets(documents.value);
  const written = await writeWhole(output, await writeWorkbook(sheets));
  if (!written.ok) return failed(written.error);
  const data = { output, from: from ?? null, sheets: sheets.map(({ name }) => name), bytes: written.value };
  const filled = from === undefined ? '空白' : `取自 ${from}`;
  return { data, plain: `已写入 ${output}（${filled}，${sheets.length} 个工作表）`, error: null };
}

async function documentsOf(client: GraphqlClient, code: string): Promise<Result<Documents, CliError>> {
  const answer = await client.askFor(answerSchema, DOCUMENT, { code });
  if (!answer.ok) return answer;
  const text = answer.value.data.frameworkVersion?.documents;
  if (text === undefined) return err(frameworkErrors.unknownVersion(code));
  const parsed = versionDocumentsSchema.safeParse(JSON.parse(text));
  return parsed.success ? ok(parsed.data) : err(cliErrors.unexpectedAnswer(z.prettifyError(parsed.error)));
}

/** Under the name stands the whole workbook or what stood there before. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<Result<number, CliError>> {
  const draft = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    await writeFile(draft, bytes, { flag: 'wx', mode: 0o600 });
    await rename(draft, path);
    return ok(bytes.length);
  } catch (error) {
    await rm(draft, { force: true });
    return err(frameworkErrors.fileNotWritable(path, error instanceof Error ? error.message : String(error)));
  }
}
