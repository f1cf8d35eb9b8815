import { editDistance } from './edit-distance.ts';
import { toHalfWidth } from './clean-text.ts';

/** Columns of a CSV file and members of an NDJSON object, in the order in which they are written. */
export const COLUMNS = [
  'subject',
  'period',
  'measure',
  'dimensions',
  'value',
  'explanation',
  'stage',
  'expectedRevision',
] as const;

export type Column = (typeof COLUMNS)[number];

/** Columns without which no row can be read; their cells may not be empty. */
export const REQUIRED_COLUMNS = ['subject', 'period', 'measure', 'value'] as const satisfies readonly Column[];

/** What people write above the columns. The first is the name by which messages call the column. */
const NAMES: Readonly<Record<Column, readonly string[]>> = {
  subject: ['评价对象', '评价对象代码', '对象代码', '区划代码'],
  period: ['报告期', '报告期代码', '期间'],
  measure: ['数据项', '数据项代码'],
  dimensions: ['分组', '维度'],
  value: ['值', '数值', '指标值'],
  explanation: ['说明', '情况说明', '备注'],
  stage: ['数据阶段', '阶段'],
  expectedRevision: ['版次', '预期版次'],
};

const EXACT_NAMES: ReadonlyMap<string, Column> = new Map(COLUMNS.map((column) => [column, column]));
const COLUMN_BY_NAME: ReadonlyMap<string, Column> = new Map(
  COLUMNS.flatMap((column) => [column, ...NAMES[column]].map((name) => [plainName(name), column] as const)),
);

/** Official name of a column, for messages. */
export function columnName(column: Column): string {
  return `${column}（${NAMES[column][0] ?? column}）`;
}

/** The column a header cell names: case, width, spaces, an asterisk and a remark in brackets do not matter. */
export function columnOf(name: string): Column | null {
  return EXACT_NAMES.get(name) ?? COLUMN_BY_NAME.get(plainName(name)) ?? null;
}

/** The column whose name is spelt nearly so; null where none is near. */
export function nearestColumn(name: string): Column | null {
  const asked = plainName(name).slice(0, 40);
  let nearest: Column | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [known, column] of COLUMN_BY_NAME) {
    // Two signs exchanged count twice; of a Chinese name of two signs, one is half the word.
    const most = Math.floor(known.length * 0.4);
    if (Math.abs(asked.length - known.length) > most) continue;
    const distance = editDistance(asked, known);
    if (distance <= most && distance < least) [nearest, least] = [column, distance];
  }
  return nearest;
}

/** A name as names are compared: half width, lower case, without spaces, underscores, asterisks and remarks in brackets. */
export function plainName(name: string): string {
  return toHalfWidth(name)
    .replaceAll(/\([^()]*\)/gu, '')
    .replaceAll(/[\s_*\p{Cf}-]+/gu, '')
    .toLowerCase();
}
