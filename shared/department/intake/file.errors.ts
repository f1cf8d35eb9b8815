import type { Issue } from '../../primitives/issue.ts';
import { COLUMNS } from './columns.ts';
import { fileIssue, type Place } from './file-issue.ts';
import type { IntakeFault } from './intake.ts';

const WHOLE_FILE: Place = { line: null, column: null };

function ends(found: Issue): IntakeFault {
  return { kind: 'fault', issue: found, endsReading: true };
}

/** Faults after which nothing more of the file is read. */
export const fileErrors = {
  empty: () =>
    ends(
      fileIssue('FILE_EMPTY', 'file.form', WHOLE_FILE, [
        '文件是空的',
        'the file is empty',
        '核对选中的文件，重新导出后再传',
      ]),
    ),
  noRows: () =>
    ends(
      fileIssue('FILE_HAS_NO_ROWS', 'file.form', WHOLE_FILE, [
        '文件里没有数据行',
        'the file has no rows',
        '在列名下面逐行填写数据',
      ]),
    ),
  foreign: (kind: string, kindEn: string, remedy: string) =>
    ends(
      fileIssue('FILE_KIND_UNSUPPORTED', 'file.form', { line: 1, column: null }, [
        `这是 ${kind}`,
        `this is ${kindEn}`,
        remedy,
      ]),
    ),
  binary: () =>
    ends(
      fileIssue('FILE_NOT_TEXT', 'file.form', { line: 1, column: null }, [
        '这不是文本文件',
        'this is no text file',
        '另存为“CSV UTF-8（逗号分隔）”后再传',
      ]),
    ),
  unmarkedUtf16: () =>
    ends(
      fileIssue('FILE_ENCODING_UNSUPPORTED', 'file.encoding', { line: 1, column: null }, [
        '文件是没有标记的 UTF-16 或 UTF-32 编码',
        'the file is UTF-16 or UTF-32 without a mark',
        '另存为 UTF-8 编码后再传',
      ]),
    ),
  mixedEncodings: (line: number) =>
    ends(
      fileIssue('FILE_ENCODING_MIXED', 'file.encoding', { line, column: null }, [
        `文件前面是 GBK 编码，第 ${line} 行却是 UTF-8`,
        'the file is GBK at first and UTF-8 here',
        '用同一种编码（UTF-8）重新保存整个文件',
      ]),
    ),
  tooLarge: (limit: number) =>
    ends(
      fileIssue('FILE_TOO_LARGE', 'file.size', WHOLE_FILE, [
        `文件超过 ${limit} 字节`,
        `the file is larger than ${limit} bytes`,
        '分成几个文件报送',
      ]),
    ),
  tooManyRows: (line: number, limit: number) =>
    ends(
      fileIssue('FILE_ROWS_TOO_MANY', 'file.size', { line, column: null }, [
        `数据超过 ${limit} 行`,
        `there are more than ${limit} rows`,
        '分成几个文件报送',
      ]),
    ),
  tooManyFaults: (line: number | null, count: number) =>
    ends(
      fileIssue('FAULTS_TOO_MANY', 'file.form', { line, column: null }, [
        `已发现 ${count} 处错误，${line === null ? '' : `第 ${line} 行`}以后没有再看`,
        `${count} faults found, reading ended here`,
        '先改正所列各处再报送；错误大多相同时，核对导出的格式',
      ]),
    ),
  headerMissing: (line: number) =>
    ends(
      fileIssue('HEADER_MISSING', 'file.header', { line, column: null }, [
        '第一行不是列名',
        'the first line does not name the columns',
        `在数据上面加一行列名，用半角逗号隔开：${COLUMNS.slice(0, 6).join(',')}；删去列名上面的标题行`,
      ]),
    ),
  jsonArray: () =>
    ends(
      fileIssue('FILE_KIND_UNSUPPORTED', 'file.form', { line: 1, column: null }, [
        '这是一个 JSON 数组，不是逐行的 JSON',
        'this is a JSON array, not one object per line',
        '每行写一个 JSON 对象，行间不加逗号，首尾不加方括号',
      ]),
    ),
  objectOverLines: () =>
    ends(
      fileIssue('FILE_KIND_UNSUPPORTED', 'file.form', { line: 1, column: null }, [
        'JSON 对象分成了几行',
        'a JSON object goes over several lines',
        '每行写一个完整的 JSON 对象',
      ]),
    ),
  jsonAsCsv: () =>
    ends(
      fileIssue('FILE_FORMAT_MISMATCH', 'file.form', { line: 1, column: null }, [
        '内容是 JSON，却按 CSV 报送',
        'the content is JSON but was sent as CSV',
        '改用 ndjson 格式报送',
      ]),
    ),
  csvAsJson: () =>
    ends(
      fileIssue('FILE_FORMAT_MISMATCH', 'file.form', { line: 1, column: null }, [
        '内容是 CSV，却按 NDJSON 报送',
        'the content is CSV but was sent as NDJSON',
        '改用 csv 格式报送',
      ]),
    ),
} as const;
