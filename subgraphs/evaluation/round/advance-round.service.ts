import { forbidden } from '../../../shared/graphql/errors.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import type { Result } from '../../../shared/primitives/result.ts';
import { listAppeals, listResponses } from './hearing/hearing.repository.ts';
import { whyHearingGoesOn } from './hearing/hearing.rules.ts';
import { hearingTerms } from './hearing/hearing-terms.ts';
import { isSameParticipant } from './participant.ts';
import { mayManageRounds } from './permission.ts';
import type { RoundState } from './round.ts';
import { isText, roundErrors } from './round.errors.ts';
import {
  actOnRound,
  type Caller,
  type RoundAct,
  type RoundDependencies,
  type RoundTarget,
} from './round-act.service.ts';
import { listParticipants } from './round-participant.repository.ts';
import { updateStep } from './round-step.repository.ts';
import { latestScores } from './score/round-score.repository.ts';
import { scoreErrors } from './score/score.errors.ts';
import { insertBaseValues } from './self-evaluation/base-value.repository.ts';
import { listSelfEvaluations } from './self-evaluation/self-evaluation.repository.ts';
import { digestOfValues, statedValues } from './self-evaluation/stated-value.repository.ts';

/** Leads a round from one step into the next; what the step before owes is checked, and none is skipped. */
export class AdvanceRoundService {
  private readonly dependencies: RoundDependencies;

  constructor(dependencies: RoundDependencies) {
    this.dependencies = dependencies;
  }

  /** 开始自评: states the base values of everybody first. */
  async openSelfEvaluation(caller: Caller, target: RoundTarget): Promise<Result<string, readonly Issue[]>> {
    return this.advance(caller, target, 'SELF_EVALUATION', async (act) => {
      const { manager, round, at } = act;
      for (const participant of await listParticipants(manager, round.code)) {
        const values = await statedValues(manager, participant, round.baseYears);
        const digest = digestOfValues(values);
        const years = round.baseYears;
        await insertBaseValues(manager, round.code, { participant, years, asOf: at, values, digest });
        const detail = { years, values: values.length, digest };
        await act.note({ step: 'BASE_VALUES', action: 'BASE_VALUES_STATED', participant, detail });
      }
      await act.note({ step: 'SELF_EVALUATION', action: 'SELF_EVALUATION_OPENED' });
    });
  }

  /** 开始核定: when every self-evaluation is there, or with a reason why it goes on without. */
  async openVerification(
    caller: Caller,
    target: RoundTarget & { readonly reason: string | null },
  ): Promise<Result<string, readonly Issue[]>> {
    return this.advance(caller, target, 'VERIFICATION', async (act) => {
      const sent = (await listSelfEvaluations(act.manager, act.round.code)).filter(({ state }) => state === 'SENT');
      const missing = (await listParticipants(act.manager, act.round.code))
        .filter(({ isScored }) => isScored)
        .filter((who) => !sent.some(({ participant }) => isSameParticipant(participant, who)))
        .map(({ code }) => code);
      if (missing.length > 0 && target.reason === null) act.refuse(scoreErrors.notSent(missing));
      if (target.reason !== null && !isText(target.reason)) act.refuse(roundErrors.textMissing('reason', '理由'));
      const reason = target.reason?.trim() ?? null;
      await act.note({ step: 'VERIFICATION', action: 'VERIFICATION_OPENED', reason, detail: { missing } });
    });
  }

  /** 征求意见: every participant sees its verified result and has working days to answer. */
  async openHearing(caller: Caller, target: RoundTarget): Promise<Result<string, readonly Issue[]>> {
    return this.advance(caller, target, 'HEARING', async (act) => {
      const { manager, round, at } = act;
      const verified = (await latestScores(manager, round.code)).filter(({ stage }) => stage === 'VERIFIED');
      const missing = (await listParticipants(manager, round.code))
        .filter(({ isScored }) => isScored)
        .filter((who) => !verified.some(({ participant }) => isSameParticipant(participant, who)))
        .map(({ code }) => code);
      if (missing.length > 0) act.refuse(scoreErrors.notVerified(missing));
      const { calendar, procedures } = this.dependencies;
      const { answer, appeal } = hearingTerms(calendar, procedures, at);
      const step = act.steps.find((each) => each.step === 'HEARING');
      const dateBasis = answer.isCertain
        ? '按工作日历推算'
        : '按工作日历推算；所涉年度的放假安排尚未公布，暂按周一至周五';
      if (step !== undefined) await updateStep(manager, round.code, { ...step, dueOn: answer.day, dateBasis });
      const detail = { answerDueOn: answer.day, appealDueOn: appeal.day, isDueCertain: answer.isCertain };
      await act.note({ step: 'HEARING', action: 'HEARING_OPENED', detail });
    });
  }

  /** 提请审定: when everybody was heard and every appeal has its answer. */
  async openDecision(caller: Caller, target: RoundTarget): Promise<Result<string, readonly Issue[]>> {
    return this.advance(caller, target, 'DECISION', async (act) => {
      const { manager, round, today } = act;
      const { calendar, procedures } = this.dependencies;
      const terms = hearingTerms(calendar, procedures, round.hearingOpenedAt ?? act.at);
      const issues = whyHearingGoesOn({
        participants: await listParticipants(manager, round.code),
        responses: await listResponses(manager, round.code),
        appeals: await listAppeals(manager, round.code),
        ...{ today, answerDueOn: terms.answer.day, appealDueOn: terms.appeal.day },
      });
      if (issues.length > 0) act.refuse(...issues);
      await act.note({ step: 'DECISION', action: 'DECISION_OPENED' });
    });
  }

  private async advance(
    caller: Caller,
    target: RoundTarget,
    to: RoundState,
    enter: (act: RoundAct) => Promise<void>,
  ): Promise<Result<string, readonly Issue[]>> {
    if (!mayManageRounds(caller.viewer)) throw forbidden('没有组织年度评价的权限');
    return actOnRound(this.dependencies, caller, target, async (act) => {
      act.mustGoTo(to);
      await enter(act);
      await act.moveTo(to);
      return act.round.code;
    });
  }
}
