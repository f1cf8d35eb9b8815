import type { Issue } from '../../../shared/primitives/issue.ts';
import { IMPACT_LIMITS } from './impact.ts';

type Wording = Pick<Issue, 'code' | 'message' | 'messageEn' | 'remedy' | 'rule'>;

function refusal(path: readonly string[], wording: Wording, row: number | null = null): Issue {
  return { ...wording, severity: 'ERROR', path, row };
}

/** A fault of one of the changes asked about; rows count from 1. */
function ofChange(index: number, field: string, wording: Wording): Issue {
  return refusal(['changes', String(index), field], wording, index + 1);
}

export const impactErrors = {
  publicationNotPending: (publication: string) =>
    refusal(['publication'], {
      code: 'PUBLICATION_NOT_PENDING',
      message: `没有待核收的报送批次“${publication}”，或其中没有可见的待核收值`,
      messageEn: `There is no publication ${publication} with values that wait for acceptance and that you may see`,
      remedy:
        '核对批次标识；撤回申请核收前不随变更流传来，此处无从得知：用 hub publication impact 测算，或取该批次的 observations，以空值逐格问 changeImpact',
      rule: 'impact.publication',
    }),
  tooManyValues: (count: number, limit: number, path: string) =>
    refusal([path], {
      code: 'TOO_MANY_CHANGES',
      message: `一次最多测算 ${limit} 个值，现有 ${count} 个`,
      messageEn: `At most ${limit} values can be asked about at once, there are ${count}`,
      remedy: '分批测算',
      rule: 'impact.limit',
    }),
  noChanges: () =>
    refusal(['changes'], {
      code: 'CHANGES_REQUIRED',
      message: '应列出要测算的值',
      messageEn: 'No change is given',
      remedy: `列出 1 至 ${IMPACT_LIMITS.changes} 个值，撤回的值为空`,
      rule: 'impact.changes',
    }),
  unknownSubject: (subject: string) =>
    refusal(['subject'], {
      code: 'SUBJECT_UNKNOWN',
      message: `没有评价对象“${subject}”`,
      messageEn: `There is no subject ${subject}`,
      remedy: '按评价对象名录填写代码',
      rule: 'impact.subject',
    }),
  yearNotEvaluated: (year: number) =>
    refusal(['year'], {
      code: 'YEAR_NOT_EVALUATED',
      message: `该评价对象在${year}年度没有适用的指标体系`,
      messageEn: `No framework applies to the subject in ${year}`,
      remedy: '填写有适用指标体系的评价年度',
      rule: 'impact.year',
    }),
  unknownMeasure: (index: number, measure: string) =>
    ofChange(index, 'measure', {
      code: 'MEASURE_UNKNOWN',
      message: `该年度的指标体系中没有数据项“${measure}”`,
      messageEn: `The framework of the year has no measure ${measure}`,
      remedy: '按数据项目录填写代码',
      rule: 'impact.measure',
    }),
  computedMeasure: (index: number, measure: string) =>
    ofChange(index, 'measure', {
      code: 'MEASURE_COMPUTED',
      message: `数据项“${measure}”由其他数据项计算，不能直接改动`,
      messageEn: `Measure ${measure} is computed from others and cannot be changed itself`,
      remedy: '改为列出它所依据的数据项',
      rule: 'impact.computed',
    }),
  unknownCell: (index: number, measure: string) =>
    ofChange(index, 'dimensions', {
      code: 'DIMENSIONS_WRONG',
      message: `分组与数据项“${measure}”的维度不符`,
      messageEn: `The dimensions do not name one cell of measure ${measure}`,
      remedy: '每个维度恰取一个值，没有维度的数据项不填',
      rule: 'impact.dimensions',
    }),
  wrongPeriod: (index: number, period: string, year: number) =>
    ofChange(index, 'period', {
      code: 'PERIOD_NOT_USED',
      message: `报告期“${period}”与${year}年度的评价无关`,
      messageEn: `Period ${period} plays no part in the evaluation of ${year}`,
      remedy: '填写评价年度或作为其基数的年度内的报告期',
      rule: 'impact.period',
    }),
  wrongValue: (index: number, value: string) =>
    ofChange(index, 'value', {
      code: 'VALUE_WRONG',
      message: `“${value}”不是该数据项的值`,
      messageEn: `${value} is no value of the measure`,
      remedy: '数字写成十进制，是否类写成 true 或 false',
      rule: 'impact.value',
    }),
  repeatedCell: (index: number) =>
    ofChange(index, 'measure', {
      code: 'CELL_REPEATED',
      message: '同一格值列出了不止一次',
      messageEn: 'The same cell is given more than once',
      remedy: '每格只列一次',
      rule: 'impact.repeated',
    }),
  notOwnCell: (index: number, measure: string) =>
    ofChange(index, 'measure', {
      code: 'CELL_NOT_OWN',
      message: `数据项“${measure}”的这格值不由本单位报送`,
      messageEn: `This cell of measure ${measure} is not reported by your unit`,
      remedy: '只列本单位报送的值；其他单位的值由其自行测算或由协调小组办公室测算',
      rule: 'impact.own',
    }),
} as const;
