import type { FileFormat, IntakeLimits } from '../../shared/department/intake/intake.ts';
import type { RowInput } from '../../shared/department/validation/row.ts';
import { pick, upTo } from '../faults/fault-row.ts';
import { encodeGbk, encodeUtf8, encodeUtf16, joined } from './hostile-bytes.ts';
import { cellsOf, csvLines, HEADER, jsonLines, someRow, someRows } from './hostile-rows.ts';

/** What must become of a file. */
export type Verdict =
  /** These rows and no fault. */
  | { readonly is: 'read'; readonly rows: readonly RowInput[] }
  /** A fault of one of the codes on the line; null where it is about the whole file, absent where any line will do. */
  | {
      readonly is: 'refused';
      readonly codes: readonly string[];
      readonly line?: number | null;
      readonly column?: string;
    }
  /** Whatever is read without a fault is the beginning of these rows, but for the last one, which may be cut. */
  | { readonly is: 'cut'; readonly rows: readonly RowInput[] }
  /** Anything but a throw. */
  | { readonly is: 'survived' };

export interface HostileFile {
  readonly bytes: Uint8Array;
  readonly format: FileFormat;
  readonly verdict: Verdict;
  readonly limits?: Partial<IntakeLimits>;
}

type Maker = (random: () => number) => HostileFile;

const csv = (bytes: Uint8Array | string, verdict: Verdict, limits: Partial<IntakeLimits> = {}): HostileFile => ({
  bytes: typeof bytes === 'string' ? encodeUtf8(bytes) : bytes,
  format: 'csv',
  verdict,
  limits,
});

const ndjson = (bytes: Uint8Array | string, verdict: Verdict, limits: Partial<IntakeLimits> = {}): HostileFile => ({
  ...csv(bytes, verdict, limits),
  format: 'ndjson',
});

const read = (rows: readonly RowInput[]): Verdict => ({ is: 'read', rows });
const refused = (codes: string | readonly string[], line?: number | null, column?: string): Verdict => ({
  is: 'refused',
  codes: typeof codes === 'string' ? [codes] : codes,
  ...(line === undefined ? {} : { line }),
  ...(column === undefined ? {} : { column }),
});

/** A CSV file with one line changed; the line as a person counts it. */
function withLine(
  random: () => number,
  change: (cells: string[], row: RowInput) => string,
  verdict: (line: number) => Verdict,
) {
  const rows = someRows(random);
  const at = upTo(random, rows.length);
  const lines = csvLines(rows);
  const row = rows[at] ?? someRow(random);
  lines[at + 1] = change(cellsOf(row), row);
  return csv(`${lines.join('\n')}\n`, verdict(at + 2));
}

function withCell(random: () => number, index: number, text: string, verdict: (line: number) => Verdict): HostileFile {
  return withLine(random, (cells) => cells.with(index, text).join(','), verdict);
}

/** An NDJSON file with one line changed. */
function withObject(
  random: () => number,
  line: (json: string) => string,
  code: string | readonly string[],
): HostileFile {
  const rows = someRows(random);
  const at = upTo(random, rows.length);
  const lines = jsonLines(rows);
  lines[at] = line(lines[at] ?? '');
  return ndjson(lines.join('\n'), refused(code, at + 1));
}

const SIGNATURES = [
  'PK\x03\x04',
  'PK\x05\x06',
  '%PDF-1.7',
  '{\\rtf1',
  'Rar!\x1a\x07',
  '<html><table>',
  '\n<?xml version="1.0"?>',
];
const fullWidth = (text: string) =>
  text.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const binary = (random: () => number, size: number) => Uint8Array.from({ length: size }, () => upTo(random, 256));

