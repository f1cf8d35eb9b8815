import type { Issue } from '../../../shared/primitives/issue.ts';

type Wording = Pick<Issue, 'code' | 'message' | 'messageEn' | 'remedy' | 'rule'>;

function refusal(path: readonly string[], wording: Wording): Issue {
  return { ...wording, severity: 'ERROR', path: ['input', ...path], row: null };
}

export const useOfResultsErrors = {
  unknownFramework: (framework: string) =>
    refusal(['framework'], {
      code: 'FRAMEWORK_UNKNOWN',
      message: `没有指标体系“${framework}”`,
      messageEn: `There is no framework ${framework}`,
      remedy: '核对指标体系代码',
      rule: 'result-action.framework',
    }),
  notCirculated: (year: number) =>
    refusal(['year'], {
      code: 'RESULTS_NOT_CIRCULATED',
      message: `${year}年度的评价结果尚未通报，不得运用`,
      messageEn: `The results of ${year} have not been circulated`,
      remedy: '待审定并通报后再办理',
      rule: 'result-action.after-circulation',
    }),
  unknownAction: () =>
    refusal(['action'], {
      code: 'RESULT_ACTION_UNKNOWN',
      message: '没有这项结果运用措施',
      messageEn: 'There is no such action',
      remedy: '核对措施的标识',
      rule: 'result-action.known',
    }),
  alreadyDecided: () =>
    refusal(['action'], {
      code: 'RESULT_ACTION_DECIDED',
      message: '该建议已经确认、不采纳或失效，不能再作此办理',
      messageEn: 'The proposal has been decided or has lapsed',
      remedy: '查看其办理情况',
      rule: 'result-action.state',
    }),
  noLongerSupported: () =>
    refusal(['action'], {
      code: 'RESULT_ACTION_NOT_SUPPORTED',
      message: '该建议所依据的评价类别或规则已经变化，不再成立',
      messageEn: 'The grades or rules the proposal rests on have changed',
      remedy: '重新生成建议后再办理',
      rule: 'result-action.basis',
    }),
  deadlineMisplaced: () =>
    refusal(['deadline'], {
      code: 'DEADLINE_MISPLACED',
      message: '只有限期整改应写明期限',
      messageEn: 'Only a rectification has a deadline',
      remedy: '去掉期限',
      rule: 'rectification.deadline',
    }),
  deadlineTwice: () =>
    refusal(['workingDays'], {
      code: 'DEADLINE_TWICE',
      message: '期限写日期或工作日数其一即可',
      messageEn: 'Give a day or a number of working days, not both',
      remedy: '去掉其中一项',
      rule: 'rectification.deadline',
    }),
  deadlineInvalid: (field: 'deadline' | 'workingDays') =>
    refusal([field], {
      code: 'DEADLINE_INVALID',
      message: '期限应晚于今日，工作日数应在 1 至 250 之间',
      messageEn: 'The deadline must be later than today; 1 to 250 working days',
      remedy: '改写期限',
      rule: 'rectification.deadline',
    }),
  notRectified: () =>
    refusal(['action'], {
      code: 'NOT_A_RECTIFICATION',
      message: '该措施不是已确认的限期整改',
      messageEn: 'The action is no confirmed rectification',
      remedy: '核对措施的标识',
      rule: 'rectification.known',
    }),
  wrongStep: (state: string) =>
    refusal(['action'], {
      code: 'RECTIFICATION_STEP',
      message: `整改现处于“${state}”，不能作此办理`,
      messageEn: 'The rectification is not at this step',
      remedy: '按报告、验收、销号的次序办理',
      rule: 'rectification.order',
    }),
  evidenceMissing: () =>
    refusal(['evidence'], {
      code: 'EVIDENCE_REQUIRED',
      message: '报告整改应附佐证材料，1 至 20 份',
      messageEn: '1 to 20 pieces of evidence are required',
      remedy: '补充佐证材料',
      rule: 'rectification.evidence',
    }),
  evidenceInvalid: (index: number, field: 'name' | 'sha256' | 'text') =>
    refusal(['evidence', String(index), field], {
      code: 'EVIDENCE_INVALID',
      message: '佐证材料应有名称（至多 200 字）和文件的 SHA-256（64 位十六进制），说明至多 2000 字',
      messageEn: 'Evidence needs a name and a SHA-256 of 64 hexadecimal digits',
      remedy: '改写该项',
      rule: 'rectification.evidence',
    }),
  textMissing: (field: string) =>
    refusal([field], {
      code: 'TEXT_REQUIRED',
      message: '应写明文字，至多 4000 字',
      messageEn: 'The text is missing or too long',
      remedy: '补充后重新提交',
      rule: `use-of-results.${field}`,
    }),
  unknownIndicator: (key: string) =>
    refusal(['indicatorKey'], {
      code: 'INDICATOR_UNKNOWN',
      message: `指标体系中没有指标“${key}”`,
      messageEn: `The framework has no indicator ${key}`,
      remedy: '核对指标的 key',
      rule: 'policy-problem.indicator',
    }),
  unknownProblem: () =>
    refusal(['problem'], {
      code: 'PROBLEM_UNKNOWN',
      message: '没有这项登记',
      messageEn: 'There is no such problem',
      remedy: '核对登记的标识',
      rule: 'policy-problem.known',
    }),
  problemAnswered: () =>
    refusal(['problem'], {
      code: 'PROBLEM_ANSWERED',
      message: '该问题已有答复',
      messageEn: 'The problem has been answered',
      remedy: '需补充的，另行登记',
      rule: 'policy-problem.once',
    }),
} as const;

const LONGEST_TEXT = 4_000;

/** The text, trimmed; null where nothing is said or too much. */
export function textOf(given: string | null | undefined): string | null {
  const text = given?.trim() ?? '';
  return text === '' || text.length > LONGEST_TEXT ? null : text;
}
