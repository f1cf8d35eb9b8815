import { refusal } from '../round.errors.ts';

const few = (codes: readonly string[]): string => codes.slice(0, 10).join('、');

export const hearingErrors = {
  notHeard: (codes: readonly string[], dueOn: string) =>
    refusal('round', {
      code: 'NOT_HEARD',
      message: `尚有${codes.length}个单位未反馈意见：${few(codes)}；期限至${dueOn}`,
      messageEn: `${codes.length} participants have not answered yet; they may until ${dueOn}`,
      remedy: '待反馈齐全或期限届满后再提请审定',
      rule: 'hearing.before-decision',
    }),
  appealsOpen: (codes: readonly string[]) =>
    refusal('round', {
      code: 'APPEAL_OPEN',
      message: `复核申请尚未答复：${few(codes)}`,
      messageEn: `Appeals wait for their answer: ${few(codes)}`,
      remedy: '用 settleAppeal 答复后再提请审定',
      rule: 'hearing.appeal',
    }),
  mayStillAppeal: (codes: readonly string[], dueOn: string) =>
    refusal('round', {
      code: 'APPEAL_TERM_OPEN',
      message: `有意见的单位仍可申请复核：${few(codes)}；期限至${dueOn}`,
      messageEn: `Participants that objected may still appeal until ${dueOn}`,
      remedy: '待期限届满后再提请审定',
      rule: 'hearing.appeal',
    }),
  answeredAlready: () =>
    refusal('answer', {
      code: 'HEARING_ANSWERED',
      message: '已反馈过意见，不再更改',
      messageEn: 'The answer was given already',
      remedy: '仍有意见的，申请复核',
      rule: 'hearing.once',
    }),
  commentMissing: () =>
    refusal('comment', {
      code: 'COMMENT_REQUIRED',
      message: '有意见的，应写明意见',
      messageEn: 'An objection says what it objects to',
      remedy: '写明意见，至多 2000 字',
      rule: 'hearing.comment',
    }),
  notObjected: () =>
    refusal('round', {
      code: 'NOT_OBJECTED',
      message: '先反馈“有意见”，再申请复核；已同意的不再申请',
      messageEn: 'An appeal follows an objection; who has agreed does not appeal',
      remedy: '用 respondToHearing 反馈意见',
      rule: 'hearing.appeal',
    }),
  appealTooLate: (dueOn: string) =>
    refusal('round', {
      code: 'APPEAL_TOO_LATE',
      message: `复核申请的期限已于${dueOn}届满`,
      messageEn: `The term for appeals ended on ${dueOn}`,
      remedy: '以来函向协调小组办公室说明',
      rule: 'hearing.appeal-term',
    }),
  appealedAlready: () =>
    refusal('grounds', {
      code: 'APPEAL_FILED',
      message: '本次年度评价中已申请过复核',
      messageEn: 'An appeal was filed in this round already',
      remedy: '等待答复，不重复申请',
      rule: 'hearing.appeal-once',
    }),
  indicatorNotOwn: (indicator: string) =>
    refusal('indicators', {
      code: 'INDICATOR_NOT_OWN',
      message: `指标“${indicator.slice(0, 60)}”不由本单位牵头，或列出了两次`,
      messageEn: `Indicator ${indicator.slice(0, 60)} is not led by the participant, or is named twice`,
      remedy: '只列本单位牵头的指标',
      rule: 'hearing.appeal-indicators',
    }),
  noAppeal: () =>
    refusal('participant', {
      code: 'APPEAL_UNKNOWN',
      message: '没有待答复的复核申请',
      messageEn: 'There is no appeal to settle',
      remedy: '见参评单位的 appeals',
      rule: 'hearing.appeal',
    }),
  settledAlready: () =>
    refusal('outcome', {
      code: 'APPEAL_SETTLED',
      message: '该复核申请已经答复',
      messageEn: 'The appeal was settled already',
      remedy: '不再更改答复',
      rule: 'hearing.appeal',
    }),
  settledByFiler: () =>
    refusal('participant', {
      code: 'SETTLED_BY_FILER',
      message: '申请人不得答复自己的复核申请',
      messageEn: 'Whoever filed an appeal does not settle it',
      remedy: '由办公室其他人员答复',
      rule: 'hearing.fairness',
    }),
} as const;
