import { quote } from './clean-text.ts';
import { COLUMNS, type Column, columnName } from './columns.ts';
import { fileIssue, type Place } from './file-issue.ts';

/** Faults of the header; every one is told, then reading ends. */
export const headerErrors = {
  columnMissing: (line: number, column: Column) =>
    fileIssue('COLUMN_MISSING', 'file.header', { line, column }, [
      `缺少列 ${columnName(column)}`,
      `column ${column} is missing`,
      `在第一行加上列名 ${column}`,
    ]),
  columnUnknown: (place: Place, nearest: Column | null) =>
    fileIssue('COLUMN_UNKNOWN', 'file.header', place, [
      `没有列${quote(place.column ?? '')}`,
      `there is no column ${place.column ?? ''}`,
      nearest === null ? `删去此列；可用的列：${COLUMNS.join(' ')}` : `是否应为 ${columnName(nearest)}`,
    ]),
  columnRepeated: (place: Place, column: Column) =>
    fileIssue('COLUMN_REPEATED', 'file.header', place, [
      `列 ${columnName(column)} 出现两次`,
      `column ${column} is there twice`,
      '只留一列',
    ]),
  columnForbidden: (place: Place, what: string) =>
    fileIssue('COLUMN_FORBIDDEN', 'file.privacy', place, [
      `列${quote(place.column ?? '')}是${what}，平台不收个人信息`,
      `column ${place.column ?? ''} holds personal data, which is not taken in`,
      '删去此列，只报汇总数',
    ]),
} as const;
