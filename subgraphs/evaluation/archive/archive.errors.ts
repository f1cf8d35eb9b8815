import type { Issue } from '../../../shared/primitives/issue.ts';
import { refusal } from '../round/round.errors.ts';

/** What speaks against sealing a round. */
export const archiveErrors = {
  notSealable: (round: string): Issue =>
    refusal('round', {
      code: 'ROUND_NOT_SEALABLE',
      message: `年度评价“${round}”没有可封存的计分模型或参评单位`,
      messageEn: `The round ${round} has no scoring model or no participant to seal`,
      remedy: '核对年度评价所用的指标体系',
      rule: 'archive.content',
    }),
  reasonMissing: (): Issue =>
    refusal('reason', {
      code: 'REASON_MISSING',
      message: '应写明归档的依据（4 至 1000 字）',
      messageEn: 'The reason must have 4 to 1000 characters',
      remedy: '写明依据的会议纪要或通报文号',
      rule: 'archive.reason',
    }),
} as const;
