import { forbidden } from '../../../../shared/graphql/errors.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import { enqueueLockValues } from '../../archive/lock-job.repository.ts';
import type { RoundParticipant } from '../participant.ts';
import { mayActFor } from '../permission.ts';
import { indicatorsOf } from '../plan/participants-of.ts';
import { actOnRound, type Caller, type RoundAct, type RoundDependencies } from '../round-act.service.ts';
import { recordScores } from '../score/record-scores.service.ts';
import { selfEvaluationDueOn } from '../round-step.ts';
import { scoreErrors } from '../score/score.errors.ts';
import type { SelfEvaluation } from './self-evaluation.ts';
import { selfEvaluationErrors } from './self-evaluation.errors.ts';
import { findSelfEvaluation, markSent } from './self-evaluation.repository.ts';
import { checkSending } from './self-evaluation.rules.ts';
import type { SelfEvaluationTarget } from './self-evaluation.service.ts';
import { digestOfValues, statedValues } from './stated-value.repository.ts';

/** 报出自评: report and grade together, once; the values under it freeze and its score is recorded. */
export class SendSelfEvaluationService {
  private readonly dependencies: RoundDependencies;

  constructor(dependencies: RoundDependencies) {
    this.dependencies = dependencies;
  }

  /** Sending what was sent already says so by changing nothing. */
  async send(caller: Caller, target: SelfEvaluationTarget): Promise<Result<RoundParticipant, readonly Issue[]>> {
    const { round, participant: who, expectedRevision } = target;
    if (!mayActFor(caller.viewer, 'self-evaluation:send', who)) throw forbidden('只能报出本单位的自评');
    return actOnRound(this.dependencies, caller, { round, expectedSeq: null }, async (act) => {
      const participant = await act.participant(who);
      const draft = await findSelfEvaluation(act.manager, round, who);
      if (draft?.state === 'SENT') return participant;
      act.mustBeIn('SELF_EVALUATION');
      this.check(act, participant, { draft, expectedRevision });
      if (draft !== null) await this.freeze(act, participant, draft);
      return participant;
    });
  }

  private check(
    act: RoundAct,
    participant: RoundParticipant,
    { draft, expectedRevision }: { readonly draft: SelfEvaluation | null; readonly expectedRevision: number | null },
  ): void {
    const revision = draft?.revision ?? 0;
    if (expectedRevision !== null && expectedRevision !== revision) {
      act.refuse(selfEvaluationErrors.changed(expectedRevision, revision));
    }
    const empty = { selfGrade: null, report: null, answerablePerson: null, narratives: [] };
    const issues = checkSending(draft ?? empty, this.requiredIndicators(act, participant));
    if (issues.length > 0) act.refuse(...issues);
  }

  private async freeze(act: RoundAct, participant: RoundParticipant, draft: SelfEvaluation): Promise<void> {
    const { manager, round, at, today, caller } = act;
    const values = await statedValues(manager, participant, [round.year]);
    const digest = digestOfValues(values);
    const dueOn = selfEvaluationDueOn(act.steps, participant);
    const isLate = dueOn !== null && today > dueOn;
    await markSent(manager, { id: draft.id, by: caller.viewer.subject, at, isLate, values, digest });
    if (participant.isScored) {
      const without = await recordScores(this.dependencies, act, { participants: [participant], stage: 'SELF' });
      if (without.length > 0) act.refuse(scoreErrors.noResult(without.map(({ code }) => code)));
    }
    const { kind: participantKind, code, subject } = participant;
    await enqueueLockValues(manager, {
      ...{ round: round.code, participantKind, participant: code, subject, year: round.year },
      reason: `${round.year}年度评价自评已报出，所依据的值予以锁定`,
    });
    await act.note({
      ...{ step: 'SELF_EVALUATION', action: 'SELF_EVALUATION_SENT', participant },
      detail: {
        selfGrade: draft.selfGrade,
        report: draft.report?.sha256,
        isLate,
        dueOn,
        values: values.length,
        digest,
      },
    });
  }

  private requiredIndicators({ round }: RoundAct, participant: RoundParticipant): string[] {
    const { register, catalogue, procedures } = this.dependencies;
    const framework = register.find(round.framework);
    if (framework === null || procedures.of(framework.subjectKind)?.narratives !== 'required') return [];
    return indicatorsOf(framework, catalogue.splits.get(round.framework) ?? null, participant);
  }
}
