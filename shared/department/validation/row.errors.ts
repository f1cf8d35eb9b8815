import type { Issue, IssueSeverity } from '../../primitives/issue.ts';
import { maskNumbers, type PersonalDatum } from './sensitive-text.ts';

/** What a rule says when it is broken; place and rule are added where it is run. */
export interface Finding {
  readonly code: string;
  readonly severity: IssueSeverity;
  /** Field of the row it is about. */
  readonly field: string;
  readonly message: string;
  readonly messageEn: string;
  readonly remedy: string;
  /** What counts now in the record at this place. */
  readonly currentValue?: string | null;
  /** What the value was held against. */
  readonly comparedValue?: string | null;
}

export function toIssue(finding: Finding, row: number, rule: string): Issue {
  const { code, severity, field, message, messageEn, remedy, currentValue = null, comparedValue = null } = finding;
  const path = ['observations', String(row - 1), field];
  return { code, severity, path, row, message, messageEn, rule, remedy, currentValue, comparedValue };
}

/** Chinese sentence, English sentence, remedy. */
export type Words = readonly [message: string, messageEn: string, remedy: string];

function error(code: string, field: string, [message, messageEn, remedy]: Words): Finding {
  return { code, severity: 'ERROR', field, message, messageEn, remedy };
}

const FIELD_NAMES = { value: '填报值', explanation: '情况说明' } as const;

const PERSONAL_DATA_NAMES: Readonly<Record<PersonalDatum, string>> = {
  ID_NUMBER: '居民身份证号码',
  MOBILE: '手机号码',
  BANK_CARD: '银行卡号',
  EMAIL: '电子邮箱',
};

