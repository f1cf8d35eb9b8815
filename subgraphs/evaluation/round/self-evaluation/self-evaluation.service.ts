import { forbidden } from '../../../../shared/graphql/errors.ts';
import { sha256Hex } from '../../../../shared/primitives/canonical-json.ts';
import { newId } from '../../../../shared/primitives/identifiers.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import { parseGrade } from '../decision/grade-word.ts';
import type { Participant, RoundParticipant } from '../participant.ts';
import { mayActFor } from '../permission.ts';
import { indicatorsOf } from '../plan/participants-of.ts';
import { actOnRound, type Caller, type RoundAct, type RoundDependencies } from '../round-act.service.ts';
import { checkReport, type ReportUpload } from './report.rules.ts';
import type { Narrative, SelfEvaluation, SelfEvaluationDraft } from './self-evaluation.ts';
import { selfEvaluationErrors } from './self-evaluation.errors.ts';
import { findSelfEvaluation, insertDocument, saveDraft } from './self-evaluation.repository.ts';
import { checkDraft } from './self-evaluation.rules.ts';

/** Whose self-evaluation of which round, and the revision of the draft the caller has seen; null where he does not say. */
export interface SelfEvaluationTarget {
  readonly round: string;
  readonly participant: Participant;
  readonly expectedRevision: number | null;
}

/** 起草自评: grade, person, narratives and the report document, until it is sent. */
export class SelfEvaluationService {
  private readonly dependencies: RoundDependencies;

  constructor(dependencies: RoundDependencies) {
    this.dependencies = dependencies;
  }

  /** Changes the parts of the draft that are given; a narrative takes the place of an earlier one of its indicator. */
  async update(
    caller: Caller,
    target: SelfEvaluationTarget,
    draft: SelfEvaluationDraft,
  ): Promise<Result<RoundParticipant, readonly Issue[]>> {
    return this.onDraft(caller, target, async (act, { participant, known }) => {
      const issues = checkDraft(draft, this.ownIndicators(act, participant));
      if (issues.length > 0) act.refuse(...issues);
      await this.save(act, participant, {
        known,
        selfGrade: draft.selfGrade === null ? (known?.selfGrade ?? null) : parseGrade(draft.selfGrade),
        answerablePerson: draft.answerablePerson?.trim() ?? known?.answerablePerson ?? null,
        narratives: mergeNarratives(known?.narratives ?? [], draft.narratives ?? []),
        document: known?.report?.id ?? null,
      });
      return participant;
    });
  }

  /** Puts a report document in the place of an earlier one, which stays stored. */
  async attach(
    caller: Caller,
    target: SelfEvaluationTarget,
    upload: ReportUpload,
  ): Promise<Result<RoundParticipant, readonly Issue[]>> {
    return this.onDraft(caller, target, async (act, { participant, known }) => {
      const { bytes, issues } = checkReport(upload, this.dependencies.procedures.report);
      if (issues.length > 0) act.refuse(...issues);
      const sha256 = sha256Hex(bytes);
      if (known?.report?.sha256 === sha256 && known.report.name === upload.name.trim()) return participant;
      const document = newId(act.at.getTime());
      await insertDocument(act.manager, act.round.code, {
        ...{ id: document, participant, name: upload.name.trim(), mediaType: upload.mediaType, sha256, bytes },
        ...{ by: caller.viewer.subject, at: act.at },
      });
      await this.save(act, participant, {
        known,
        selfGrade: known?.selfGrade ?? null,
        answerablePerson: known?.answerablePerson ?? null,
        narratives: known?.narratives ?? [],
        document,
      });
      await act.note({
        ...{ step: 'SELF_EVALUATION', action: 'REPORT_ATTACHED', participant },
        detail: { name: upload.name.trim(), sizeBytes: bytes.length, sha256 },
      });
      return participant;
    });
  }

  private onDraft(
    caller: Caller,
    { round, participant: who, expectedRevision }: SelfEvaluationTarget,
    change: (act: RoundAct, draft: Draft) => Promise<RoundParticipant>,
  ): Promise<Result<RoundParticipant, readonly Issue[]>> {
    if (!mayActFor(caller.viewer, 'self-evaluation:draft', who)) throw forbidden('只能起草本单位的自评');
    return actOnRound(this.dependencies, caller, { round, expectedSeq: null }, async (act) => {
      act.mustBeIn('SELF_EVALUATION');
      const participant = await act.participant(who);
      const known = await findSelfEvaluation(act.manager, round, who);
      if (known?.state === 'SENT') act.refuse(selfEvaluationErrors.sentAlready());
      const revision = known?.revision ?? 0;
      if (expectedRevision !== null && expectedRevision !== revision) {
        act.refuse(selfEvaluationErrors.changed(expectedRevision, revision));
      }
      return change(act, { participant, known });
    });
  }

  private async save(
    act: RoundAct,
    participant: RoundParticipant,
    draft: Pick<SelfEvaluation, 'selfGrade' | 'answerablePerson' | 'narratives'> & {
      readonly known: SelfEvaluation | null;
      readonly document: string | null;
    },
  ): Promise<void> {
    const { known, selfGrade, answerablePerson, narratives, document } = draft;
    await saveDraft(act.manager, act.round.code, {
      ...{ id: known?.id ?? newId(act.at.getTime()), participant, selfGrade, answerablePerson, narratives, document },
      ...{ revision: (known?.revision ?? 0) + 1, by: act.caller.viewer.subject, at: act.at },
    });
  }

  private ownIndicators({ round }: RoundAct, participant: RoundParticipant): string[] {
    const { register, catalogue } = this.dependencies;
    const framework = register.find(round.framework);
    const split = catalogue.splits.get(round.framework) ?? null;
    return framework === null ? [] : indicatorsOf(framework, split, participant);
  }
}

interface Draft {
  readonly participant: RoundParticipant;
  readonly known: SelfEvaluation | null;
}

function mergeNarratives(known: readonly Narrative[], given: readonly Narrative[]): Narrative[] {
  const texts = new Map([...known, ...given].map(({ indicator, text }) => [indicator, text.trim()]));
  return [...texts].map(([indicator, text]) => ({ indicator, text }));
}
