import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { MALFORMED_VALUE } from './errors.ts';
import { isDecimalString } from '../primitives/decimal.ts';
import { parsePeriod } from '../primitives/period.ts';

/** Marked, because a literal is refused while the document is checked, and then GraphQL puts its own code over ours. */
function malformed(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', [MALFORMED_VALUE]: true } });
}

/** The text of a literal that may be written as string or number; undefined for any other node. */
function literalText(node: ValueNode): string | undefined {
  return node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT ? node.value : undefined;
}

/** Exact decimal, a string on the wire in both directions. */
export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: '十进制数，以字符串传输，不经过浮点数',
  serialize: (value) => String(value),
  parseValue: toDecimal,
  parseLiteral: (node) => toDecimal(literalText(node)),
});

function toDecimal(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !isDecimalString(text)) throw malformed('应为十进制数，例如 "12.5"');
  return text;
}

/** A figure of a measure before its type is known: number, yes-no or text. */
export const MeasureValueScalar = new GraphQLScalarType<string, string>({
  name: 'MeasureValue',
  description: '数据项的值：数字为十进制字符串，是否类为 "true" 或 "false"，文本类为文字；比率为小数（0.63 即 63%）',
  serialize: (value) => String(value),
  parseValue: toMeasureValue,
  parseLiteral: (node) => (node.kind === Kind.BOOLEAN ? String(node.value) : toMeasureValue(literalText(node))),
});

function toMeasureValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
  throw malformed('数据项的值应为字符串、数字或 true/false');
}

/** Calendar day. */
export const DateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: '日期，格式 YYYY-MM-DD，北京时间',
  serialize: (value) => String(value),
  parseValue: toDay,
  parseLiteral: (node) => toDay(literalText(node)),
});

function toDay(value: unknown): string {
  const day = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  if (
    typeof value !== 'string' ||
    day === null ||
    Number.isNaN(day.getTime()) ||
    day.toISOString().slice(0, 10) !== value
  ) {
    throw malformed('应为真实日期，格式 YYYY-MM-DD');
  }
  return value;
}

/** Instant. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: '时刻，ISO 8601 格式并带时区，例如 2025-12-31T23:59:59+08:00',
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  parseValue: toInstant,
  parseLiteral: (node) => toInstant(literalText(node)),
});

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function toInstant(value: unknown): Date {
  if (value instanceof Date) return value;
  const instant = typeof value === 'string' && INSTANT.test(value) ? new Date(value) : null;
  if (instant === null || Number.isNaN(instant.getTime()))
    throw malformed('应为带时区的时刻，例如 2025-12-31T23:59:59+08:00');
  return instant;
}

/** Reporting period as an argument of reads; inputs of publications stay strings so that each bad row is named. */
export const PeriodCodeScalar = new GraphQLScalarType<string, string>({
  name: 'PeriodCode',
  description: '报告期代码：2025、2025-S1、2025-Q3、2025-09，累计期 2025-01--2025-09',
  serialize: (value) => String(value),
  parseValue: toPeriodCode,
  parseLiteral: (node) => toPeriodCode(literalText(node)),
});

function toPeriodCode(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || parsePeriod(text) === null) {
    throw malformed('报告期应写作 2025、2025-S1、2025-Q3、2025-09 或 2025-01--2025-09');
  }
  return text;
}
