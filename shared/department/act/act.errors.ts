import type { Issue } from '../../primitives/issue.ts';
import { ACT_LIMIT } from './act.ts';

interface Words {
  readonly code: string;
  readonly rule: string;
  readonly message: string;
  readonly messageEn: string;
  readonly remedy: string;
}

/** A finding about the publication at a place (from 0) in the list of an act. */
export type ActFinding = (place: number) => Issue;

function about(words: Words): ActFinding {
  return (place) => ({ ...words, severity: 'ERROR', path: ['ids', String(place)], row: place + 1 });
}

function whole(path: string, words: Words): Issue {
  return { ...words, severity: 'ERROR', path: [path], row: null };
}

/** Findings about acts on publications. */
export const actErrors = {
  notFound: () =>
    about({
      code: 'PUBLICATION_NOT_FOUND',
      rule: 'act.known',
      message: '没有这一报送批次，或无权查看',
      messageEn: 'no such publication, or it is not yours to see',
      remedy: '核对批次标识；批次属于哪个子图就用哪个子图的操作',
    }),
  forbidden: (reason: string) =>
    about({
      code: 'FORBIDDEN',
      rule: 'act.permitted',
      message: reason,
      messageEn: 'the act is not yours to do',
      remedy: '请由有权的人员办理',
    }),
  wrongState: (state: string, wanted: string) =>
    about({
      code: 'STATE_NOT_ALLOWED',
      rule: 'act.state',
      message: `批次现为“${state}”，此操作须在“${wanted}”时办理`,
      messageEn: 'the publication is not in the state this act needs',
      remedy: '取回批次现状后再办理',
    }),
  samePerson: (who: string) =>
    about({
      code: 'SAME_PERSON',
      rule: 'act.four-eyes',
      message: `填报人、审核人、单位负责人须为不同的人，您已是本批次的${who}`,
      messageEn: 'filler, reviewer and head must be different people',
      remedy: '请由本单位另一位有审签权限的人员办理，或指定代理审签人',
    }),
  superseded: (count: number) =>
    about({
      code: 'SUPERSEDED',
      rule: 'act.newest',
      message: `其中 ${count} 格已核收了更新的一版`,
      messageEn: 'newer revisions of its cells are accepted already',
      remedy: '退回或撤销此批次，按现有值重新报送',
    }),
  locked: (count: number) =>
    about({
      code: 'CELL_LOCKED',
      rule: 'act.unlocked',
      message: `其中 ${count} 格所属年度的数据已随自评锁定`,
      messageEn: 'values of its subject and year are frozen',
      remedy: '退回此批次，改用更正申请（amend）',
    }),
  nothingToAmend: (count: number) =>
    about({
      code: 'NOTHING_TO_AMEND',
      rule: 'act.target',
      message: `其中 ${count} 格的值已撤回，无可更正`,
      messageEn: 'values to amend were withdrawn meanwhile',
      remedy: '退回此申请；仍要报送的，按新值报送',
    }),
  nothingLeft: () =>
    about({
      code: 'NOTHING_TO_WITHDRAW',
      rule: 'act.target',
      message: '所要撤回的值已不再有效',
      messageEn: 'the values to withdraw no longer count',
      remedy: '退回此申请',
    }),
  noIds: () =>
    whole('ids', {
      code: 'NO_PUBLICATIONS',
      rule: 'act.ids',
      message: '没有写明报送批次',
      messageEn: 'no publication is named',
      remedy: '写明至少一个批次标识',
    }),
  tooMany: (count: number) =>
    whole('ids', {
      code: 'TOO_MANY_PUBLICATIONS',
      rule: 'act.ids',
      message: `一次最多办理 ${ACT_LIMIT} 个批次，本次 ${count} 个`,
      messageEn: `at most ${ACT_LIMIT} publications at once`,
      remedy: '分次办理',
    }),
  reasonMissing: () =>
    whole('reason', {
      code: 'REASON_MISSING',
      rule: 'act.reason',
      message: '退回补正须写明理由（4 至 1000 字）',
      messageEn: 'returning needs a reason of 4 to 1000 characters',
      remedy: '写明退回的原因和改正要求',
    }),
  commentUnfit: () =>
    whole('comment', {
      code: 'COMMENT_UNFIT',
      rule: 'act.comment',
      message: '意见最多 1000 字，不得含控制字符',
      messageEn: 'a comment has at most 1000 characters and no control characters',
      remedy: '缩短或改正意见',
    }),
  deadlinePast: (day: string) =>
    whole('deadline', {
      code: 'DEADLINE_PAST',
      rule: 'act.deadline',
      message: `补正期限 ${day} 已过`,
      messageEn: 'the deadline lies in the past',
      remedy: '写今天或以后的日期',
    }),
} as const;