export const rowErrors = {
  subjectUnknown: (code: string) =>
    error('SUBJECT_UNKNOWN', 'subject', [
      `评价对象 ${quote(code)} 未登记`,
      `unknown subject ${quote(code)}`,
      '核对评价对象代码，区划用六位行政区划代码',
    ]),
  measureUnknown: (code: string) =>
    error('MEASURE_UNKNOWN', 'measure', [
      `没有代码为 ${quote(code)} 的数据项`,
      `unknown measure ${quote(code)}`,
      '在指标体系中查数据项代码',
    ]),
  measureNotApplicable: (name: string, kind: string) =>
    error('MEASURE_NOT_APPLICABLE', 'measure', [
      `数据项“${name}”不适用于${kind}`,
      'measure does not apply to this kind of subject',
      '删去此行',
    ]),
  measureComputed: (name: string) =>
    error('MEASURE_COMPUTED', 'measure', [
      `数据项“${name}”由系统计算，不需填报`,
      'measure is computed, nobody reports it',
      '删去此行，填报其组成数据项即可',
    ]),
  periodMalformed: (code: string) =>
    error('PERIOD_MALFORMED', 'period', [
      `报告期 ${quote(code)} 的写法不对`,
      `malformed period ${quote(code)}`,
      '写作 2025、2025-Q3 或 2025-09',
    ]),
  periodFrequency: (name: string, asked: string, given: string) =>
    error('PERIOD_FREQUENCY_MISMATCH', 'period', [
      `数据项“${name}”${asked}，报告期 ${given} 与之不符`,
      'period does not match the frequency of the measure',
      `按${asked}的报告期填写`,
    ]),
  periodInFuture: (code: string) =>
    error('PERIOD_IN_FUTURE', 'period', [`报告期 ${code} 尚未开始`, 'period has not begun', '核对报告期']),
  dimensionMissing: (name: string, dimension: string) =>
    error('DIMENSION_MISSING', 'dimensions', [
      `数据项“${name}”须按“${dimension}”分组填报`,
      `dimension ${dimension} is missing`,
      '补上该分组的取值',
    ]),
  dimensionNotOfMeasure: (name: string, key: string) =>
    error('DIMENSION_UNKNOWN', 'dimensions', [
      `数据项“${name}”没有分组 ${quote(key)}`,
      `measure has no dimension ${quote(key)}`,
      '删去该分组，或核对分组代码',
    ]),
  dimensionRepeated: (key: string) =>
    error('DIMENSION_REPEATED', 'dimensions', [
      `分组 ${quote(key)} 重复`,
      `dimension ${quote(key)} is given twice`,
      '每个分组只写一个取值',
    ]),
  dimensionCodeUnknown: (dimension: string, code: string, allowed: string) =>
    error('DIMENSION_CODE_UNKNOWN', 'dimensions', [
      `分组“${dimension}”没有取值 ${quote(code)}`,
      `unknown code ${quote(code)} of ${dimension}`,
      `可用的取值：${allowed}`,
    ]),
  cellNotOwned: (name: string, owner: string, unit: string) =>
    error('CELL_NOT_OWNED', 'measure', [
      `数据项“${name}”的这一格由${owner}负责填报，不属于${unit}`,
      'another unit answers for this cell',
      `请${owner}报送；由主管单位代录时在 onBehalfOf 写明责任单位`,
    ]),
  valueEmpty: () =>
    error('VALUE_EMPTY', 'value', ['没有填值', 'value is empty', '填写数值；暂无数据时不要报此行，不以零代替']),
  valueNotANumber: (text: string) =>
    error('VALUE_NOT_A_NUMBER', 'value', [
      `${quote(text)} 不是数字`,
      'value is not a number',
      '填写数字，不带单位和文字',
    ]),
  valueNotBoolean: (text: string) =>
    error('VALUE_NOT_BOOLEAN', 'value', [
      `${quote(text)} 不是“是”或“否”`,
      'value is neither true nor false',
      '填写 true（是）或 false（否）',
    ]),
  valueNegative: (text: string) =>
    error('VALUE_NEGATIVE', 'value', [
      `${maskNumbers(text)} 小于零`,
      'value is negative',
      '核对数值，数量、金额不能为负',
    ]),
  valueNotWhole: (text: string) =>
    error('VALUE_NOT_WHOLE', 'value', [
      `${maskNumbers(text)} 不是整数`,
      'a count must be a whole number',
      '个数、人数、次数填整数',
    ]),
  ratioOutOfRange: (text: string, low: string) =>
    error('RATIO_OUT_OF_RANGE', 'value', [
      `比率 ${maskNumbers(text)} 超出 ${low} 至 1`,
      'ratio is out of range',
      '比率用小数，例如 63% 填 0.63',
    ]),
  scoreOutOfRange: (text: string) =>
    error('SCORE_OUT_OF_RANGE', 'value', [
      `得分 ${maskNumbers(text)} 超出 0 至 100`,
      'score is out of range',
      '核对得分，满分为 100',
    ]),
  textTooLong: (field: string, limit: number) =>
    error('TEXT_TOO_LONG', field, [`文字超过 ${limit} 字`, `text is longer than ${limit} characters`, '缩短文字']),
  totalNotApplicable: (name: string, dimension: string) =>
    error('TOTAL_NOT_APPLICABLE', 'dimensions', [
      `数据项“${name}”按“${dimension}”的分组互有重叠或不能相加，没有合计`,
      `values of ${dimension} do not add up to a total`,
      '删去此合计行',
    ]),
  personalData: (field: 'value' | 'explanation', kind: PersonalDatum) =>
    error('PERSONAL_DATA', field, [
      `${FIELD_NAMES[field]}中疑有${PERSONAL_DATA_NAMES[kind]}`,
      'the text seems to hold personal data',
      '删去个人信息，只写汇总数和原因',
    ]),
  secrecyMark: (field: 'value' | 'explanation') =>
    error('SECRECY_MARK', field, [
      `${FIELD_NAMES[field]}中有密级标志`,
      'the text bears a mark of secrecy',
      '本平台不处理国家秘密；涉密内容不得录入，按保密规定办理',
    ]),
  tooPrecise: (places: number, unit: string): Finding => ({
    code: 'VALUE_TOO_PRECISE',
    severity: 'HINT',
    field: 'value',
    message: `以${unit}计一般保留 ${places} 位小数，所填位数较多`,
    messageEn: `more than ${places} decimals`,
    remedy: '核对小数位数；照原数保存，不作舍入',
  }),
  cellRepeated: (first: number) =>
    error('CELL_REPEATED', 'measure', [
      `与第 ${first} 行是同一格`,
      `the same cell as row ${first}`,
      '同一批中每格只报一次',
    ]),
  revisionStale: (current: number, expected: number) =>
    error('CONFLICT', 'expectedRevision', [
      `此格已是第 ${current} 版，提交时以为是第 ${expected} 版`,
      `revision is ${current}, expected ${expected}`,
      '取回最新值核对后再报',
    ]),
} as const;

/** Foreign text in a message: short and in quotes, so that it can neither flood nor pass for our own words. */
function quote(text: string): string {
  const clean = maskNumbers(text.slice(0, 80).replaceAll(/\p{Cc}/gu, ' '));
  return `“${clean.length > 40 ? `${clean.slice(0, 40)}…` : clean}”`;
}
