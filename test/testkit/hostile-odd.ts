import { pick } from './seeded-random.ts';
import { encodeGbk, encodeUtf16 } from './hostile-bytes.ts';
import { csv, ndjson, read, type Maker } from './hostile-file.ts';
import { cellsOf, csvLines, HEADER, jsonLines, someRows } from './hostile-rows.ts';
import type { RowInput } from '../../shared/department/validation/row.ts';

const fullWidth = (text: string) =>
  text.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

/** Odd files that are right all the same. */
export const ODD: Readonly<Record<string, Maker>> = {
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
