import { forbidden } from '../../../../shared/graphql/errors.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import { isSameParticipant, type Participant, type RoundParticipant } from '../participant.ts';
import { mayManageRounds } from '../permission.ts';
import { roundErrors } from '../round.errors.ts';
import {
  actOnRound,
  type Caller,
  type RoundAct,
  type RoundDependencies,
  type RoundTarget,
} from '../round-act.service.ts';
import { listParticipants } from '../round-participant.repository.ts';
import { recordScores } from './record-scores.service.ts';
import { scoreErrors } from './score.errors.ts';

/** Whose scores are verified; null for all that are scored. */
export interface VerifyOrder extends RoundTarget {
  readonly participants: readonly Participant[] | null;
}

/** 核定得分: records the result as it stands after assessments and accepted corrections. May be repeated until the hearing. */
export class VerifyScoresService {
  private readonly dependencies: RoundDependencies;

  constructor(dependencies: RoundDependencies) {
    this.dependencies = dependencies;
  }

  async verify(caller: Caller, order: VerifyOrder): Promise<Result<string, readonly Issue[]>> {
    if (!mayManageRounds(caller.viewer)) throw forbidden('没有组织年度评价的权限');
    return actOnRound(this.dependencies, caller, order, async (act) => {
      act.mustBeIn('VERIFICATION');
      const participants = await this.chosen(act, order.participants);
      const without = await recordScores(this.dependencies, act, { participants, stage: 'VERIFIED' });
      if (without.length > 0) act.refuse(scoreErrors.noResult(without.map(({ code }) => code)));
      const detail = { participants: participants.map(({ kind, code }) => ({ kind, code })) };
      await act.note({ step: 'VERIFICATION', action: 'SCORES_VERIFIED', detail });
      return act.round.code;
    });
  }

  private async chosen(act: RoundAct, wanted: readonly Participant[] | null): Promise<RoundParticipant[]> {
    const all = await listParticipants(act.manager, act.round.code);
    if (wanted === null) return all.filter(({ isScored }) => isScored);
    const issues: Issue[] = [];
    const chosen = wanted.flatMap((participant) => {
      const known = all.find((each) => isSameParticipant(each, participant));
      if (known === undefined) issues.push(roundErrors.unknownParticipant(participant.code));
      else if (!known.isScored) issues.push(roundErrors.notScored(participant.code));
      return known ?? [];
    });
    if (issues.length > 0) act.refuse(...issues);
    return chosen;
  }
}
