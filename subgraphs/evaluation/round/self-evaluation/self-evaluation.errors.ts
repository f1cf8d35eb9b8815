import { refusal } from '../round.errors.ts';

/** What speaks against a self-evaluation. */
export const selfEvaluationErrors = {
  gradeMissing: () =>
    refusal('round', {
      code: 'SELF_GRADE_MISSING',
      message: '自评报告应与自评类别一并报出：尚未填写自评类别',
      messageEn: 'Report and self-rated grade are sent together: the grade is missing',
      remedy: '填写自评类别：优秀、良好、一般、差',
      rule: 'self-evaluation.together',
    }),
  reportMissing: () =>
    refusal('round', {
      code: 'REPORT_MISSING',
      message: '自评类别应与自评报告一并报出：尚未附自评报告',
      messageEn: 'Report and self-rated grade are sent together: the report is missing',
      remedy: '用 attachSelfEvaluationReport 附上自评报告',
      rule: 'self-evaluation.together',
    }),
  personMissing: () =>
    refusal('round', {
      code: 'ANSWERABLE_PERSON_MISSING',
      message: '应明确评价工作的具体负责人',
      messageEn: 'The person answerable for the evaluation is not named',
      remedy: '填写一名具体负责人的姓名和职务',
      rule: 'self-evaluation.person',
    }),
  severalPersons: () =>
    refusal('answerablePerson', {
      code: 'ANSWERABLE_PERSON_NOT_ONE',
      message: '具体负责人应为一人，写姓名和职务，100 字以内',
      messageEn: 'Exactly one person is answerable: name and post, at most 100 characters',
      remedy: '只填写一人',
      rule: 'self-evaluation.person',
    }),
  personalNumber: () =>
    refusal('answerablePerson', {
      code: 'PERSONAL_NUMBER',
      message: '不填写电话号码和证件号码',
      messageEn: 'Telephone and identity numbers are not entered',
      remedy: '只写姓名和职务',
      rule: 'self-evaluation.person',
    }),
  gradeUnknown: (word: string) =>
    refusal('selfGrade', {
      code: 'GRADE_UNKNOWN',
      message: `没有评价类别“${word.slice(0, 20)}”`,
      messageEn: `There is no grade ${word.slice(0, 20)}`,
      remedy: '填写优秀、良好、一般、差之一（较差即差），或 EXCELLENT、GOOD、FAIR、POOR',
      rule: 'grade.word',
    }),
  narrativesMissing: (indicators: readonly string[]) =>
    refusal('round', {
      code: 'NARRATIVE_MISSING',
      message: `尚有${indicators.length}项指标没有完成情况说明：${indicators.join('、')}`,
      messageEn: `Narratives are missing for ${indicators.length} indicators: ${indicators.join(', ')}`,
      remedy: '逐项补充完成情况说明',
      rule: 'self-evaluation.narrative',
    }),
  narrativeNotOwn: (indicator: string) =>
    refusal('narratives', {
      code: 'NARRATIVE_NOT_OWN',
      message: `指标“${indicator.slice(0, 60)}”不由本单位牵头，或列出了两次`,
      messageEn: `Indicator ${indicator.slice(0, 60)} is not led by the participant, or is named twice`,
      remedy: '只说明本单位牵头的指标，每项一次',
      rule: 'self-evaluation.narrative',
    }),
  narrativeText: (indicator: string) =>
    refusal('narratives', {
      code: 'TEXT_REQUIRED',
      message: `指标“${indicator.slice(0, 60)}”的说明为空或超过 2000 字`,
      messageEn: `The narrative of ${indicator.slice(0, 60)} is empty or too long`,
      remedy: '补充后重新提交，至多 2000 字',
      rule: 'self-evaluation.narrative',
    }),
  sentAlready: () =>
    refusal('round', {
      code: 'SELF_EVALUATION_SENT',
      message: '自评已经报出，不再修改',
      messageEn: 'The self-evaluation was sent and is not changed any more',
      remedy: '有误的，在征求意见时说明',
      rule: 'self-evaluation.sent',
    }),
  changed: (expected: number, now: number) =>
    refusal('expectedRevision', {
      code: 'DRAFT_CHANGED',
      message: `您所依据的是草稿第${expected}版，他人已改到第${now}版`,
      messageEn: `The draft has gone from revision ${expected} to ${now} in the meantime`,
      remedy: '重新查看后再修改',
      rule: 'self-evaluation.revision',
    }),
  reportFormat: () =>
    refusal('content', {
      code: 'REPORT_FORMAT',
      message: '自评报告应为 PDF、OFD 或 DOCX 文件，且内容与所称格式相符',
      messageEn: 'The report is a PDF, OFD or DOCX file, and its content is what it is called',
      remedy: '另存为上述格式后重新上传',
      rule: 'self-evaluation.report',
    }),
  reportSize: (largest: number) =>
    refusal('content', {
      code: 'REPORT_SIZE',
      message: `自评报告为空，或超过 ${Math.floor(largest / 1024)} KB`,
      messageEn: `The report is empty or larger than ${largest} bytes`,
      remedy: '压缩图片后重新上传',
      rule: 'self-evaluation.report',
    }),
  reportName: () =>
    refusal('name', {
      code: 'REPORT_NAME',
      message: '文件名应为 1 至 120 字，不含路径',
      messageEn: 'The name of the file has 1 to 120 characters and no path',
      remedy: '改名后重新上传',
      rule: 'self-evaluation.report',
    }),
  reportDigest: () =>
    refusal('sha256', {
      code: 'REPORT_DIGEST',
      message: '文件内容与所给的 SHA-256 不符，可能在传输中损坏',
      messageEn: 'The content does not have the given SHA-256',
      remedy: '重新上传',
      rule: 'self-evaluation.report',
    }),
} as const;
