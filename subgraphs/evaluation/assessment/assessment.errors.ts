import type { Issue } from '../../../shared/primitives/issue.ts';

type Wording = Pick<Issue, 'code' | 'message' | 'messageEn' | 'remedy' | 'rule'>;

function refusal(field: string, wording: Wording): Issue {
  return { ...wording, severity: 'ERROR', path: ['input', field], row: null };
}

export const assessmentErrors = {
  unknownSubject: (subject: string) =>
    refusal('subject', {
      code: 'SUBJECT_UNKNOWN',
      message: `没有评价对象“${subject}”`,
      messageEn: `There is no subject ${subject}`,
      remedy: '按评价对象名录填写代码',
      rule: 'assessment.subject',
    }),
  yearNotEvaluated: (year: number) =>
    refusal('year', {
      code: 'YEAR_NOT_EVALUATED',
      message: `该评价对象在${year}年度没有适用的指标体系`,
      messageEn: `No framework applies to the subject in ${year}`,
      remedy: '填写有适用指标体系的评价年度',
      rule: 'assessment.year',
    }),
  unknownItem: (item: string, framework: string) =>
    refusal('item', {
      code: 'ASSESSMENT_ITEM_UNKNOWN',
      message: `指标体系 ${framework} 中没有评价要点“${item}”`,
      messageEn: `Framework ${framework} has no assessment item ${item}`,
      remedy: '按该年度指标体系所列的评价要点填写代码',
      rule: 'assessment.item',
    }),
  markOutOfRange: () =>
    refusal('mark', {
      code: 'MARK_OUT_OF_RANGE',
      message: '分数应在 0 至 100 之间，小数不超过两位',
      messageEn: 'The mark must lie between 0 and 100 with at most two decimals',
      remedy: '填写 0 至 100 之间的分数',
      rule: 'assessment.mark',
    }),
  unknownLevel: (level: string) =>
    refusal('level', {
      code: 'LEVEL_UNKNOWN',
      message: `该评价要点没有等次“${level}”`,
      messageEn: `The rubric of the item has no level ${level}`,
      remedy: '见评价要点的 levels',
      rule: 'assessment.level',
    }),
  markOutsideLevel: (level: string, from: string, to: string) =>
    refusal('mark', {
      code: 'MARK_OUTSIDE_LEVEL',
      message: `分数不在所选等次“${level}”的范围内（${from} 至 ${to} 分）`,
      messageEn: `The mark lies outside the level ${level} (${from} to ${to})`,
      remedy: '改选等次，或在等次范围内给分',
      rule: 'assessment.level',
    }),
  underReview: (item: string) =>
    refusal('item', {
      code: 'ASSESSED_BY_REVIEW',
      message: `评价要点“${item}”的这一来源由双人背对背评定，不得单独录入`,
      messageEn: `Assessment item ${item} is judged in a blind review for this source`,
      remedy: '由评定人在评定任务中给分；确需重评的，由办公室另行组织评定',
      rule: 'assessment.review',
    }),
  sourceNotEntitled: (item: string) =>
    refusal('source', {
      code: 'SOURCE_NOT_ENTITLED',
      message: `评价要点“${item}”不由这一来源评定`,
      messageEn: `Assessment item ${item} is not judged by this source`,
      remedy: '见评价要点的 judgedBy',
      rule: 'assessment.source',
    }),
  bodyIsLeadUnit: (body: string) =>
    refusal('body', {
      code: 'ASSESSED_BY_LEAD_UNIT',
      message: `“${body}”是该指标的牵头单位，不得评定自己牵头的指标`,
      messageEn: `${body} leads the indicator and may not judge it`,
      remedy: '由牵头单位以外的单位评定',
      rule: 'assessment.not-by-lead',
    }),
  bodyNotNamed: (namedBody: string) =>
    refusal('body', {
      code: 'BODY_NOT_NAMED',
      message: `该评价要点指明由“${namedBody}”评定`,
      messageEn: `The item names ${namedBody} as the body that judges it`,
      remedy: '填写评价要点指明的单位',
      rule: 'assessment.named-body',
    }),
  textMissing: (field: 'body' | 'reason') =>
    refusal(field, {
      code: 'TEXT_REQUIRED',
      message: field === 'body' ? '应写明评定单位' : '应写明评定理由',
      messageEn: field === 'body' ? 'The judging body is missing' : 'The reason is missing',
      remedy: '补充后重新提交，至多 2000 字',
      rule: `assessment.${field}`,
    }),
} as const;
