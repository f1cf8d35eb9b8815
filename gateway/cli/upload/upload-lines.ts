import type { UploadIssue, UploadReply } from './upload-reply.ts';

/** A finding as it is told: where in the file, and what. */
export interface IssueRecord {
  readonly severity: UploadIssue['severity'];
  readonly code: string;
  /** Line of the file as editors count it; null where the finding is about the whole. */
  readonly row: number | null;
  readonly column: string | null;
  readonly message: string;
  readonly rule: string;
  readonly remedy: string;
  readonly currentValue: string | null;
  readonly comparedValue: string | null;
}

export function toRecord(issue: UploadIssue): IssueRecord {
  const { severity, code, row, path, message, rule, remedy, currentValue = null, comparedValue = null } = issue;
  const column = row === null ? null : (path[2] ?? null);
  return { severity, code, row, column, message, rule, remedy, currentValue, comparedValue };
}

/** One line for a finding, its five members parted by tabs; a dash stands for none. */
export function issueLine({ severity, code, row, column, message }: IssueRecord): string {
  return [severity, code, String(row ?? '-'), column ?? '-', message]
    .map((text) => text.replaceAll(/\s+/g, ' '))
    .join('\t');
}

/** What the rows would do, or did, to the record; null where they were not held against it. */
export function comparisonLine({ comparison }: UploadReply): string | null {
  if (comparison === null || comparison.new + comparison.changed + comparison.unchanged === 0) return null;
  return `与现有值相比：新增 ${comparison.new}，变化 ${comparison.changed}，未变 ${comparison.unchanged}`;
}

/** Says that there is more than a reply lists. */
export function moreLine({ errors, errorCount }: UploadReply): string | null {
  return errorCount > errors.length ? `审核意见共 ${errorCount} 条，只列出前 ${errors.length} 条` : null;
}
