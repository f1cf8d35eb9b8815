import { createHash } from 'node:crypto';
import { cliErrors } from '../../cli-error.ts';
import { departmentOf } from '../../department-names.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { openSource } from '../../upload/file-source.ts';
import { type UploadWay, uploadFile } from '../../upload/upload-file.ts';
import { comparisonLine, issueLine, moreLine, toRecord } from '../../upload/upload-lines.ts';

export interface ValidateOptions {
  readonly unit: string;
}

/** Asks what reporting a file would come to, without storing any of it. One line for every finding. */
export async function indicatorValidateCommand(
  way: UploadWay,
  file: string,
  { unit }: ValidateOptions,
): Promise<CommandOutcome> {
  const department = departmentOf(unit);
  if (!department.ok) return failed(department.error);
  const source = await openSource(file);
  if (!source.ok) return failed(source.error);
  try {
    const answer = await uploadFile(way, source.value, {
      department: department.value,
      // Nothing is ever stored under it.
      idempotencyKey: `hub-check-${createHash('sha256').update(`${unit}\n${source.value.sha256}`).digest('hex').slice(0, 32)}`,
      isKeyOfContent: true,
      mode: 'ATOMIC',
      dryRun: true,
      submit: false,
      justification: null,
    });
    if (!answer.ok) return failed(answer.error);
    const { reply } = answer.value;
    const issues = reply.errors.map(toRecord);
    const { isAcceptable, comparison, errorCount } = reply;
    return {
      data: { isAcceptable, comparison, issueCount: errorCount, issues },
      plain: issues.map(issueLine).join('\n'),
      error: isAcceptable ? null : cliErrors.notAcceptable(errorCount),
      warnings: [moreLine(reply), comparisonLine(reply)].filter((line) => line !== null),
    };
  } finally {
    source.value.close();
  }
}
