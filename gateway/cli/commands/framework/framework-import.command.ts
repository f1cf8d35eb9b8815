import { readFile, stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { err, ok, type Result } from '../../../../shared/primitives/result.ts';
import type { CliError } from '../../cli-error.ts';
import { frameworkErrors } from '../../framework/framework-errors.ts';
import {
  ERROR_FIELDS,
  errorsSchema,
  VERSION_FIELDS,
  versionLine,
  versionSchema,
} from '../../framework/version-answer.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { renderTable } from '../../table.ts';

export interface ImportOptions {
  /** Checked and told, but not stored. */
  readonly dryRun?: boolean;
}

/** In base64 a workbook must fit into one request. */
const MOST_BYTES = 720 * 1024;
const ATTEMPTS = 3;
const PAUSE_MS = 1_000;

const answerSchema = z.object({
  importFramework: z.object({
    version: versionSchema.nullable(),
    code: z.string().nullable(),
    hash: z.string().nullable(),
    isUnchanged: z.boolean(),
    newMeasures: z.array(z.string()),
    faults: z.array(
      z.object({
        code: z.string(),
        sheet: z.string(),
        cell: z.string(),
        message: z.string(),
        rule: z.string(),
        remedy: z.string(),
      }),
    ),
    errors: errorsSchema,
  }),
});

type Imported = z.infer<typeof answerSchema>['importFramework'];

const DOCUMENT = `mutation ImportFramework($input: ImportFrameworkInput!) { importFramework(input: $input) {
  version { ${VERSION_FIELDS} } code hash isUnchanged newMeasures
  faults { code sheet cell message rule remedy } errors { ${ERROR_FIELDS} } } }`;

/** Hands a workbook in; it becomes a draft, or every fault is told by sheet and cell. */
export async function frameworkImportCommand(
  client: GraphqlClient,
  file: string,
  { dryRun = false }: ImportOptions,
): Promise<CommandOutcome> {
  const bytes = await readWorkbookFile(file);
  if (!bytes.ok) return failed(bytes.error);
  const input = { workbook: bytes.value.toString('base64'), dryRun };
  const answer = await askUntilTold(client, input);
  if (!answer.ok) return failed(answer.error);
  const { importFramework: imported } = answer.value.data;
  if (imported.errors.length > 0) {
    return { data: imported, plain: faultTable(imported), error: frameworkErrors.refused(imported.errors) };
  }
  const warnings =
    imported.newMeasures.length === 0
      ? []
      : [`各部门目录还没有这些数据项，暂不能报送：${imported.newMeasures.join('、')}`];
  return { data: imported, plain: told(imported, dryRun), error: null, warnings };
}

/** Handing the same workbook in again changes nothing, so an outcome that is not known is asked for again. */
async function askUntilTold(client: GraphqlClient, input: object) {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await client.askFor(answerSchema, DOCUMENT, { input });
    if (answer.ok || answer.error.code !== 'SUBGRAPH_UNAVAILABLE' || attempt === ATTEMPTS) return answer;
    await setTimeout(PAUSE_MS);
  }
}

async function readWorkbookFile(file: string): Promise<Result<Buffer, CliError>> {
  try {
    if ((await stat(file)).size > MOST_BYTES) return err(frameworkErrors.fileTooLarge(file, MOST_BYTES));
    return ok(await readFile(file));
  } catch (error) {
    return err(frameworkErrors.fileUnreadable(file, error instanceof Error ? error.message : String(error)));
  }
}

function told({ version, code, isUnchanged }: Imported, dryRun: boolean): string {
  if (isUnchanged) return `${code ?? ''} 与已保存的完全相同，没有改动`;
  if (dryRun || version === null) return `${code ?? ''} 检查通过，未保存`;
  return `已保存为草案：${versionLine(version)}`;
}

function faultTable({ faults }: Imported): string {
  if (faults.length === 0) return '';
  return renderTable(
    [{ title: '工作表' }, { title: '单元格' }, { title: '代码' }, { title: '问题' }, { title: '办法' }],
    faults.map(({ sheet, cell, code, message, remedy }) => [sheet, cell, code, message, remedy]),
  );
}
