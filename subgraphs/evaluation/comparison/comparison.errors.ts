import type { Issue } from '../../../shared/primitives/issue.ts';

type Wording = Pick<Issue, 'code' | 'message' | 'messageEn' | 'remedy'>;

function refusal(path: string, wording: Wording): Issue {
  return { ...wording, severity: 'ERROR', path: [path], row: null, rule: `comparison.${path}` };
}

export const comparisonErrors = {
  unknownSubject: (subject: string) =>
    refusal('subject', {
      code: 'SUBJECT_UNKNOWN',
      message: `没有评价对象“${subject}”`,
      messageEn: `There is no subject ${subject}`,
      remedy: '按评价对象名录填写代码',
    }),
  notEvaluated: (year: number) =>
    refusal('year', {
      code: 'YEAR_NOT_EVALUATED',
      message: `该评价对象在${year}年度没有适用的指标体系`,
      messageEn: `No framework applies to the subject in ${year}`,
      remedy: '填写有适用指标体系的评价年度',
    }),
  wrongOrder: () =>
    refusal('from', {
      code: 'INSTANTS_OUT_OF_ORDER',
      message: '起始时刻应早于截止时刻，也应早于现在',
      messageEn: 'The first instant has to be before the second and before now',
      remedy: '交换两个时刻，或填写更早的起始时刻',
    }),
} as const;
