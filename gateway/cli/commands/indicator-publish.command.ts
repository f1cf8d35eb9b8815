import { createHash } from 'node:crypto';
import { loadCatalogue } from '../../../shared/catalogue/load-catalogue.ts';
import { type CliError, cliErrors } from '../cli-error.ts';
import type { GraphqlClient } from '../graphql-client.ts';
import { type FileFault, type ObservationFile, readObservations } from '../observation-file.ts';
import { type CommandOutcome, failed } from '../outcome.ts';
import { BATCH_ROWS, inBatches, publishBatch, type PublishFinding, type PublishPayload } from '../publish.ts';
import { readTextFile } from '../read-text-file.ts';

export interface PublishOptions {
  readonly unit: string;
  /** Number of the submission; by default derived from the file's content, so that sending it twice is one act. */
  readonly idempotencyKey?: string | undefined;
  readonly partial?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/** A finding with the place in the file it is about. */
interface LocatedFinding extends PublishFinding {
  readonly line: number | null;
  readonly column: string | null;
}

interface BatchOutcome {
  readonly idempotencyKey: string;
  readonly rows: number;
  readonly publication: PublishPayload['publication'];
  readonly receipt: PublishPayload['receipt'];
  readonly findings: readonly LocatedFinding[];
}

/** Publishes a file for a unit, batch after batch; stops at the first batch that is refused. */
export async function indicatorPublishCommand(
  client: GraphqlClient,
  path: string,
  options: PublishOptions,
): Promise<CommandOutcome> {
  const unit = loadCatalogue().memberUnits.get(options.unit);
  if (unit === undefined) return failed(cliErrors.unknownUnit(options.unit));
  const text = readTextFile(path);
  if (!text.ok) return failed(text.error);
  const file = readObservations(text.value, path);
  if (file.faults.length > 0) return faultyFile(file.faults);
  const key =
    options.idempotencyKey ??
    `hub-${createHash('sha256').update(`${options.unit}\n${text.value}`).digest('hex').slice(0, 32)}`;
  const batches: BatchOutcome[] = [];
  for (const [index, rows] of inBatches(file.rows, BATCH_ROWS).entries()) {
    // The first batch bears the key itself; a file that fits into one batch is one submission under that key.
    const idempotencyKey = index === 0 ? key : `${key}#${index + 1}`;
    const input = {
      idempotencyKey,
      onBehalfOf: options.unit,
      mode: options.partial ? ('PARTIAL' as const) : ('ATOMIC' as const),
      dryRun: options.dryRun ?? false,
      observations: rows,
    };
    const answer = await publishBatch(client, unit.subgraph, input);
    if (!answer.ok) return outcomeOf(batches, options, answer.error);
    const { publication, receipt, errors } = answer.value;
    const findings = errors.map((finding) => locate(finding, index * BATCH_ROWS, file));
    batches.push({ idempotencyKey, rows: rows.length, publication, receipt, findings });
    if (publication === null && !options.dryRun) break;
  }
  return outcomeOf(batches, options, null);
}

function locate(finding: PublishFinding, offset: number, file: ObservationFile): LocatedFinding {
  const line = finding.row === null ? null : (file.lines[offset + finding.row - 1] ?? null);
  return { ...finding, line, column: finding.path.at(-1) ?? null };
}

function faultyFile(faults: readonly FileFault[]): CommandOutcome {
  const lines = faults.map(
    ({ line, column, message, messageEn }) =>
      `第 ${line} 行${column === null ? '' : ` ${column}`}：${message}（${messageEn}）`,
  );
  return { data: { faults }, plain: lines.join('\n'), error: cliErrors.rowsFaulty(faults.length) };
}

function outcomeOf(
  batches: readonly BatchOutcome[],
  { dryRun }: PublishOptions,
  fault: CliError | null,
): CommandOutcome {
  const errors = batches.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'ERROR');
  const error = fault ?? (errors.length > 0 ? cliErrors.refused(errors.length) : null);
  const lines = batches.flatMap((batch) => [describe(batch, dryRun ?? false), ...batch.findings.map(describeFinding)]);
  return { data: { batches }, plain: lines.join('\n'), error };
}

function describe({ rows, publication, receipt, idempotencyKey }: BatchOutcome, isDryRun: boolean): string {
  if (isDryRun) return `试审 ${rows} 行（未保存）`;
  if (publication === null) return `未收下 ${rows} 行  编号 ${idempotencyKey}`;
  const proof = receipt === null ? '' : `  回执 第 ${receipt.sequence} 号 ${receipt.hash}`;
  return `已收下 ${rows} 行  批次 ${publication.id}  ${publication.state}${proof}`;
}

const SEVERITIES = { ERROR: '强制性', WARNING: '核实性', HINT: '提示性' } as const;

function describeFinding({ severity, code, line, column, message, remedy }: LocatedFinding): string {
  const place = line === null ? '整批' : `第 ${line} 行${column === null ? '' : ` ${column}`}`;
  return `  ${place} ${SEVERITIES[severity]} [${code}] ${message}；${remedy}`;
}
