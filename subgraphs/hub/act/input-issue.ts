import type { Issue } from '../../../shared/primitives/issue.ts';

/** What the writer of an error table has to say about one fault. */
export type Finding = Pick<Issue, 'message' | 'messageEn' | 'rule' | 'remedy'>;

/** A fault of an input field that the caller has to mend. */
export function inputIssue(code: string, field: string, finding: Finding): Issue {
  return { code, severity: 'ERROR', path: field === '' ? [] : field.split('.'), row: null, ...finding };
}
