import type { Issue } from '../../../shared/primitives/issue.ts';
import type { RoundState } from './round.ts';

type Wording = Pick<Issue, 'code' | 'message' | 'messageEn' | 'remedy' | 'rule'>;

/** A finding about one field of an input of the yearly round. */
export function refusal(field: string, wording: Wording): Issue {
  return { ...wording, severity: 'ERROR', path: field === '' ? ['input'] : ['input', ...field.split('.')], row: null };
}

/** Names of the states as people call them. */
export const STATE_NAMES: Readonly<Record<RoundState, string>> = {
  PLANNED: '已部署',
  SELF_EVALUATION: '自评',
  SPOT_CHECK: '抽查评估',
  VERIFICATION: '核定',
  HEARING: '征求意见',
  DECISION: '审定',
  CIRCULATION: '待通报',
  CIRCULATED: '已通报',
  ARCHIVED: '已归档',
};

/** What speaks against an act on a round whatever the act is. */
export const roundErrors = {
  unknown: (round: string) =>
    refusal('round', {
      code: 'ROUND_UNKNOWN',
      message: `没有年度评价“${round}”`,
      messageEn: `There is no round ${round}`,
      remedy: '用 rounds 查询已部署的年度评价',
      rule: 'round.code',
    }),
  changed: (expected: number, now: number) =>
    refusal('expectedSeq', {
      code: 'ROUND_CHANGED',
      message: `您所依据的是第${expected}步，他人已办理到第${now}步`,
      messageEn: `The round has gone from act ${expected} to act ${now} in the meantime`,
      remedy: '重新查看后再办理',
      rule: 'round.seq',
    }),
  wrongState: (state: RoundState, wanted: readonly RoundState[]) =>
    refusal('round', {
      code: 'ROUND_STATE',
      message: `年度评价处于“${STATE_NAMES[state]}”，此事项应在“${wanted.map((each) => STATE_NAMES[each]).join('”或“')}”时办理`,
      messageEn: `The round is in state ${state}; the act belongs to ${wanted.join(' or ')}`,
      remedy: '按步骤先后办理，步骤不得跳过',
      rule: 'round.state',
    }),
  skipped: (state: RoundState, to: RoundState) =>
    refusal('round', {
      code: 'STEP_SKIPPED',
      message: `年度评价处于“${STATE_NAMES[state]}”，不能直接进入“${STATE_NAMES[to]}”`,
      messageEn: `A round in state ${state} cannot go to ${to}: steps are not skipped`,
      remedy: '按步骤先后办理',
      rule: 'round.order',
    }),
  past: (state: RoundState, to: RoundState) =>
    refusal('round', {
      code: 'STEP_PAST',
      message: `年度评价已处于“${STATE_NAMES[state]}”，不再进入“${STATE_NAMES[to]}”`,
      messageEn: `The round is in state ${state} already and does not go to ${to} again`,
      remedy: '如确有必要，通报后以新的版次重新开展',
      rule: 'round.order',
    }),
  notAdopted: (to: RoundState) =>
    refusal('round', {
      code: 'STEP_NOT_ADOPTED',
      message: `本级文件未规定“${STATE_NAMES[to]}”，参照全国办法须先经采用`,
      messageEn: `The step ${to} is not named by the own document and has not been adopted`,
      remedy: '用 adoptRoundStep 登记采用的文件或会议决定',
      rule: 'round.adoption',
    }),
  unknownParticipant: (code: string) =>
    refusal('participant', {
      code: 'PARTICIPANT_UNKNOWN',
      message: `“${code}”不参加本次年度评价`,
      messageEn: `${code} does not take part in the round`,
      remedy: '见年度评价的 participants',
      rule: 'round.participant',
    }),
  notScored: (code: string) =>
    refusal('participant', {
      code: 'PARTICIPANT_NOT_SCORED',
      message: `“${code}”只写评语，不打分、不定类别`,
      messageEn: `${code} is commented on only: no score, no grade`,
      remedy: '不为其登记得分和类别',
      rule: 'round.participant',
    }),
  textMissing: (field: string, name: string) =>
    refusal(field, {
      code: 'TEXT_REQUIRED',
      message: `应写明${name}`,
      messageEn: `The text of ${field} is missing or too long`,
      remedy: '补充后重新提交，至多 2000 字',
      rule: `round.${field}`,
    }),
} as const;

/** The longest text of a reason, comment or narrative. */
export const LONGEST_TEXT = 2_000;

export function isText(text: string | null | undefined): text is string {
  return text != null && text.trim() !== '' && text.length <= LONGEST_TEXT;
}
