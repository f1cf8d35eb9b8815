import { pick, upTo } from './seeded-random.ts';
import { encodeGbk, encodeUtf8, joined } from './hostile-bytes.ts';
import { csv, refused, type HostileFile, type Maker, type Verdict } from './hostile-file.ts';
import { cellsOf, csvLines, HEADER, someRow, someRows } from './hostile-rows.ts';
import type { RowInput } from '../../shared/department/validation/row.ts';

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

/** One wrong line in a right file. */
export const LINES: Readonly<Record<string, Maker>> = {
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
