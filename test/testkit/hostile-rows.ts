import type { RowInput } from '../../shared/department/validation/row.ts';
import { pick, upTo } from './seeded-random.ts';

export const HEADER = 'subject,period,measure,dimensions,value,explanation';

const WORDS = [
  '本年新增',
  '统计口径调整',
  '含外来务工人员',
  '补报',
  '与上年持平',
  '详见台账',
  '区总工会核实',
  'ok',
  '（暂定）',
];

/** A row as careful people hand it in. */
export function someRow(random: () => number): RowInput {
  return {
    subject: pick(random, ['110106', '110000', '110105', 'E-0001']),
    period: pick(random, ['2025', '2025-Q3', '2025-09', '2024']),
    measure: pick(random, ['trained-workers', 'union-members', 'wage-growth']),
    dimensions: pick(random, [
      [],
      [{ key: 'sex', code: 'f' }],
      [
        { key: 'level', code: '3' },
        { key: 'sex', code: 'm' },
      ],
    ]),
    value: pick(random, [
      String(upTo(random, 1e6)),
      `${upTo(random, 100)}.5`,
      `-0.${1 + upTo(random, 9)}`,
      'true',
      '63%',
    ]),
    expectedRevision: null,
    explanation:
      random() < 0.5 ? null : `${pick(random, WORDS)}${pick(random, ['，', '：', ''])}${pick(random, WORDS)}`,
    stage: null,
  };
}

export function someRows(random: () => number, count = 3 + upTo(random, 40)): RowInput[] {
  return Array.from({ length: count }, () => someRow(random));
}

/** The cells of a row as a careful hand writes them, quoted where it must be. */
export function cellsOf(row: RowInput): string[] {
  const dimensions = row.dimensions.map(({ key, code }) => `${key}=${code}`).join(';');
  return [row.subject, row.period, row.measure, dimensions, row.value, row.explanation ?? ''];
}

/** A CSV file without mark, line by line; the first is the header. */
export function csvLines(rows: readonly RowInput[], delimiter = ','): string[] {
  return [HEADER.replaceAll(',', delimiter), ...rows.map((row) => cellsOf(row).join(delimiter))];
}

export function jsonLines(rows: readonly RowInput[]): string[] {
  return rows.map((row) => {
    const [subject, period, measure, dimensions, value, explanation] = cellsOf(row);
    return JSON.stringify({ subject, period, measure, dimensions, value, explanation });
  });
}
