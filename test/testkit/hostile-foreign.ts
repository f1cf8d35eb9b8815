import { pick, upTo } from './seeded-random.ts';
import { encodeUtf16, joined } from './hostile-bytes.ts';
import { csv, ndjson, refused, type Maker } from './hostile-file.ts';
import { csvLines, HEADER, jsonLines, someRow, someRows } from './hostile-rows.ts';

const SIGNATURES = [
  'PK\x03\x04',
  'PK\x05\x06',
  '%PDF-1.7',
  '{\\rtf1',
  'Rar!\x1a\x07',
  '<html><table>',
  '\n<?xml version="1.0"?>',
];
const binary = (random: () => number, size: number) => Uint8Array.from({ length: size }, () => upTo(random, 256));

/** Files that are no tables. */
export const FOREIGN: Readonly<Record<string, Maker>> = {
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
export const HEADERS: Readonly<Record<string, Maker>> = {
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
