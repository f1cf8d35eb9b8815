import { forbidden } from '../../../../shared/graphql/errors.ts';
import { dayInShanghai } from '../../../../shared/primitives/calendar-day.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import { isSameParticipant, type Participant, participantText, type RoundParticipant } from '../participant.ts';
import { mayDecideGrades } from '../permission.ts';
import { roundErrors } from '../round.errors.ts';
import {
  actOnRound,
  type Caller,
  type RoundAct,
  type RoundDependencies,
  type RoundTarget,
} from '../round-act.service.ts';
import { listParticipants } from '../round-participant.repository.ts';
import { readResults } from '../score/participant-result.repository.ts';
import type { RoundScore } from '../score/round-score.ts';
import { insertScore, latestScores } from '../score/round-score.repository.ts';
import { scoreErrors } from '../score/score.errors.ts';
import { listSelfEvaluations } from '../self-evaluation/self-evaluation.repository.ts';
import type { Decision, DecisionAct, GradeOrder } from './decision.ts';
import { decisionErrors } from './decision.errors.ts';
import { decidedBefore, insertDecision, latestDecisions } from './decision.repository.ts';
import { checkDecisionAct, checkGrade } from './decision.rules.ts';
import { parseGrade } from './grade-word.ts';

/** Grades of one meeting, or of the office. */
export interface DecisionOrder extends RoundTarget, DecisionAct {
  readonly grades: readonly GradeOrder[];
  /** Set by whoever knowingly changes what was decided. */
  readonly isRevision: boolean;
}

interface Case {
  readonly order: GradeOrder;
  readonly participant: RoundParticipant;
  readonly verified: RoundScore;
  readonly suggested: Grade | null;
  readonly selfGrade: Grade | null;
  readonly decided: Decision | null;
}

/** 审定类别: what the meeting (the first time the office) decided; the verified score becomes the final one. */
export class DecideGradesService {
  private readonly dependencies: RoundDependencies;

  constructor(dependencies: RoundDependencies) {
    this.dependencies = dependencies;
  }

  /** Deciding the same under the same act again changes nothing. */
  async decide(caller: Caller, order: DecisionOrder): Promise<Result<string, readonly Issue[]>> {
    if (!mayDecideGrades(caller.viewer)) throw forbidden('没有登记审定类别的权限');
    return actOnRound(this.dependencies, caller, order, async (act) => {
      act.mustBeIn('DECISION', 'CIRCULATION');
      const cases = await this.cases(act, order);
      const fresh = cases.filter((each) => !isRepeated(each, order));
      await this.check(act, order, fresh);
      for (const each of fresh) await this.write(act, order, each);
      await this.completeWhereAllAreDecided(act);
      return act.round.code;
    });
  }

  /** Each grade with what is known of its participant. */
  private async cases(act: RoundAct, { grades }: DecisionOrder): Promise<Case[]> {
    const { manager, round } = act;
    const texts = grades.map(({ participant }) => participantText(participant));
    if (texts.length === 0 || new Set(texts).size !== texts.length) act.refuse(decisionErrors.nothing());
    const participants = await listParticipants(manager, round.code);
    const scores = (await latestScores(manager, round.code)).filter(({ stage }) => stage === 'VERIFIED');
    const selfEvaluations = await listSelfEvaluations(manager, round.code);
    const decisions = await latestDecisions(manager, round.code);
    const cases: Case[] = [];
    for (const order of grades) {
      const isHis = ({ participant }: { readonly participant: Participant }) =>
        isSameParticipant(participant, order.participant);
      const participant = participants.find((each) => isSameParticipant(each, order.participant));
      if (participant === undefined) return act.refuse(roundErrors.unknownParticipant(order.participant.code));
      if (!participant.isScored) act.refuse(roundErrors.notScored(participant.code));
      const verified = scores.find(isHis);
      if (verified === undefined) return act.refuse(scoreErrors.notVerified([participant.code]));
      const suggested = await this.suggestionOf(act, participant, verified);
      const sent = selfEvaluations.find((each) => isHis(each) && each.state === 'SENT');
      const decided = decisions.find(isHis) ?? null;
      cases.push({ order, participant, verified, suggested, selfGrade: sent?.selfGrade ?? null, decided });
    }
    return cases;
  }

