import type { Issue } from '../../../../shared/primitives/issue.ts';

type Wording = Pick<Issue, 'code' | 'message' | 'messageEn' | 'remedy' | 'rule'>;

function refusal(path: readonly string[], wording: Wording): Issue {
  return { ...wording, severity: 'ERROR', path: ['input', ...path], row: null };
}

export const reviewErrors = {
  reviewerCount: (count: number) =>
    refusal(['reviewers'], {
      code: 'REVIEWER_COUNT',
      message: `应指定 ${count} 名评定人`,
      messageEn: `${count} reviewers are to be named`,
      remedy: '补充或减少评定人',
      rule: 'assessment.review.reviewers',
    }),
  reviewerMissing: (index: number) =>
    refusal(['reviewers', String(index), 'reviewer'], {
      code: 'TEXT_REQUIRED',
      message: '应写明评定人的账号标识',
      messageEn: 'The reviewer is missing',
      remedy: '填写评定人的账号标识',
      rule: 'assessment.review.reviewers',
    }),
  reviewerTwice: (path: readonly string[]) =>
    refusal(path, {
      code: 'REVIEWER_TWICE',
      message: '评定人不得为同一人',
      messageEn: 'The reviewers are to be different people',
      remedy: '指定不同的评定人',
      rule: 'assessment.review.reviewers',
    }),
  alreadyOpen: () =>
    refusal(['item'], {
      code: 'REVIEW_ALREADY_OPEN',
      message: '该评价要点的这一来源已有未结束的评定',
      messageEn: 'A review of this item and source is under way',
      remedy: '待其结束，或先撤销',
      rule: 'assessment.review.once',
    }),
  unknown: () =>
    refusal(['review'], {
      code: 'REVIEW_UNKNOWN',
      message: '没有这项评定，或未指定本人评定',
      messageEn: 'There is no such review, or the caller is not one of its reviewers',
      remedy: '核对评定的标识',
      rule: 'assessment.review.known',
    }),
  ended: () =>
    refusal(['review'], {
      code: 'REVIEW_ENDED',
      message: '该评定已结束',
      messageEn: 'The review has ended',
      remedy: '确需重评的，由办公室另行组织评定',
      rule: 'assessment.review.ended',
    }),
  alreadyMarked: () =>
    refusal(['review'], {
      code: 'REVIEW_ALREADY_MARKED',
      message: '本人已评定，评定后不得修改',
      messageEn: 'The caller has given a mark; it cannot be changed',
      remedy: '确有错误的，告知办公室',
      rule: 'assessment.review.once',
    }),
  thirdNotNeeded: () =>
    refusal(['review'], {
      code: 'THIRD_NOT_NEEDED',
      message: '两人评定未出现分歧或尚未评完，不需要第三人',
      messageEn: 'The pair has not split, or is not complete',
      remedy: '待两人评完且等次相差过大时再指定第三人',
      rule: 'assessment.review.third',
    }),
  thirdAlreadyNamed: () =>
    refusal(['review'], {
      code: 'THIRD_ALREADY_NAMED',
      message: '已指定第三名评定人',
      messageEn: 'A third reviewer has been named',
      remedy: '待其评定',
      rule: 'assessment.review.third',
    }),
  reasonMissing: () =>
    refusal(['reason'], {
      code: 'TEXT_REQUIRED',
      message: '应写明撤销的理由',
      messageEn: 'The reason is missing',
      remedy: '补充后重新提交，至多 2000 字',
      rule: 'assessment.review.reason',
    }),
} as const;