/** Odd files that are right all the same. */
const ODD: Readonly<Record<string, Maker>> = {
  'LF, CRLF and CR mixed': (random) => {
    const rows = someRows(random);
    return csv(
      csvLines(rows)
        .map((line) => line + pick(random, ['\n', '\r\n', '\r']))
        .join(''),
      read(rows),
    );
  },
  'no line break at the end': (random) => {
    const rows = someRows(random);
    return csv(csvLines(rows).join('\r\n'), read(rows));
  },
  'byte order mark': (random) => {
    const rows = someRows(random);
    return csv(`\ufeff${csvLines(rows).join('\r\n')}`, read(rows));
  },
  GBK: (random) => {
    const rows = someRows(random, 2000);
    return csv(encodeGbk(csvLines(rows).join('\r\n')), read(rows));
  },
  'GBK with Chinese column names': (random) => {
    const rows = someRows(random);
    return csv(encodeGbk(csvLines(rows).with(0, '评价对象,报告期,数据项,分组,值,说明').join('\r\n')), read(rows));
  },
  'UTF-16 with mark': (random) => {
    const rows = someRows(random);
    return csv(encodeUtf16(csvLines(rows, '\t').join('\r\n'), pick(random, ['le', 'be'] as const), true), read(rows));
  },
  'tabs between the cells': (random) => {
    const rows = someRows(random);
    return csv(csvLines(rows, '\t').join('\n'), read(rows));
  },
  'empty records and empty columns': (random) => {
    const rows = someRows(random);
    return csv(
      csvLines(rows)
        .map((line) => `${line},,\n,,,,,,,\n\n`)
        .join(''),
      read(rows),
    );
  },
  'all cells quoted, with line breaks in the prose': (random) => {
    const rows = someRows(random).map((row) => ({ ...row, explanation: '一、"好"\n二、\r\n三,四' }));
    const lines = rows.map((row) =>
      cellsOf(row)
        .map((cell) => `"${cell.replaceAll('"', '""')}"`)
        .join(','),
    );
    return csv([HEADER, ...lines].join('\n'), read(rows));
  },
  'full-width codes and blanks around them': (random) => {
    const rows = someRows(random);
    const wide = (row: RowInput) =>
      cellsOf(row)
        .map((cell, index) => (index < 4 ? `\u3000${fullWidth(cell)} ` : ` ${cell}\u00a0`))
        .join(',');
    return csv([HEADER, ...rows.map(wide)].join('\n'), read(rows));
  },
  'invisible marks within the codes': (random) => {
    const rows = someRows(random);
    const marked = (row: RowInput) =>
      cellsOf(row)
        .map((cell) => [...cell].join(pick(random, ['\u200b', '\ufeff', '\u2060', '\u00ad', '\u202e'])))
        .join(',');
    return csv([HEADER, ...rows.map(marked)].join('\n'), read(rows));
  },
  'columns in another order under remarks': (random) => {
    const rows = someRows(random);
    const lines = rows.map((row) => cellsOf(row).reverse().join(','));
    return csv(['备注,值（必填）,Dimensions,数据项*, PERIOD ,评价对象（代码）', ...lines].join('\n'), read(rows));
  },
  'NDJSON with empty lines and CRLF': (random) => {
    const rows = someRows(random);
    return ndjson(`\ufeff${jsonLines(rows).join(pick(random, ['\n', '\r\n', '\n\n']))}`, read(rows));
  },
};

/** Files that are no tables. */
const FOREIGN: Readonly<Record<string, Maker>> = {
  'another kind of file': (random) =>
    csv(
      joined(Buffer.from(pick(random, SIGNATURES), 'latin1'), binary(random, 500)),
      refused('FILE_KIND_UNSUPPORTED', 1),
    ),
  'a workbook of an older version': (random) =>
    csv(joined(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), binary(random, 500)), refused('FILE_KIND_UNSUPPORTED', 1)),
  gzip: (random) => ndjson(joined(Uint8Array.of(0x1f, 0x8b), binary(random, 500)), refused('FILE_KIND_UNSUPPORTED', 1)),
  'bytes at random': (random) => csv(joined(Uint8Array.of(0x89), binary(random, 5000)), refused('FILE_NOT_TEXT', 1)),
  'zeros only': () => csv(new Uint8Array(5000), refused('FILE_NOT_TEXT', 1)),
  'UTF-16 without mark': (random) =>
    csv(
      encodeUtf16(csvLines(someRows(random)).join('\n'), pick(random, ['le', 'be'] as const), false),
      refused('FILE_ENCODING_UNSUPPORTED', 1),
    ),
  nothing: (random) => csv('', refused('FILE_EMPTY', null), { bytes: 1 + upTo(random, 9) }),
  'blank lines only': (random) => csv('\r\n \n\t\n'.repeat(1 + upTo(random, 99)), refused('FILE_HAS_NO_ROWS', null)),
  'a header only': (random) =>
    csv(`${HEADER}${pick(random, ['', '\n', '\r\n\r\n'])}`, refused('FILE_HAS_NO_ROWS', null)),
  'a title above the header': (random) =>
    csv(['2025年度汇总表,,,,,', ...csvLines(someRows(random))].join('\n'), refused('HEADER_MISSING', 1)),
  'no header': (random) => csv(csvLines(someRows(random)).slice(1).join('\n'), refused('HEADER_MISSING', 1)),
  'JSON as CSV': (random) => csv(jsonLines(someRows(random)).join('\n'), refused('FILE_FORMAT_MISMATCH', 1)),
  'CSV as JSON': (random) => ndjson(csvLines(someRows(random)).join('\n'), refused('FILE_FORMAT_MISMATCH', 1)),
  'a JSON array': (random) =>
    ndjson(`[${jsonLines(someRows(random)).join(',\n')}]`, refused('FILE_KIND_UNSUPPORTED', 1)),
  'an object over lines': (random) =>
    ndjson(JSON.stringify(someRow(random), null, 2), refused('FILE_KIND_UNSUPPORTED', 1)),
  'more bytes than allowed': (random) =>
    csv(csvLines(someRows(random, 200)).join('\n'), refused('FILE_TOO_LARGE', null), {
      bytes: 1000 + upTo(random, 2000),
    }),
  'more rows than allowed': (random) => {
    const rows = 1 + upTo(random, 20);
    return csv(csvLines(someRows(random, 50)).join('\n'), refused('FILE_ROWS_TOO_MANY', rows + 2), { rows });
  },
};

