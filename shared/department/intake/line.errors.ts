import { quote } from './clean-text.ts';
import { type Column, columnName } from './columns.ts';
import { fileIssue, type Place } from './file-issue.ts';

/** Faults of a line; reading goes on with the next. */
export const lineErrors = {
  tooLong: (line: number, limit: number) =>
    fileIssue('LINE_TOO_LONG', 'file.size', { line, column: null }, [
      `此行超过 ${limit} 字节`,
      `the line is longer than ${limit} bytes`,
      '核对换行是否丢失，或缩短文字',
    ]),
  quoteOpen: (line: number) =>
    fileIssue('QUOTE_NOT_CLOSED', 'row.form', { line, column: null }, [
      '此行的半角双引号没有配对',
      'a quoted cell that begins on this line is not closed',
      '补上另一半双引号；文字中的双引号要写两个',
    ]),
  quoteMisplaced: (line: number) =>
    fileIssue('QUOTE_MISPLACED', 'row.form', { line, column: null }, [
      '双引号结束后还有文字',
      'text follows the closing quote of a cell',
      '文字中的双引号要写两个，或改用中文引号',
    ]),
  cellOutside: (line: number, count: number, expected: number) =>
    fileIssue('ROW_TOO_LONG', 'row.form', { line, column: null }, [
      `此行有 ${count} 格，列名只有 ${expected} 个`,
      `the row has ${count} cells under ${expected} column names`,
      '带千分位逗号的数和含逗号的文字要加半角双引号',
    ]),
  cellEmpty: (place: Place, column: Column) =>
    fileIssue('CELL_EMPTY', 'row.form', place, [
      `${columnName(column)} 为空`,
      `${column} is empty`,
      column === 'value' ? '填写数值；暂无数据时不要报此行，不以零代替' : '补上此格',
    ]),
  formula: (place: Place, text: string) =>
    fileIssue('FORMULA_CELL', 'cell.formula', place, [
      `此格是公式 ${quote(text)}`,
      'the cell is a formula',
      '把公式换成它的值；确是文字的，在最前面加一个半角单引号',
    ]),
  encodingBroken: (place: Place) =>
    fileIssue('ENCODING_BROKEN', 'file.encoding', place, [
      '有无法辨认的文字，文件的编码前后不一，或保存时已经损坏',
      'there are bytes that are no text in the encoding of the file',
      '从原系统重新导出，整个文件用 UTF-8 编码',
    ]),
  controlCharacter: (place: Place) =>
    fileIssue('CONTROL_CHARACTER', 'cell.text', place, [
      '含有不可见的控制字符或换行',
      'there is a control character or a line break',
      '删去此格中的不可见字符和换行',
    ]),
  rowsInCell: (place: Place) =>
    fileIssue('ROWS_IN_CELL', 'row.form', place, [
      '此格里含有像是数据行的内容',
      'the cell holds what looks like rows',
      '核对双引号是否配对',
    ]),
  dimensionsMalformed: (place: Place) =>
    fileIssue('DIMENSIONS_MALFORMED', 'row.form', place, [
      '分组的写法不对',
      'malformed dimensions',
      '写作 分组=代码，几个分组之间用分号隔开，如 sex=f;level=3',
    ]),
  stageUnknown: (place: Place, text: string) =>
    fileIssue('STAGE_UNKNOWN', 'row.form', place, [
      `没有数据阶段 ${quote(text)}`,
      `unknown stage`,
      '填写 PRELIMINARY（初步数）或 FINAL（最终数），或留空',
    ]),
  revisionMalformed: (place: Place) =>
    fileIssue('REVISION_MALFORMED', 'row.form', place, [
      '版次不是整数',
      'the revision is no whole number',
      '填写取数时的版次，或留空',
    ]),
  notAnObject: (line: number) =>
    fileIssue('JSON_MALFORMED', 'row.form', { line, column: null }, [
      '此行不是一个 JSON 对象',
      'the line is not a JSON object',
      '每行写一个完整的 JSON 对象，对象中间不换行',
    ]),
  memberRepeated: (line: number) =>
    fileIssue('MEMBER_REPEATED', 'row.form', { line, column: null }, [
      '对象中有重名的项',
      'a member is there twice',
      '每项只写一次',
    ]),
  memberNotText: (place: Place) =>
    fileIssue('MEMBER_NOT_TEXT', 'row.form', place, ['此项应是文本', 'the member must be a text', '写成带引号的文本']),
  valueIsNumber: (place: Place) =>
    fileIssue('VALUE_IS_JSON_NUMBER', 'row.form', place, [
      '值写成了 JSON 数字，读取时可能丢失数位',
      'value is a JSON number, of which digits may be lost',
      '写成带引号的文本，如 "12.5"',
    ]),
} as const;
