/** One fault of a workbook: what, in which cell, by which rule, and how to mend it. */
export interface WorkbookFault {
  /** Stable, SCREAMING_SNAKE_CASE. */
  readonly code: string;
  /** Chinese, for the statistician. */
  readonly message: string;
  readonly messageEn: string;
  readonly sheet: string;
  readonly cell: string;
  readonly rule: string;
  readonly remedy: string;
}

const TEMPLATE = '以 hub framework template 重新取得模板，不改动表名和第二行的字段名';

/** What is wrong with the form of a workbook. */
export const workbookFaults = {
  missingSheet: (sheet: string): WorkbookFault => ({
    ...{ code: 'SHEET_MISSING', sheet, cell: 'A1', rule: 'workbook.sheets', remedy: TEMPLATE },
    message: `缺少工作表“${sheet}”`,
    messageEn: `Sheet ${sheet} is missing`,
  }),
  unknownSheet: (sheet: string): WorkbookFault => ({
    ...{ code: 'SHEET_UNKNOWN', sheet, cell: 'A1', rule: 'workbook.sheets', remedy: '删去模板以外的工作表' },
    message: `模板没有工作表“${sheet}”，其内容不会被读取`,
    messageEn: `The template has no sheet ${sheet}`,
  }),
  missingColumn: (sheet: string, title: string, field: string): WorkbookFault => ({
    ...{ code: 'COLUMN_MISSING', sheet, cell: 'A2', rule: 'workbook.columns', remedy: TEMPLATE },
    message: `缺少“${title}”列（${field}）`,
    messageEn: `Column ${field} is missing`,
  }),
  unknownColumn: (sheet: string, cell: string, field: string): WorkbookFault => ({
    ...{ code: 'COLUMN_UNKNOWN', sheet, cell, rule: 'workbook.columns', remedy: TEMPLATE },
    message: `模板没有字段“${field}”`,
    messageEn: `The template has no field ${field}`,
  }),
  repeatedColumn: (sheet: string): WorkbookFault => ({
    ...{ code: 'COLUMN_REPEATED', sheet, cell: 'A2', rule: 'workbook.columns', remedy: '每个字段只留一列' },
    message: '同一字段有两列',
    messageEn: 'A field has two columns',
  }),
  unknownField: (cell: string, field: string): WorkbookFault => ({
    ...{ code: 'FIELD_UNKNOWN', sheet: '说明', cell, rule: 'workbook.fields', remedy: TEMPLATE },
    message: `没有字段“${field}”`,
    messageEn: `There is no field ${field}`,
  }),
  repeatedField: (cell: string, field: string): WorkbookFault => ({
    ...{ code: 'FIELD_REPEATED', sheet: '说明', cell, rule: 'workbook.fields', remedy: '每个字段只留一行' },
    message: `字段“${field}”重复`,
    messageEn: `Field ${field} comes twice`,
  }),
  unknownParent: (sheet: string, cell: string, code: string): WorkbookFault => ({
    ...{ code: 'ROW_BELONGS_TO_NOTHING', sheet, cell, rule: 'workbook.belongs-to', remedy: '填写已有的指标序号' },
    message: code === '' ? '未写明所属指标序号' : `没有序号为“${code}”的指标`,
    messageEn: `The row belongs to ${code === '' ? 'no indicator' : `an unknown indicator, ${code}`}`,
  }),
} as const;