/** Headers that are wrong. */
const HEADERS: Readonly<Record<string, Maker>> = {
  'a misspelt column': (random) => {
    const wrong = pick(random, ['subjct', 'perod', 'messure', 'vaule', 'dimension', '评价対象', '情况说朋']);
    return csv(`${HEADER},${wrong}\n1,2,3,,5,,6`, refused('COLUMN_UNKNOWN', 1, wrong));
  },
  'a column too few': (random) => {
    const missing = pick(random, ['subject', 'period', 'measure', 'value']);
    const names = HEADER.split(',').filter((name) => name !== missing);
    return csv(`${names.join(',')}\n1,2,3,4,5`, refused('COLUMN_MISSING', 1, missing));
  },
  'a column twice': (random) => {
    const twice = pick(random, [
      ['值', '数值'],
      ['subject', 'SUBJECT'],
      ['period', '报告期'],
    ]);
    return csv(`${HEADER},${twice[1]}\n1,2,3,,5,,6`, refused('COLUMN_REPEATED', 1, twice[1] ?? ''));
  },
  'a column of personal data': (random) => {
    const name = pick(random, [
      '姓名',
      '职工姓名',
      '身份证号',
      '手机号',
      '联系电话',
      '家庭住址',
      '银行卡号',
      'phone',
      'ID_Card',
    ]);
    return csv(`${HEADER},${name}\n1,2,3,,5,,6`, refused('COLUMN_FORBIDDEN', 1, name));
  },
  'five thousand columns': (random) =>
    csv(
      `${HEADER},${Array.from({ length: 5000 }, () => `c${upTo(random, 1e5)}`).join(',')}\n`,
      refused('COLUMN_UNKNOWN', 1),
    ),
  'an open quote': (random) => csv(`"${csvLines(someRows(random)).join('\n')}`, refused(['QUOTE_NOT_CLOSED'], 1)),
};

