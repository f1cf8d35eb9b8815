import type { Issue } from '../../primitives/issue.ts';

/** Where a fault is: the line of the file, and the column as it is called there. Null where it is about more. */
export interface Place {
  readonly line: number | null;
  readonly column: string | null;
}

/** Chinese sentence, English sentence, remedy. */
type Words = readonly [message: string, messageEn: string, remedy: string];

/** An error at a place. The path has the form of paths of a list of rows, the line taking the place of the row. */
export function fileIssue(
  code: string,
  rule: string,
  { line, column }: Place,
  [message, messageEn, remedy]: Words,
): Issue {
  const row = line === null ? [] : [String(line - 1)];
  const path = ['observations', ...row, ...(column === null ? [] : [column])];
  return { code, severity: 'ERROR', path, row: line, message, messageEn, rule, remedy };
}