  /** What the verified result suggests: as of the instant at which it was verified. */
  private async suggestionOf(
    { manager, round }: RoundAct,
    participant: RoundParticipant,
    { asOf }: RoundScore,
  ): Promise<Grade | null> {
    const model = this.dependencies.catalogue.scoringModels.get(round.framework) ?? null;
    const results = await readResults(manager, round, { participants: [participant], asOf, model });
    return results.get(participantText(participant))?.suggested ?? null;
  }

  private async check(act: RoundAct, order: DecisionOrder, cases: readonly Case[]): Promise<void> {
    if (cases.length === 0) return;
    const { manager, round, today, at } = act;
    const before = await decidedBefore(
      manager,
      round.year,
      cases.map(({ participant }) => participant),
    );
    const hearingOpenedOn = dayInShanghai(round.hearingOpenedAt ?? at);
    const issues = [
      ...checkDecisionAct(order, { isDecidedBefore: before.length > 0, hearingOpenedOn, today }),
      ...cases.flatMap(({ order: grade, suggested, decided }) => {
        const index = order.grades.indexOf(grade);
        const { isRevision } = order;
        return checkGrade(grade, { index, suggested, decided: decided?.finalGrade ?? null, isRevision });
      }),
    ];
    if (issues.length > 0) act.refuse(...issues);
  }

  private async write(act: RoundAct, order: DecisionOrder, each: Case): Promise<void> {
    const { manager, round, at, caller } = act;
    const { participant, verified, suggested, selfGrade } = each;
    const finalGrade = parseGrade(each.order.grade);
    if (finalGrade === null) return;
    const reason = each.order.reason?.trim() || null;
    const { body, decidedOn } = order;
    const meetingName = order.meetingName?.trim() || null;
    const minutesNumber = order.minutesNumber?.trim() || null;
    await insertDecision(manager, round.code, {
      ...{ participant, selfGrade, suggestedGrade: suggested, finalGrade, reason, body, meetingName, decidedOn },
      ...{ minutesNumber, decidedBy: caller.viewer.subject, decidedAt: at },
    });
    const { score, asOf, digest } = verified;
    await insertScore(manager, round.code, { participant, stage: 'FINAL', score, asOf, digest, recordedAt: at });
    await act.note({
      ...{ step: 'DECISION', action: 'GRADE_DECIDED', participant, reason },
      detail: { finalGrade, suggestedGrade: suggested, selfGrade, body, meetingName, decidedOn, minutesNumber },
    });
  }

  private async completeWhereAllAreDecided(act: RoundAct): Promise<void> {
    const { manager, round } = act;
    if (round.state !== 'DECISION') return;
    const decisions = await latestDecisions(manager, round.code);
    const open = (await listParticipants(manager, round.code))
      .filter(({ isScored }) => isScored)
      .filter((who) => !decisions.some(({ participant }) => isSameParticipant(participant, who)));
    if (open.length > 0) return;
    act.mustGoTo('CIRCULATION');
    await act.note({ step: 'DECISION', action: 'DECISION_COMPLETED' });
    await act.moveTo('CIRCULATION');
  }
}

/** The same grade under the same act, for the same reason. */
function isRepeated({ decided, order }: Case, act: DecisionAct): boolean {
  return (
    decided !== null &&
    decided.finalGrade === parseGrade(order.grade) &&
    decided.body === act.body &&
    decided.decidedOn === act.decidedOn &&
    decided.minutesNumber === (act.minutesNumber?.trim() || null) &&
    decided.reason === (order.reason?.trim() || null)
  );
}
