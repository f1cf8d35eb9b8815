import type { Issue } from '../../primitives/issue.ts';
import { quote } from './clean-text.ts';
import { COLUMNS, type Column, columnName } from './columns.ts';
import type { IntakeFault } from './intake.ts';

/** Where a fault is: the line of the file, and the column as it is called there. Null where it is about more. */
export interface Place {
  readonly line: number | null;
  readonly column: string | null;
}

const WHOLE_FILE: Place = { line: null, column: null };

/** Chinese sentence, English sentence, remedy. */
type Words = readonly [message: string, messageEn: string, remedy: string];

/** The path has the form of paths of a list of rows, the line taking the place of the row. */
function issue(code: string, rule: string, { line, column }: Place, [message, messageEn, remedy]: Words): Issue {
  const row = line === null ? [] : [String(line - 1)];
  const path = ['observations', ...row, ...(column === null ? [] : [column])];
  return { code, severity: 'ERROR', path, row: line, message, messageEn, rule, remedy };
}

function ends(found: Issue): IntakeFault {
  return { kind: 'fault', issue: found, endsReading: true };
}

/** Faults after which nothing more of the file is read. */
export const fileErrors = {
  empty: () =>
    ends(
      issue('FILE_EMPTY', 'file.form', WHOLE_FILE, [
        '文件是空的',
        'the file is empty',
        '核对选中的文件，重新导出后再传',
      ]),
    ),
  noRows: () =>
    ends(
      issue('FILE_HAS_NO_ROWS', 'file.form', WHOLE_FILE, [
        '文件里没有数据行',
        'the file has no rows',
        '在列名下面逐行填写数据',
      ]),
    ),
  foreign: (kind: string, kindEn: string, remedy: string) =>
    ends(
      issue('FILE_KIND_UNSUPPORTED', 'file.form', { line: 1, column: null }, [
        `这是 ${kind}`,
        `this is ${kindEn}`,
        remedy,
      ]),
    ),
  binary: () =>
    ends(
      issue('FILE_NOT_TEXT', 'file.form', { line: 1, column: null }, [
        '这不是文本文件',
        'this is no text file',
        '另存为“CSV UTF-8（逗号分隔）”后再传',
      ]),
    ),
  unmarkedUtf16: () =>
    ends(
      issue('FILE_ENCODING_UNSUPPORTED', 'file.encoding', { line: 1, column: null }, [
        '文件是没有标记的 UTF-16 或 UTF-32 编码',
        'the file is UTF-16 or UTF-32 without a mark',
        '另存为 UTF-8 编码后再传',
      ]),
    ),
  mixedEncodings: (line: number) =>
    ends(
      issue('FILE_ENCODING_MIXED', 'file.encoding', { line, column: null }, [
        `文件前面是 GBK 编码，第 ${line} 行却是 UTF-8`,
        'the file is GBK at first and UTF-8 here',
        '用同一种编码（UTF-8）重新保存整个文件',
      ]),
    ),
  tooLarge: (limit: number) =>
    ends(
      issue('FILE_TOO_LARGE', 'file.size', WHOLE_FILE, [
        `文件超过 ${limit} 字节`,
        `the file is larger than ${limit} bytes`,
        '分成几个文件报送',
      ]),
    ),
  tooManyRows: (line: number, limit: number) =>
    ends(
      issue('FILE_ROWS_TOO_MANY', 'file.size', { line, column: null }, [
        `数据超过 ${limit} 行`,
        `there are more than ${limit} rows`,
        '分成几个文件报送',
      ]),
    ),
  tooManyFaults: (line: number | null, count: number) =>
    ends(
      issue('FAULTS_TOO_MANY', 'file.form', { line, column: null }, [
        `已发现 ${count} 处错误，${line === null ? '' : `第 ${line} 行`}以后没有再看`,
        `${count} faults found, reading ended here`,
        '先改正所列各处再报送；错误大多相同时，核对导出的格式',
      ]),
    ),
  headerMissing: (line: number) =>
    ends(
      issue('HEADER_MISSING', 'file.header', { line, column: null }, [
        '第一行不是列名',
        'the first line does not name the columns',
        `在数据上面加一行列名，用半角逗号隔开：${COLUMNS.slice(0, 6).join(',')}；删去列名上面的标题行`,
      ]),
    ),
  jsonArray: () =>
    ends(
      issue('FILE_KIND_UNSUPPORTED', 'file.form', { line: 1, column: null }, [
        '这是一个 JSON 数组，不是逐行的 JSON',
        'this is a JSON array, not one object per line',
        '每行写一个 JSON 对象，行间不加逗号，首尾不加方括号',
      ]),
    ),
  objectOverLines: () =>
    ends(
      issue('FILE_KIND_UNSUPPORTED', 'file.form', { line: 1, column: null }, [
        'JSON 对象分成了几行',
        'a JSON object goes over several lines',
        '每行写一个完整的 JSON 对象',
      ]),
    ),
  jsonAsCsv: () =>
    ends(
      issue('FILE_FORMAT_MISMATCH', 'file.form', { line: 1, column: null }, [
        '内容是 JSON，却按 CSV 报送',
        'the content is JSON but was sent as CSV',
        '改用 ndjson 格式报送',
      ]),
    ),
  csvAsJson: () =>
    ends(
      issue('FILE_FORMAT_MISMATCH', 'file.form', { line: 1, column: null }, [
        '内容是 CSV，却按 NDJSON 报送',
        'the content is CSV but was sent as NDJSON',
        '改用 csv 格式报送',
      ]),
    ),
} as const;

