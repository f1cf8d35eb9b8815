import { refusal } from '../round.errors.ts';

export const decisionErrors = {
  nothing: () =>
    refusal('grades', {
      code: 'NOTHING_TO_DECIDE',
      message: '没有填写要审定的类别，或同一单位列出了两次',
      messageEn: 'No grade is given, or a participant is named twice',
      remedy: '每个参评单位填写一次',
      rule: 'decision.grades',
    }),
  gradeUnknown: (index: number, word: string) =>
    refusal(`grades.${index}.grade`, {
      code: 'GRADE_UNKNOWN',
      message: `没有评价类别“${word.slice(0, 20)}”`,
      messageEn: `There is no grade ${word.slice(0, 20)}`,
      remedy: '填写优秀、良好、一般、差之一（较差即差）',
      rule: 'grade.word',
    }),
  reasonMissing: (index: number, code: string) =>
    refusal(`grades.${index}.reason`, {
      code: 'REASON_REQUIRED',
      message: `“${code}”审定的类别与建议类别不一致，应写明理由`,
      messageEn: `The grade of ${code} differs from the suggested one: a reason is required`,
      remedy: '写明理由，至多 2000 字',
      rule: 'decision.reason',
    }),
  meetingRequired: () =>
    refusal('body', {
      code: 'MEETING_REQUIRED',
      message: '初始类别由办公室认定，此后的类别由会议审定',
      messageEn: 'The first grade is set by the office, later ones by the meeting',
      remedy: '由会议审定，并填写会议名称、日期和纪要号',
      rule: 'decision.body',
    }),
  meetingDetails: () =>
    refusal('meetingName', {
      code: 'MEETING_DETAILS_REQUIRED',
      message: '由会议审定的，应填写会议名称和纪要号',
      messageEn: 'A meeting that decides has a name and minutes with a number',
      remedy: '补充会议名称和纪要号',
      rule: 'decision.meeting',
    }),
  dayWrong: () =>
    refusal('decidedOn', {
      code: 'DECISION_DATE',
      message: '审定日期应不早于征求意见开始之日，且不晚于今天',
      messageEn: 'The decision lies between the opening of the hearing and today',
      remedy: '填写会议的实际日期',
      rule: 'decision.date',
    }),
  decidedAlready: (index: number, code: string) =>
    refusal(`grades.${index}`, {
      code: 'DECIDED_ALREADY',
      message: `“${code}”的类别已经审定`,
      messageEn: `The grade of ${code} was decided already`,
      remedy: '确需更改的，将 isRevision 设为真，并写明理由',
      rule: 'decision.revision',
    }),
  revisionReason: (index: number) =>
    refusal(`grades.${index}.reason`, {
      code: 'REASON_REQUIRED',
      message: '更改已审定的类别，应写明理由',
      messageEn: 'Changing a decided grade asks for a reason',
      remedy: '写明理由，至多 2000 字',
      rule: 'decision.revision',
    }),
} as const;
