import type { SubjectKind } from '../../catalogue/subject/subject-kind.ts';
import { ownerOfCell } from '../../catalogue/responsibility/ownership.ts';
import { parseDimensions } from '../../primitives/dimensions.ts';
import type { Issue } from '../../primitives/issue.ts';
import { type Frequency, periodTypeOf } from '../../primitives/period.ts';
import { partsOfTotal } from './control-row.ts';
import type { ResolvedRow, RowContext } from './row.ts';
import type { RowRule } from './row-rule.ts';
import { stageRules } from './stage.rules.ts';
import { type Finding, rowErrors, toIssue } from './row.errors.ts';
import { appliesToMeasure, type RuleFacts } from './rule.ts';
import { checkExplanationLength, checkPersonalData, checkSecrecy } from './text.rules.ts';
import { TOTAL } from './total-code.ts';
import { checkPrecision, checkValueRange, checkValueType } from './value.rules.ts';

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

/** A row of the table without its check: strong, about every measure, nobody may waive it. */
const HARD = { strength: 'ERROR', isWaivable: false, appliesTo: 'ALL' } as const;

/** The checks every department makes, in the order in which their findings are shown. */
export const commonRowRules: readonly RowRule[] = [
  {
    ...HARD,
    id: 'subject.known',
    titleZh: '评价对象已登记',
    check: (row) => (row.kind === null ? rowErrors.subjectUnknown(row.input.subject) : null),
  },
  {
    ...HARD,
    id: 'measure.known',
    titleZh: '数据项存在',
    check: ({ input }, context) =>
      context.isMeasureKnown(input.measure) ? null : rowErrors.measureUnknown(input.measure),
  },
  { ...HARD, id: 'measure.applies', titleZh: '数据项适用于评价对象', check: checkApplies },
  {
    ...HARD,
    id: 'measure.entered',
    titleZh: '推导数据项不填报',
    check: ({ measure }) => (measure?.derived ? rowErrors.measureComputed(measure.nameZh) : null),
  },
  {
    ...HARD,
    id: 'period.form',
    titleZh: '报告期写法',
    check: ({ input, period }) => (period === null ? rowErrors.periodMalformed(input.period) : null),
  },
  { ...HARD, id: 'period.frequency', titleZh: '报告期与报送频率相符', check: checkFrequency },
  {
    ...HARD,
    id: 'period.begun',
    titleZh: '报告期已开始',
    check: ({ period }, { today }) =>
      period !== null && period.start > today ? rowErrors.periodInFuture(period.code) : null,
  },
  { ...HARD, id: 'dimensions.complete', titleZh: '分组齐全', check: checkDimensionKeys },
  { ...HARD, id: 'dimensions.code', titleZh: '分组取值在代码表内', check: checkDimensionCodes },
  { ...HARD, id: 'dimensions.total', titleZh: '合计只用于互不重叠的分组', check: checkTotal },
  { ...HARD, id: 'measure.owner', titleZh: '责任单位填报', check: checkOwner },
  { ...HARD, id: 'value.type', titleZh: '填报值符合数据项类型', check: checkValueType },
  { ...HARD, id: 'value.range', isWaivable: true, titleZh: '填报值在取值范围内', check: checkValueRange },
  {
    id: 'value.precision',
    strength: 'HINT',
    isWaivable: false,
    titleZh: '小数位数',
    appliesTo: { types: ['ratio', 'amount', 'score'] },
    check: checkPrecision,
  },
  { ...HARD, id: 'value.personal-data', titleZh: '填报值不含个人信息', check: checkPersonalData('value') },
  { ...HARD, id: 'value.secrecy', titleZh: '填报值不含密级标志', check: checkSecrecy('value') },
  { ...HARD, id: 'explanation.length', titleZh: '情况说明长度', check: checkExplanationLength },
  {
    ...HARD,
    id: 'explanation.personal-data',
    titleZh: '情况说明不含个人信息',
    check: checkPersonalData('explanation'),
  },
  { ...HARD, id: 'explanation.secrecy', titleZh: '情况说明不含密级标志', check: checkSecrecy('explanation') },
  ...stageRules,
];

