import type { Issue } from '../../primitives/issue.ts';

function about(field: string, code: string, [message, messageEn, remedy]: readonly [string, string, string]): Issue {
  return { code, severity: 'ERROR', path: [field], row: null, rule: `lock.${field}`, message, messageEn, remedy };
}

/** Findings about an order to lock. */
export const freezeErrors = {
  subjectUnknown: () => about('subject', 'SUBJECT_UNKNOWN', ['评价对象未登记', 'unknown subject', '核对评价对象代码']),
  yearOutOfRange: () => about('year', 'YEAR_OUT_OF_RANGE', ['年度不对', 'the year is out of range', '写四位年份']),
  reasonMissing: () =>
    about('reason', 'REASON_MISSING', [
      '锁定须写明理由（4 至 1000 字）',
      'locking needs a reason',
      '写明所依据的自评或决定',
    ]),
} as const;
