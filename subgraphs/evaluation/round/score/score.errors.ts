import { refusal } from '../round.errors.ts';

export const scoreErrors = {
  noResult: (codes: readonly string[]) =>
    refusal('participants', {
      code: 'RESULT_MISSING',
      message: `尚无评价结果：${codes.join('、')}`,
      messageEn: `There is no result yet of ${codes.join(', ')}`,
      remedy: '待已核收的值计入结果后再办理',
      rule: 'round.score',
    }),
  notVerified: (codes: readonly string[]) =>
    refusal('round', {
      code: 'SCORE_NOT_VERIFIED',
      message: `尚未登记核定得分：${codes.join('、')}`,
      messageEn: `The verified score is missing for ${codes.join(', ')}`,
      remedy: '用 verifyScores 登记核定得分',
      rule: 'round.verified-score',
    }),
  notSent: (codes: readonly string[]) =>
    refusal('reason', {
      code: 'SELF_EVALUATION_MISSING',
      message: `尚未报出自评：${codes.join('、')}`,
      messageEn: `The self-evaluation is missing of ${codes.join(', ')}`,
      remedy: '催报；确需先行核定的，写明理由',
      rule: 'round.self-evaluation',
    }),
} as const;
