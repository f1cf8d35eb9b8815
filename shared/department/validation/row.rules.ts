import type { Measure, SubjectKind } from '../../catalogue/catalogue.ts';
import { ownerOfCell } from '../../catalogue/ownership.ts';
import { decimal, isDecimalString } from '../../primitives/decimal.ts';
import type { Issue } from '../../primitives/issue.ts';
import { type Frequency, periodTypeOf } from '../../primitives/period.ts';
import type { ResolvedRow, RowContext } from './row.ts';
import { type Finding, rowErrors, toIssue } from './row.errors.ts';

/** One check within a row. It stays silent where what it needs was not found: another rule speaks then. */
export interface RowRule {
  readonly id: string;
  readonly check: (row: ResolvedRow, context: RowContext) => Finding | null;
}

const KIND_NAMES: Readonly<Record<SubjectKind, string>> = {
  province: '省级评价对象',
  district: '区级评价对象',
  'member-unit': '成员单位',
  township: '街道乡镇',
  enterprise: '企业',
};

const FREQUENCY_NAMES: Readonly<Record<Frequency, string>> = {
  annual: '按年报送',
  quarterly: '按季报送',
  monthly: '按月报送',
};

const EXPLANATION_LIMIT = 1000;
const TEXT_LIMIT = 2000;

/** The checks every department makes, in the order in which their findings are shown. */
export const commonRowRules: readonly RowRule[] = [
  { id: 'subject.known', check: (row) => (row.kind === null ? rowErrors.subjectUnknown(row.input.subject) : null) },
  {
    id: 'measure.known',
    check: ({ input }, context) =>
      context.isMeasureKnown(input.measure) ? null : rowErrors.measureUnknown(input.measure),
  },
  { id: 'measure.applies', check: checkApplies },
  {
    id: 'measure.entered',
    check: ({ measure }) => (measure?.derived ? rowErrors.measureComputed(measure.nameZh) : null),
  },
  {
    id: 'period.form',
    check: ({ input, period }) => (period === null ? rowErrors.periodMalformed(input.period) : null),
  },
  { id: 'period.frequency', check: checkFrequency },
  {
    id: 'period.begun',
    check: ({ period }, { today }) =>
      period !== null && period.start > today ? rowErrors.periodInFuture(period.code) : null,
  },
  { id: 'dimensions.complete', check: checkDimensionKeys },
  { id: 'dimensions.code', check: checkDimensionCodes },
  { id: 'measure.owner', check: checkOwner },
  { id: 'value.type', check: checkValueType },
  { id: 'value.range', check: checkValueRange },
  {
    id: 'explanation.length',
    check: ({ input }) =>
      (input.explanation?.length ?? 0) > EXPLANATION_LIMIT
        ? rowErrors.textTooLong('explanation', EXPLANATION_LIMIT)
        : null,
  },
];

/** Every finding of every rule on every row, and the rows that are repeated within the submission. */
export function checkRows(rows: readonly ResolvedRow[], rules: readonly RowRule[], context: RowContext): Issue[] {
  const issues: Issue[] = [];
  const firstRowOf = new Map<string, number>();
  for (const row of rows) {
    for (const rule of rules) {
      const finding = rule.check(row, context);
      if (finding) issues.push(toIssue(finding, row.number, rule.id));
    }
    const cell = `${row.input.subject}|${row.input.period}|${row.input.measure}|${row.dimensions}`;
    const first = firstRowOf.get(cell);
    if (first === undefined) firstRowOf.set(cell, row.number);
    else issues.push(toIssue(rowErrors.cellRepeated(first), row.number, 'row.unique'));
  }
  return issues;
}

function checkApplies({ input, kind, measure }: ResolvedRow, context: RowContext): Finding | null {
  if (kind === null || !context.isMeasureKnown(input.measure)) return null;
  if (measure?.appliesTo.includes(kind)) return null;
  return rowErrors.measureNotApplicable(measure?.nameZh ?? input.measure, KIND_NAMES[kind]);
}

function checkFrequency({ measure, period }: ResolvedRow): Finding | null {
  if (measure === null || period === null || period.type === periodTypeOf(measure.frequency)) return null;
  return rowErrors.periodFrequency(measure.nameZh, FREQUENCY_NAMES[measure.frequency], period.code);
}

function checkDimensionKeys({ input, measure, framework }: ResolvedRow): Finding | null {
  if (measure === null) return null;
  const keys = input.dimensions.map((value) => value.key);
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  if (repeated !== undefined) return rowErrors.dimensionRepeated(repeated);
  const foreign = keys.find((key) => !measure.dimensions.includes(key));
  if (foreign !== undefined) return rowErrors.dimensionNotOfMeasure(measure.nameZh, foreign);
  const missing = measure.dimensions.find((id) => !keys.includes(id));
  return missing === undefined
    ? null
    : rowErrors.dimensionMissing(measure.nameZh, framework?.dimensions.get(missing)?.nameZh ?? missing);
}

function checkDimensionCodes({ input, measure, framework }: ResolvedRow): Finding | null {
  if (measure === null || framework === null) return null;
  for (const { key, code } of input.dimensions) {
    const dimension = framework.dimensions.get(key);
    if (!dimension || !measure.dimensions.includes(key) || dimension.values.some((value) => value.code === code))
      continue;
    const allowed = dimension.values.map((value) => `${value.code}（${value.zh}）`).join('、');
    return rowErrors.dimensionCodeUnknown(dimension.nameZh, code, allowed);
  }
  return null;
}

function checkOwner({ input, measure, split }: ResolvedRow, context: RowContext): Finding | null {
  if (measure === null || split === null || measure.derived) return null;
  const owner = ownerOfCell(split, measure.code, input.dimensions);
  if (owner === null || owner === context.memberUnit) return null;
  return rowErrors.cellNotOwned(measure.nameZh, context.unitName(owner), context.unitName(context.memberUnit));
}

function checkValueType({ value, measure }: ResolvedRow): Finding | null {
  if (value === '') return rowErrors.valueEmpty();
  if (measure === null) return null;
  if (measure.type === 'boolean')
    return value === 'true' || value === 'false' ? null : rowErrors.valueNotBoolean(value);
  if (measure.type === 'text') return value.length > TEXT_LIMIT ? rowErrors.textTooLong('value', TEXT_LIMIT) : null;
  return isDecimalString(value) ? null : rowErrors.valueNotANumber(value);
}

function checkValueRange({ value, measure }: ResolvedRow): Finding | null {
  if (measure === null || measure.type === 'boolean' || measure.type === 'text' || !isDecimalString(value)) return null;
  return checkNumber(value, measure);
}

function checkNumber(text: string, measure: Measure): Finding | null {
  const value = decimal(text);
  switch (measure.type) {
    case 'ratio': {
      const low = measure.unitOfMeasure === 'percentage-point' ? '-1' : '0';
      return value.lt(low) || value.gt(1) ? rowErrors.ratioOutOfRange(text, low) : null;
    }
    case 'score':
      return value.lt(0) || value.gt(100) ? rowErrors.scoreOutOfRange(text) : null;
    case 'count':
      if (value.lt(0)) return rowErrors.valueNegative(text);
      return value.isInteger() ? null : rowErrors.valueNotWhole(text);
    default:
      return value.lt(0) ? rowErrors.valueNegative(text) : null;
  }
}