/** Faults of the header; every one is told, then reading ends. */
export const headerErrors = {
  columnMissing: (line: number, column: Column) =>
    issue('COLUMN_MISSING', 'file.header', { line, column }, [
      `缺少列 ${columnName(column)}`,
      `column ${column} is missing`,
      `在第一行加上列名 ${column}`,
    ]),
  columnUnknown: (place: Place, nearest: Column | null) =>
    issue('COLUMN_UNKNOWN', 'file.header', place, [
      `没有列${quote(place.column ?? '')}`,
      `there is no column ${place.column ?? ''}`,
      nearest === null ? `删去此列；可用的列：${COLUMNS.join(' ')}` : `是否应为 ${columnName(nearest)}`,
    ]),
  columnRepeated: (place: Place, column: Column) =>
    issue('COLUMN_REPEATED', 'file.header', place, [
      `列 ${columnName(column)} 出现两次`,
      `column ${column} is there twice`,
      '只留一列',
    ]),
  columnForbidden: (place: Place, what: string) =>
    issue('COLUMN_FORBIDDEN', 'file.privacy', place, [
      `列${quote(place.column ?? '')}是${what}，平台不收个人信息`,
      `column ${place.column ?? ''} holds personal data, which is not taken in`,
      '删去此列，只报汇总数',
    ]),
} as const;

/** Faults of a line; reading goes on with the next. */
export const lineErrors = {
  tooLong: (line: number, limit: number) =>
    issue('LINE_TOO_LONG', 'file.size', { line, column: null }, [
      `此行超过 ${limit} 字节`,
      `the line is longer than ${limit} bytes`,
      '核对换行是否丢失，或缩短文字',
    ]),
  quoteOpen: (line: number) =>
    issue('QUOTE_NOT_CLOSED', 'row.form', { line, column: null }, [
      '此行的半角双引号没有配对',
      'a quoted cell that begins on this line is not closed',
      '补上另一半双引号；文字中的双引号要写两个',
    ]),
  quoteMisplaced: (line: number) =>
    issue('QUOTE_MISPLACED', 'row.form', { line, column: null }, [
      '双引号结束后还有文字',
      'text follows the closing quote of a cell',
      '文字中的双引号要写两个，或改用中文引号',
    ]),
  cellOutside: (line: number, count: number, expected: number) =>
    issue('ROW_TOO_LONG', 'row.form', { line, column: null }, [
      `此行有 ${count} 格，列名只有 ${expected} 个`,
      `the row has ${count} cells under ${expected} column names`,
      '带千分位逗号的数和含逗号的文字要加半角双引号',
    ]),
  cellEmpty: (place: Place, column: Column) =>
    issue('CELL_EMPTY', 'row.form', place, [
      `${columnName(column)} 为空`,
      `${column} is empty`,
      column === 'value' ? '填写数值；暂无数据时不要报此行，不以零代替' : '补上此格',
    ]),
  formula: (place: Place, text: string) =>
    issue('FORMULA_CELL', 'cell.formula', place, [
      `此格是公式 ${quote(text)}`,
      'the cell is a formula',
      '把公式换成它的值；确是文字的，在最前面加一个半角单引号',
    ]),
  encodingBroken: (place: Place) =>
    issue('ENCODING_BROKEN', 'file.encoding', place, [
      '有无法辨认的文字，文件的编码前后不一，或保存时已经损坏',
      'there are bytes that are no text in the encoding of the file',
      '从原系统重新导出，整个文件用 UTF-8 编码',
    ]),
  controlCharacter: (place: Place) =>
    issue('CONTROL_CHARACTER', 'cell.text', place, [
      '含有不可见的控制字符或换行',
      'there is a control character or a line break',
      '删去此格中的不可见字符和换行',
    ]),
  rowsInCell: (place: Place) =>
    issue('ROWS_IN_CELL', 'row.form', place, [
      '此格里含有像是数据行的内容',
      'the cell holds what looks like rows',
      '核对双引号是否配对',
    ]),
  dimensionsMalformed: (place: Place) =>
    issue('DIMENSIONS_MALFORMED', 'row.form', place, [
      '分组的写法不对',
      'malformed dimensions',
      '写作 分组=代码，几个分组之间用分号隔开，如 sex=f;level=3',
    ]),
  stageUnknown: (place: Place, text: string) =>
    issue('STAGE_UNKNOWN', 'row.form', place, [
      `没有数据阶段 ${quote(text)}`,
      `unknown stage`,
      '填写 PRELIMINARY（初步数）或 FINAL（最终数），或留空',
    ]),
  revisionMalformed: (place: Place) =>
    issue('REVISION_MALFORMED', 'row.form', place, [
      '版次不是整数',
      'the revision is no whole number',
      '填写取数时的版次，或留空',
    ]),
  notAnObject: (line: number) =>
    issue('JSON_MALFORMED', 'row.form', { line, column: null }, [
      '此行不是一个 JSON 对象',
      'the line is not a JSON object',
      '每行写一个完整的 JSON 对象，对象中间不换行',
    ]),
  memberRepeated: (line: number) =>
    issue('MEMBER_REPEATED', 'row.form', { line, column: null }, [
      '对象中有重名的项',
      'a member is there twice',
      '每项只写一次',
    ]),
  memberNotText: (place: Place) =>
    issue('MEMBER_NOT_TEXT', 'row.form', place, ['此项应是文本', 'the member must be a text', '写成带引号的文本']),
  valueIsNumber: (place: Place) =>
    issue('VALUE_IS_JSON_NUMBER', 'row.form', place, [
      '值写成了 JSON 数字，读取时可能丢失数位',
      'value is a JSON number, of which digits may be lost',
      '写成带引号的文本，如 "12.5"',
    ]),
} as const;
