import { forbidden } from '../../../../shared/graphql/errors.ts';
import { newId } from '../../../../shared/primitives/identifiers.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import { isSameParticipant, type Participant, type RoundParticipant } from '../participant.ts';
import { mayActFor } from '../permission.ts';
import { indicatorsOf } from '../plan/participants-of.ts';
import { isText, roundErrors } from '../round.errors.ts';
import { actOnRound, type Caller, type RoundAct, type RoundDependencies } from '../round-act.service.ts';
import type { HearingAnswer } from './hearing.ts';
import { hearingErrors } from './hearing.errors.ts';
import { insertAppeal, insertResponse, listAppeals, listResponses } from './hearing.repository.ts';
import { appealAnswerDue, type HearingTerms, hearingTerms } from './hearing-terms.ts';

/** A participant's answer. */
export interface ResponseOrder {
  readonly round: string;
  readonly participant: Participant;
  readonly answer: HearingAnswer;
  readonly comment: string | null;
}

/** An appeal as it is handed in. */
export interface AppealOrder {
  readonly round: string;
  readonly participant: Participant;
  readonly grounds: string;
  readonly indicators: readonly string[];
}

/** 征求意见与复核申请 from the participant's side: it answers once, and may appeal once where it objects. */
export class HearingService {
  private readonly dependencies: RoundDependencies;

  constructor(dependencies: RoundDependencies) {
    this.dependencies = dependencies;
  }

  /** Giving the same answer again changes nothing. */
  async respond(caller: Caller, order: ResponseOrder): Promise<Result<RoundParticipant, readonly Issue[]>> {
    const { round, participant: who, answer } = order;
    if (!mayActFor(caller.viewer, 'hearing:respond', who)) throw forbidden('只能代表本单位反馈意见');
    return actOnRound(this.dependencies, caller, { round, expectedSeq: null }, async (act) => {
      const participant = await act.participant(who);
      const comment = order.comment === null || order.comment.trim() === '' ? null : order.comment.trim();
      const known = (await listResponses(act.manager, round)).find((each) => isSameParticipant(each.participant, who));
      if (known !== undefined && known.answer === answer && known.comment === comment) return participant;
      act.mustBeIn('HEARING');
      if (known !== undefined) act.refuse(hearingErrors.answeredAlready());
      if (answer === 'OBJECTED' && !isText(comment)) act.refuse(hearingErrors.commentMissing());
      if (comment !== null && !isText(comment)) act.refuse(roundErrors.textMissing('comment', '意见'));
      const isLate = act.today > this.termsOf(act).answer.day;
      await insertResponse(act.manager, round, {
        ...{ participant, answer, comment, isLate, answeredAt: act.at },
        ...{ answeredBy: caller.viewer.subject, answeredUnit: caller.viewer.memberUnit },
      });
      await act.note({
        ...{ step: 'HEARING', action: 'HEARING_ANSWERED', participant, reason: comment },
        detail: { answer, isLate },
      });
      return participant;
    });
  }

  /** The clock runs in working days, for filing as for the answer. Filing the same again changes nothing. */
  async appeal(caller: Caller, order: AppealOrder): Promise<Result<RoundParticipant, readonly Issue[]>> {
    const { round, participant: who } = order;
    if (!mayActFor(caller.viewer, 'hearing:respond', who)) throw forbidden('只能代表本单位申请复核');
    return actOnRound(this.dependencies, caller, { round, expectedSeq: null }, async (act) => {
      const participant = await act.participant(who);
      const known = (await listAppeals(act.manager, round)).find((each) => isSameParticipant(each.participant, who));
      if (known?.grounds === order.grounds.trim()) return participant;
      act.mustBeIn('HEARING');
      if (known !== undefined) act.refuse(hearingErrors.appealedAlready());
      await this.checkAppeal(act, participant, order);
      const { calendar, procedures } = this.dependencies;
      const answerDue = appealAnswerDue(calendar, procedures, act.today);
      await insertAppeal(act.manager, round, {
        ...{ id: newId(act.at.getTime()), participant, grounds: order.grounds.trim(), indicators: order.indicators },
        ...{ filedBy: caller.viewer.subject, filedAt: act.at, answerDueOn: answerDue.day },
      });
      await act.note({
        ...{ step: 'HEARING', action: 'APPEAL_FILED', participant, reason: order.grounds.trim() },
        detail: { indicators: order.indicators, answerDueOn: answerDue.day, isDueCertain: answerDue.isCertain },
      });
      return participant;
    });
  }

  private async checkAppeal(act: RoundAct, participant: RoundParticipant, order: AppealOrder): Promise<void> {
    const issues: Issue[] = [];
    const { day } = this.termsOf(act).appeal;
    if (act.today > day) issues.push(hearingErrors.appealTooLate(day));
    const response = (await listResponses(act.manager, act.round.code)).find((each) =>
      isSameParticipant(each.participant, participant),
    );
    if (response?.answer !== 'OBJECTED') issues.push(hearingErrors.notObjected());
    if (!isText(order.grounds)) issues.push(roundErrors.textMissing('grounds', '申请复核的理由'));
    const own = this.ownIndicators(act, participant);
    const wrong = order.indicators.filter((key, index, all) => !own.includes(key) || all.indexOf(key) !== index);
    issues.push(...wrong.map((key) => hearingErrors.indicatorNotOwn(key)));
    if (issues.length > 0) act.refuse(...issues);
  }

  private termsOf({ round, at }: RoundAct): HearingTerms {
    const { calendar, procedures } = this.dependencies;
    return hearingTerms(calendar, procedures, round.hearingOpenedAt ?? at);
  }

  private ownIndicators({ round }: RoundAct, participant: RoundParticipant): string[] {
    const framework = this.dependencies.register.find(round.framework);
    const split = this.dependencies.catalogue.splits.get(round.framework) ?? null;
    return framework === null ? [] : indicatorsOf(framework, split, participant);
  }
}
