import { refusal } from '../round.errors.ts';

export const circulationErrors = {
  tellsScores: (field: string) =>
    refusal(field, {
      code: 'NOTICE_TELLS_SCORES',
      message: '通报只列评价类别，不列得分和名次',
      messageEn: 'A notice names categories, never scores or ranks',
      remedy: '删去得分、名次等内容',
      rule: 'circulation.no-scores',
    }),
  nobodyAddressed: () =>
    refusal('addressees', {
      code: 'ADDRESSEES_MISSING',
      message: '应写明通报的发送范围',
      messageEn: 'A notice says whom it goes to',
      remedy: '填写至少一个发送单位或范围',
      rule: 'circulation.addressees',
    }),
  circulatedOtherwise: (number: string) =>
    refusal('noticeNumber', {
      code: 'CIRCULATED_ALREADY',
      message: `已以“${number}”通报`,
      messageEn: `The round was circulated as ${number} already`,
      remedy: '确需更改的，重新开展，以新的版次通报',
      rule: 'circulation.once',
    }),
} as const;