/** One wrong line in a right file. */
const LINES: Readonly<Record<string, Maker>> = {
  'a formula': (random) => {
    const text = pick(random, ['=1+1', '@SUM(A1)', '+cmd|calc', '-1+2', '=HYPERLINK(1)', '＝1', '\t=1', '=\u200b2']);
    const index = upTo(random, 6);
    const column = HEADER.split(',')[index] ?? '';
    return withCell(random, index, text, (line) => refused('FORMULA_CELL', line, column));
  },
  'a NUL or another control sign': (random) => {
    const text = `1${pick(random, ['\0', '\x01', '\x1b', '\x7f', '\x85'])}2`;
    return withCell(random, upTo(random, 6), text, (line) => refused('CONTROL_CHARACTER', line));
  },
  'a thousands comma that is not quoted': (random) =>
    withLine(
      random,
      (cells) => cells.with(4, '1,234').with(5, '说明').join(','),
      (line) => refused('ROW_TOO_LONG', line),
    ),
  'too few cells': (random) =>
    withLine(
      random,
      (cells) => cells.slice(0, 4).join(','),
      (line) => refused('CELL_EMPTY', line, 'value'),
    ),
  'an empty cell': (random) =>
    withCell(random, pick(random, [0, 1, 2, 4]), ' \u3000', (line) => refused('CELL_EMPTY', line)),
  'a quote that is not closed': (random) =>
    withCell(random, pick(random, [0, 4, 5]), '"没有配对', (line) =>
      refused(['QUOTE_NOT_CLOSED', 'QUOTE_MISPLACED', 'ROWS_IN_CELL'], line),
    ),
  'text after a quote': (random) => withCell(random, 5, '"说"明', (line) => refused('QUOTE_MISPLACED', line)),
  'rows swallowed by two quotes': (random) =>
    withLine(
      random,
      (cells) => `${cells.with(5, '"一').join(',')}\n${cells.with(5, '二"').join(',')}`,
      (line) => refused('ROWS_IN_CELL', line),
    ),
  'malformed dimensions': (random) =>
    withCell(random, 3, pick(random, ['sex', 'sex=', '=f', 'sex:f', 'sex=f;;level=3']), (line) =>
      refused(['DIMENSIONS_MALFORMED', 'FORMULA_CELL'], line, 'dimensions'),
    ),
  'a line of another encoding': (random) => {
    const rows = someRows(random).map((row) => ({ ...row, explanation: '补报的数据，已核实' }));
    const at = 1 + upTo(random, rows.length);
    const lines = csvLines(rows).map((line, index) =>
      index === at ? encodeGbk(`${line}\n`) : encodeUtf8(`${line}\n`),
    );
    return csv(joined(...lines), refused('ENCODING_BROKEN', at + 1, 'explanation'));
  },
  'UTF-8 after much GBK': (random) => {
    const rows = someRows(random, 3000).map((row) => ({ ...row, explanation: '补报的数据，已核实' }));
    const lines = csvLines(rows).map((line, index) =>
      index === 2950 ? encodeUtf8(`${line}\n`) : encodeGbk(`${line}\n`),
    );
    return csv(joined(...lines), refused('FILE_ENCODING_MIXED', 2951));
  },
  'a sign lost by an earlier conversion': (random) =>
    withCell(random, 5, '补\ufffd报', (line) => refused('ENCODING_BROKEN', line, 'explanation')),
  'a line like a bomb': (random) =>
    withCell(random, 5, pick(random, ['一', 'a', ' ', ',']).repeat(100_000 + upTo(random, 900_000)), (line) =>
      refused('LINE_TOO_LONG', line),
    ),
  'a quoted cell like a bomb': (random) =>
    withCell(random, 5, `"${pick(random, ['行\n', 'a', '""', '""\n']).repeat(150_000)}`, (line) =>
      refused(['QUOTE_NOT_CLOSED', 'LINE_TOO_LONG'], line),
    ),
  'quotes like a bomb': (random) =>
    withCell(random, 5, pick(random, ['"行\n', '"a', '"""\n', '"",\n', '"\n']).repeat(50_000), () => ({
      is: 'survived',
    })),
  'faults without end': (random) =>
    csv(`${HEADER}\n${'1,2,3,4,5,6\n'.repeat(1500 + upTo(random, 500))}`, refused('FAULTS_TOO_MANY', 1001)),
};

