import type { Finding } from '../validation/row.errors.ts';

function error(code: string, message: string, messageEn: string, remedy: string): Finding {
  return { code, severity: 'ERROR', field: 'value', message, messageEn, remedy };
}

/** Findings about a row that may not touch its cell as the record stands. */
export const standingErrors = {
  locked: () =>
    error(
      'CELL_LOCKED',
      '该评价对象本年度的数据已随自评锁定，不能直接改报',
      'the values of this subject and year are frozen',
      '用更正申请（amend）说明理由，由牵头单位决定',
    ),
  amendmentNeeded: (current: string) => ({
    ...error(
      'AMENDMENT_REQUIRED',
      `此格已核收（${current}），不能直接改报`,
      'the value is accepted already',
      '用更正申请（amend）说明理由，由牵头单位决定',
    ),
    currentValue: current,
  }),
  nothingToAmend: () =>
    error(
      'NOTHING_TO_AMEND',
      '此格还没有已核收的值，无可更正',
      'there is no accepted value to amend',
      '直接报送（publish）即可',
    ),
} as const;
