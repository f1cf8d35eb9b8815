import { forbidden } from '../../../../shared/graphql/errors.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import { isSameParticipant, type Participant, type RoundParticipant } from '../participant.ts';
import { mayManageRounds } from '../permission.ts';
import { isText, roundErrors } from '../round.errors.ts';
import { actOnRound, type Caller, type RoundDependencies } from '../round-act.service.ts';
import { recordScores } from '../score/record-scores.service.ts';
import { scoreErrors } from '../score/score.errors.ts';
import type { AppealOutcome } from './hearing.ts';
import { hearingErrors } from './hearing.errors.ts';
import { listAppeals, settleOpenAppeal } from './hearing.repository.ts';

/** The answer to an appeal. */
export interface SettlementOrder {
  readonly round: string;
  readonly participant: Participant;
  readonly outcome: AppealOutcome;
  readonly reason: string;
}

/** 答复复核申请: with a reason, by somebody else; where it is upheld the verified score is recorded anew. */
export class SettleAppealService {
  private readonly dependencies: RoundDependencies;

  constructor(dependencies: RoundDependencies) {
    this.dependencies = dependencies;
  }

  async settle(caller: Caller, order: SettlementOrder): Promise<Result<RoundParticipant, readonly Issue[]>> {
    if (!mayManageRounds(caller.viewer)) throw forbidden('没有组织年度评价的权限');
    const { round, participant: who, outcome, reason } = order;
    return actOnRound(this.dependencies, caller, { round, expectedSeq: null }, async (act) => {
      act.mustBeIn('HEARING');
      const participant = await act.participant(who);
      const appeal = (await listAppeals(act.manager, round)).find((each) => isSameParticipant(each.participant, who));
      if (appeal === undefined) return act.refuse(hearingErrors.noAppeal());
      if (appeal.outcome === outcome && appeal.reason === reason.trim()) return participant;
      if (appeal.outcome !== null) act.refuse(hearingErrors.settledAlready());
      if (appeal.filedBy === caller.viewer.subject) act.refuse(hearingErrors.settledByFiler());
      if (!isText(reason)) act.refuse(roundErrors.textMissing('reason', '答复的理由'));
      const isLate = act.today > appeal.answerDueOn;
      const by = caller.viewer.subject;
      await settleOpenAppeal(act.manager, round, {
        participant,
        outcome,
        reason: reason.trim(),
        by,
        at: act.at,
        isLate,
      });
      if (outcome === 'UPHELD' && participant.isScored) {
        const without = await recordScores(this.dependencies, act, { participants: [participant], stage: 'VERIFIED' });
        if (without.length > 0) act.refuse(scoreErrors.noResult([participant.code]));
      }
      await act.note({
        ...{ step: 'HEARING', action: 'APPEAL_SETTLED', participant, reason: reason.trim() },
        detail: { outcome, isLate },
      });
      return participant;
    });
  }
}
