import { createHash } from 'node:crypto';
import { cliErrors } from '../../cli-error.ts';
import { departmentOf } from '../../department-names.ts';
import { formatInstant } from '../../format-instant.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { type FileSource, openSource } from '../../upload/file-source.ts';
import { type UploadAnswer, type UploadOrder, type UploadWay, uploadFile } from '../../upload/upload-file.ts';
import { comparisonLine, issueLine, moreLine, toRecord } from '../../upload/upload-lines.ts';
import type { UploadReply } from '../../upload/upload-reply.ts';

export interface PublishOptions {
  readonly unit: string;
  /** Number of the submission; by default derived from the content, so that sending it twice is one act. */
  readonly idempotencyKey?: string | undefined;
  readonly partial?: boolean | undefined;
  readonly submit?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly justification?: string | undefined;
}

/** Reports a file for a unit: one file is one publication, whatever its size. Prints the receipt. */
export async function indicatorPublishCommand(
  way: UploadWay,
  file: string,
  options: PublishOptions,
): Promise<CommandOutcome> {
  const department = departmentOf(options.unit);
  if (!department.ok) return failed(department.error);
  const source = await openSource(file);
  if (!source.ok) return failed(source.error);
  try {
    const order: UploadOrder = {
      department: department.value,
      idempotencyKey: options.idempotencyKey ?? keyOf(source.value, options),
      isKeyOfContent: options.idempotencyKey === undefined,
      mode: options.partial ? 'PARTIAL' : 'ATOMIC',
      dryRun: options.dryRun ?? false,
      submit: options.submit ?? false,
      justification: options.justification ?? null,
    };
    const answer = await uploadFile(way, source.value, order);
    return answer.ok ? outcomeOf(answer.value, order) : failed(answer.error);
  } finally {
    source.value.close();
  }
}

/** The same for the same act on the same content. */
function keyOf({ sha256 }: FileSource, { unit, partial, justification }: PublishOptions): string {
  const act = [unit, partial ? 'PARTIAL' : 'ATOMIC', justification ?? '', sha256].join('\n');
  return `hub-${createHash('sha256').update(act).digest('hex').slice(0, 32)}`;
}

function outcomeOf({ reply, isEarlier }: UploadAnswer, order: UploadOrder): CommandOutcome {
  const { idempotencyKey, dryRun } = order;
  const { publication, receipt, comparison, isAcceptable, errorCount } = reply;
  const issues = reply.errors.map(toRecord);
  const lines = [...issues.map(issueLine), ...describe(reply, order)];
  return {
    data: { idempotencyKey, publication, receipt, comparison, isAcceptable, isEarlier, issueCount: errorCount, issues },
    plain: lines.join('\n'),
    error: isAcceptable ? null : dryRun ? cliErrors.notAcceptable(errorCount) : cliErrors.refused(errorCount),
    warnings: [
      moreLine(reply),
      comparisonLine(reply),
      isEarlier ? '这是同一编号早先报送的回执，本次没有再入库；确要另报一次时用 --idempotency-key 另编一号' : null,
    ].filter((line) => line !== null),
  };
}

function describe({ publication, receipt, isAcceptable }: UploadReply, order: UploadOrder): string[] {
  const key = `编号 ${order.idempotencyKey}`;
  if (order.dryRun) return [isAcceptable ? '试审：可以收下（未保存）' : '试审：不会收下（未保存）'];
  if (publication === null) return [`未收下  ${key}`];
  const { id, state, rowCount, unchangedCount } = publication;
  const taken = `已收下 ${rowCount} 行，另有 ${unchangedCount} 行与现有值相同  批次 ${id}  ${state}  ${key}`;
  if (receipt === null) return [taken];
  const { sequence, hash, signature, signedBy, issuedAt } = receipt;
  return [taken, `回执 第 ${sequence} 号  ${hash}  ${formatInstant(issuedAt)}`, `签名 ${signature}  密钥 ${signedBy}`];
}
