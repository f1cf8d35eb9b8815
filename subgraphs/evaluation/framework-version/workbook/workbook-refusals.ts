import type { WorkbookFault } from '../../../../shared/catalogue/workbook/workbook-fault.ts';
import { WORKBOOK_LIMITS } from './workbook-limits.ts';

/** Why a file is not read as a workbook at all; sheet and cell are empty where it is about the whole file. */
export type WorkbookRefusal = WorkbookFault;

const FILE = { sheet: '', cell: '' } as const;
const SPLIT_FILE = '只保留模板中的工作表和行列';

export const workbookRefusals = {
  notBase64: (): WorkbookRefusal => ({
    ...{ ...FILE, code: 'WORKBOOK_ENCODING', rule: 'workbook.encoding', remedy: '以 base64 传送文件内容' },
    message: '文件内容不是 base64 文本',
    messageEn: 'The content is not base64',
  }),
  notWorkbook: (): WorkbookRefusal => ({
    ...{ ...FILE, code: 'WORKBOOK_UNREADABLE', rule: 'workbook.format' },
    remedy: '另存为未加密的 .xlsx 工作簿后重新导入',
    message: '文件不是 .xlsx 工作簿，或已损坏、加密',
    messageEn: 'The file is no .xlsx workbook, or damaged or encrypted',
  }),
  tooLarge: (): WorkbookRefusal => ({
    ...{ ...FILE, code: 'WORKBOOK_TOO_LARGE', rule: 'workbook.size', remedy: SPLIT_FILE },
    message: `文件超过 ${WORKBOOK_LIMITS.bytes} 字节，或解开后超过 ${WORKBOOK_LIMITS.unpackedBytes} 字节`,
    messageEn: `The file has more than ${WORKBOOK_LIMITS.bytes} bytes, or more than ${WORKBOOK_LIMITS.unpackedBytes} unpacked`,
  }),
  tooManySheets: (found: number): WorkbookRefusal => ({
    ...{ ...FILE, code: 'WORKBOOK_TOO_LARGE', rule: 'workbook.sheets', remedy: SPLIT_FILE },
    message: `工作表至多 ${WORKBOOK_LIMITS.sheets} 个，实有 ${found} 个`,
    messageEn: `A workbook has at most ${WORKBOOK_LIMITS.sheets} sheets, this one ${found}`,
  }),
  tooManyCells: (): WorkbookRefusal => ({
    ...{ ...FILE, code: 'WORKBOOK_TOO_LARGE', rule: 'workbook.cells', remedy: SPLIT_FILE },
    message: `单元格至多 ${WORKBOOK_LIMITS.cells} 个`,
    messageEn: `A workbook has at most ${WORKBOOK_LIMITS.cells} cells`,
  }),
  outside: (sheet: string, cell: string): WorkbookRefusal => ({
    ...{ sheet, cell, code: 'CELL_OUTSIDE', rule: 'workbook.extent', remedy: SPLIT_FILE },
    message: `工作表至多 ${WORKBOOK_LIMITS.rows} 行、${WORKBOOK_LIMITS.columns} 列`,
    messageEn: `A sheet has at most ${WORKBOOK_LIMITS.rows} rows and ${WORKBOOK_LIMITS.columns} columns`,
  }),
  formula: (sheet: string, cell: string): WorkbookRefusal => ({
    ...{ sheet, cell, code: 'CELL_FORMULA', rule: 'workbook.formula', remedy: '复制后选择性粘贴为数值' },
    message: '单元格含公式；指标体系只取写定的值',
    messageEn: 'The cell holds a formula; only written values are taken',
  }),
  merged: (sheet: string, cell: string): WorkbookRefusal => ({
    ...{ sheet, cell, code: 'CELL_MERGED', rule: 'workbook.merged', remedy: '取消合并，每行填写完整' },
    message: '单元格已合并，无法确定各行的值',
    messageEn: 'Cells are merged, so that rows have no value of their own',
  }),
} as const;