/** The check across the rows of one submission that `checkRows` makes by itself. */
export const uniqueRowRule: RuleFacts = { ...HARD, id: 'row.unique', titleZh: '同一批中每格只报一次' };

/** Every finding of every rule on every row, and the rows that are repeated within the submission. */
export function checkRows(rows: readonly ResolvedRow[], rules: readonly RowRule[], context: RowContext): Issue[] {
  return [...rows.flatMap((row) => checkRow(row, rules, context)), ...checkRepeats(rows)];
}

/** Every finding of every rule on one row. */
export function checkRow(row: ResolvedRow, rules: readonly RowRule[], context: RowContext): Issue[] {
  const issues: Issue[] = [];
  for (const rule of rules) {
    // Invented figures need no explanation.
    if (context.isDemo && rule.strength === 'WARNING') continue;
    if (!appliesToMeasure(rule, row.measure)) continue;
    const finding = rule.check(row, context);
    if (finding) issues.push(toIssue(finding, row.number, rule.id));
  }
  return issues;
}

/** The rows about a cell that an earlier row is about. */
export function checkRepeats(rows: readonly ResolvedRow[]): Issue[] {
  const firstRows = new Map<string, Map<string, number>>();
  const issues: Issue[] = [];
  for (const { input, place, number } of rows) {
    const ofSubject = firstRows.get(input.subject);
    const first = ofSubject?.get(place);
    if (first !== undefined) issues.push(toIssue(rowErrors.cellRepeated(first), number, uniqueRowRule.id));
    else if (ofSubject === undefined) firstRows.set(input.subject, new Map([[place, number]]));
    else ofSubject.set(place, number);
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
  if (measure === null || (measure.dimensions.length === 0 && input.dimensions.length === 0)) return null;
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
    if (!dimension || !measure.dimensions.includes(key) || code === TOTAL) continue;
    if (dimension.values.some((value) => value.code === code)) continue;
    const allowed = dimension.values.map((value) => `${value.code}（${value.zh}）`).join('、');
    return rowErrors.dimensionCodeUnknown(dimension.nameZh, code, allowed);
  }
  return null;
}

/** A total is asked about where its dimension overlaps, and of ratios and marks, which cannot be added. */
function checkTotal(row: ResolvedRow): Finding | null {
  const { input, isControl, measure, framework } = row;
  if (!isControl || measure === null || framework === null || partsOfTotal(row) !== null) return null;
  if (checkDimensionKeys(row) !== null) return null;
  const summed = input.dimensions.filter(({ code }) => code === TOTAL);
  const overlapping = summed.find(({ key }) => framework.dimensions.get(key)?.partition === false) ?? summed[0];
  if (overlapping === undefined) return null;
  const name = framework.dimensions.get(overlapping.key)?.nameZh ?? overlapping.key;
  return rowErrors.totalNotApplicable(measure.nameZh, name);
}

/** The unit answers for the cell; of a total for every part, so that nobody learns another's figure by it. */
function checkOwner(row: ResolvedRow, context: RowContext): Finding | null {
  const { input, measure, split, isControl } = row;
  if (measure === null || split === null || measure.derived) return null;
  const cells = isControl
    ? (partsOfTotal(row) ?? []).map((part) => parseDimensions(part.dimensions))
    : [input.dimensions];
  const owner = cells
    .map((dimensions) => ownerOfCell(split, measure.code, dimensions))
    .find((unit) => unit !== null && unit !== context.memberUnit);
  if (owner == null) return null;
  return rowErrors.cellNotOwned(measure.nameZh, context.unitName(owner), context.unitName(context.memberUnit));
}