/** One wrong object in a right file. */
const OBJECTS: Readonly<Record<string, Maker>> = {
  'a number as value': (random) =>
    withObject(
      random,
      (json) =>
        json.replace(
          /"value":"[^"]*"/,
          `"value":${pick(random, ['1', '1e400', '0.1', '9007199254740993', '1'.repeat(4000)])}`,
        ),
      'VALUE_IS_JSON_NUMBER',
    ),
  'no JSON': (random) =>
    withObject(
      random,
      (json) =>
        pick(random, [
          json.slice(0, -1),
          `${json},`,
          `${json}${json}`,
          'null',
          '1',
          '"x"',
          '[]',
          "{'a':1}",
          '{"value":NaN}',
          '\ufffe',
        ]),
      'JSON_MALFORMED',
    ),
  'deep nesting': (random) => {
    const depth = pick(random, [100, 5000, 20_000]);
    return withObject(
      random,
      (json) => json.replace('{', `{"x":${'['.repeat(depth)}${']'.repeat(depth)},`),
      'COLUMN_UNKNOWN',
    );
  },
  'a member twice': (random) =>
    withObject(
      random,
      (json) => json.replace('{', pick(random, ['{"value":"1",', '{"值":"1",', '{"subject":"x" ,'])),
      'MEMBER_REPEATED',
    ),
  'a member that is not known': (random) =>
    withObject(
      random,
      (json) => json.replace('{', pick(random, ['{"foo":1,', '{"__proto__":{"value":"1"},', '{"constructor":"x",'])),
      'COLUMN_UNKNOWN',
    ),
  'personal data': (random) =>
    withObject(
      random,
      (json) => json.replace('{', pick(random, ['{"姓名":"张三",', '{"phone":"1",', '{"身份证号":"1",'])),
      'COLUMN_FORBIDDEN',
    ),
  'half a surrogate pair': (random) =>
    withObject(random, (json) => json.replace(/"subject":"/, '"subject":"\\ud83d'), 'CONTROL_CHARACTER'),
  'an object as text': (random) =>
    withObject(
      random,
      (json) => json.replace(/"period":"[^"]*"/, `"period":${pick(random, ['{}', '[]', 'true', '2025'])}`),
      'MEMBER_NOT_TEXT',
    ),
  'malformed dimensions': (random) =>
    withObject(
      random,
      (json) =>
        json.replace(
          /"dimensions":"[^"]*"/,
          `"dimensions":${pick(random, ['[1]', '[{"key":"a"}]', '{"a":1}', '{"a=b":"c"}', '"sex"', '[[]]'])}`,
        ),
      'DIMENSIONS_MALFORMED',
    ),
  'a line like a bomb': (random) => withObject(random, () => `{"value":"${'0'.repeat(200_000)}"}`, 'LINE_TOO_LONG'),
};

/** Right files that something happened to. */
const DAMAGED: Readonly<Record<string, Maker>> = {
  'cut off anywhere': (random) => {
    const rows = someRows(random);
    const bytes = encodeUtf8(csvLines(rows).join('\n'));
    return csv(bytes.subarray(0, upTo(random, bytes.length)), { is: 'cut', rows });
  },
  'NDJSON cut off anywhere': (random) => {
    const rows = someRows(random);
    const bytes = encodeUtf8(jsonLines(rows).join('\n'));
    return ndjson(bytes.subarray(0, upTo(random, bytes.length)), { is: 'cut', rows });
  },
  'bytes changed at random': (random) => {
    const format = pick(random, ['csv', 'ndjson'] as const);
    const rows = someRows(random, 200);
    const bytes = encodeUtf8((format === 'csv' ? csvLines(rows) : jsonLines(rows)).join('\n'));
    for (let left = 1 + upTo(random, 200); left > 0; left--) bytes[upTo(random, bytes.length)] = upTo(random, 256);
    return { bytes, format, verdict: { is: 'survived' } };
  },
  'signs of the format at random': (random) => {
    const signs = Array.from({ length: 5000 }, () =>
      pick(random, ['"', ',', '\n', '\r', "'", '=', '1', '2025', '{', '}', ':', '\\', '文']),
    );
    return csv(`${HEADER}\n${signs.join('')}`, { is: 'survived' });
  },
  'objects of signs at random': (random) => {
    const signs = Array.from({ length: 5000 }, () =>
      pick(random, ['"', ',', '\n', '[', ']', '{', '}', ':', '\\', '\\u', '文', 'null']),
    );
    return ndjson(signs.join(''), { is: 'survived' });
  },
};

/** Every kind of file, by a name that says what is odd about it. */
export const HOSTILE_FILES: readonly (readonly [string, Maker])[] = Object.entries({
  ...prefixed('odd', ODD),
  ...prefixed('foreign', FOREIGN),
  ...prefixed('header', HEADERS),
  ...prefixed('line', LINES),
  ...prefixed('object', OBJECTS),
  ...prefixed('damaged', DAMAGED),
});

function prefixed(group: string, makers: Readonly<Record<string, Maker>>): Record<string, Maker> {
  return Object.fromEntries(Object.entries(makers).map(([name, maker]) => [`${group}: ${name}`, maker]));
}
