import type { Issue } from '../../primitives/issue.ts';
import { MUTATION_ROW_LIMIT } from './publish.ts';

interface Words {
  readonly code: string;
  readonly rule: string;
  readonly path: readonly string[];
  readonly message: string;
  readonly messageEn: string;
  readonly remedy: string;
}

function whole(words: Words): Issue {
  return { ...words, severity: 'ERROR', row: null };
}

/** Findings about a publication as a whole. */
export const publicationErrors = {
  tooManyRows: (count: number) =>
    whole({
      code: 'TOO_MANY_ROWS',
      rule: 'publication.rows',
      path: ['observations'],
      message: `一次最多报 ${MUTATION_ROW_LIMIT} 行，本次 ${count} 行`,
      messageEn: `at most ${MUTATION_ROW_LIMIT} rows at once, got ${count}`,
      remedy: '分批报送，每批使用各自的 idempotencyKey',
    }),
  noRows: () =>
    whole({
      code: 'NO_ROWS',
      rule: 'publication.rows',
      path: ['observations'],
      message: '没有可报送的行',
      messageEn: 'there is no row to report',
      remedy: '至少报一行',
    }),
  badKey: () =>
    whole({
      code: 'IDEMPOTENCY_KEY_INVALID',
      rule: 'publication.idempotency-key',
      path: ['idempotencyKey'],
      message: 'idempotencyKey 应为 1 至 255 个可见字符',
      messageEn: 'idempotencyKey must have 1 to 255 visible characters',
      remedy: '每批报送使用一个新的编号，重发同一批时用原编号',
    }),
  keyReused: () =>
    whole({
      code: 'IDEMPOTENCY_KEY_REUSED',
      rule: 'publication.idempotency-key',
      path: ['idempotencyKey'],
      message: '此 idempotencyKey 已用于内容不同的另一批报送，本次未保存任何内容',
      messageEn: 'the key stands for another submission; nothing was stored',
      remedy: '换一个新的 idempotencyKey；若是重发，请保持内容不变',
    }),
  reportedInFuture: (day: string) =>
    whole({
      code: 'REPORTED_ON_IN_FUTURE',
      rule: 'publication.reported-on',
      path: ['reportedOn'],
      message: `报出日期 ${day} 晚于今天`,
      messageEn: 'reportedOn lies in the future',
      remedy: '填写实际报出日期，或留空（即今天）',
    }),
  reportedEarlier: (day: string) =>
    whole({
      code: 'REPORTED_ON_TOO_EARLY',
      rule: 'publication.reported-on',
      path: ['reportedOn'],
      message: `报出日期 ${day} 早于今天，只有演示数据可以补写报出日期`,
      messageEn: 'only demo data may be back-dated',
      remedy: '报出日期留空（即今天）',
    }),
  justificationMissing: () =>
    whole({
      code: 'JUSTIFICATION_MISSING',
      rule: 'publication.justification',
      path: ['justification'],
      message: '更正或撤回已核收的数据须说明理由（4 至 1000 字）',
      messageEn: 'changing accepted values needs a justification of 4 to 1000 characters',
      remedy: '写明更正或撤回的原因和依据',
    }),
  notCounting: (place: number): Issue => ({
    code: 'NOTHING_TO_WITHDRAW',
    severity: 'ERROR',
    rule: 'withdrawal.target',
    path: ['observations', String(place)],
    row: place + 1,
    message: '该批次中没有这个值，或它已不再有效',
    messageEn: 'the publication has no such value, or it no longer counts',
    remedy: '核对指标值的标识，去掉此项',
  }),
  nothingToWithdraw: () =>
    whole({
      code: 'NOTHING_TO_WITHDRAW',
      rule: 'withdrawal.target',
      path: ['publication'],
      message: '该批次没有本单位仍有效的已核收值，无可撤回',
      messageEn: 'no accepted value of this publication counts any more',
      remedy: '核对批次标识；尚未核收的批次用撤销（recall）',
    }),
} as const;
