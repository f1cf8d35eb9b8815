import type { Catalogue } from '../../../../shared/catalogue/catalogue.ts';
import { basisLabel, isOverdue, progressOf, type RoundStep as StepRecord } from '../round-step.ts';
import type { Viewer } from '../../../../shared/identity/viewer.ts';
import { dayInShanghai } from '../../../../shared/primitives/calendar-day.ts';
import { parsePeriod } from '../../../../shared/primitives/period.ts';
import { toPeriod } from '../../../../shared/graphql/period.type.ts';
import type { FrameworkDirectory } from '../../framework/framework-directory.ts';
import { Grade } from '../../result/result-enums.ts';
import { toSubject } from '../../subject/subject.type.ts';
import { hearingTerms } from '../hearing/hearing-terms.ts';
import {
  isSameParticipant,
  type Participant,
  participantText,
  type RoundParticipant as Planned,
} from '../participant.ts';
import type { Owed } from '../reminder/overdue.ts';
import type { Round as RoundRecord } from '../round.ts';
import type { RoundDependencies } from '../round-act.service.ts';
import type { RoundEvent as EventRecord } from '../round-event.repository.ts';
import type {
  SelfEvaluation as SelfEvaluationRecord,
  StatedValue as ValueRecord,
} from '../self-evaluation/self-evaluation.ts';
import type { RoundParticipant, SelfEvaluation, StatedValue } from './participant.type.ts';
import type { OverdueMatter, Round, RoundEvent, RoundStep } from './round.type.ts';
import {
  AppealOutcome,
  DecidingBody,
  HearingAnswer,
  ParticipantKind,
  RoundState,
  RoundStepName,
  RoundStepProgress,
  ScoreStage,
  SelfEvaluationState,
} from './round-enums.ts';
import type { RoundFacts } from './round-facts.ts';
import type { RoundReadService } from './round-read.service.ts';

type Dependencies = Pick<RoundDependencies, 'register' | 'procedures' | 'calendar' | 'clock'> & {
  readonly catalogue: Pick<Catalogue, 'memberUnits'>;
  readonly frameworks: FrameworkDirectory;
};

/** Shows rounds with the names of the catalogue. */
export class RoundView {
  private readonly dependencies: Dependencies;
  private readonly rounds: Pick<RoundReadService, 'facts'>;

  constructor(dependencies: Dependencies, rounds: Pick<RoundReadService, 'facts'>) {
    this.dependencies = dependencies;
    this.rounds = rounds;
  }

  round(record: RoundRecord, viewer: Viewer): Round {
    const { frameworks, calendar, procedures } = this.dependencies;
    const { hearingOpenedAt } = record;
    const terms = hearingOpenedAt === null ? null : hearingTerms(calendar, procedures, hearingOpenedAt);
    let facts: Promise<RoundFacts> | null = null;
    return {
      ...{ code: record.code, framework: frameworks.view(record.framework)?.framework ?? null, year: record.year },
      ...{ edition: record.edition, supersedes: record.supersedes, justification: record.justification },
      ...{ state: RoundState[record.state], seq: record.seq, openedAt: record.openedAt, isDemo: record.isDemo },
      ...{ hearingDueOn: terms?.answer.day ?? null, appealDueOn: terms?.appeal.day ?? null },
      ...{ archivedAt: record.archivedAt, record },
      facts: () => {
        facts ??= this.rounds.facts(viewer, record);
        return facts;
      },
    };
  }

  steps({ record }: Round, steps: readonly StepRecord[]): RoundStep[] {
    const { register, procedures, clock } = this.dependencies;
    const today = dayInShanghai(clock.now());
    const kind = register.find(record.framework)?.subjectKind;
    const procedure = kind === undefined ? null : procedures.of(kind);
    return steps.map((step) => {
      const known = procedure?.steps.find((each) => each.step === step.step);
      return {
        ...{ step: RoundStepName[step.step], state: RoundStepProgress[progressOf(step, record.state)] },
        ...{ dueOn: step.dueOn, dateBasis: step.dateBasis, isAdopted: step.isAdopted },
        isOverdue: isOverdue(step, record.state, today),
        ...{ basis: basisLabel(known?.basis ?? 'DERIVED', step.isAdopted), source: known?.source ?? '' },
        reason: known?.reason ?? '',
      };
    });
  }

  participant({ record }: Pick<Round, 'record'>, participant: Planned, facts: RoundFacts): RoundParticipant {
    const { kind, code } = participant;
    const isHis = (row: { readonly participant: Participant }) => isSameParticipant(row.participant, participant);
    const subject = facts.subjects.get(participant.subject) ?? null;
    const name = kind === 'SUBJECT' ? subject?.name : this.dependencies.catalogue.memberUnits.get(code)?.nameZh;
    const base = facts.baseValues.find(isHis);
    const selfEvaluation = facts.selfEvaluations.find(isHis);
    const response = facts.responses.find(isHis);
    const suggestion = facts.suggestions.get(participantText(participant));
    return {
      ...{ kind: ParticipantKind[kind], code, name: name ?? code, isScored: participant.isScored },
      subject: subject && toSubject(subject),
      memberUnit: kind === 'MEMBER_UNIT' ? { code } : null,
      baseValues:
        base === undefined
          ? null
          : {
              ...{ years: base.years, asOf: base.asOf, valueCount: base.count, digest: base.digest },
              of: { round: record.code, framework: record.framework, participant },
            },
      selfEvaluation: selfEvaluation === undefined ? null : this.selfEvaluation(record, selfEvaluation),
      scores: facts.scores.filter(isHis).map((score) => ({ ...score, stage: ScoreStage[score.stage] })),
      hearing: response === undefined ? null : { ...response, answer: HearingAnswer[response.answer] },
      appeals: facts.appeals
        .filter(isHis)
        .map((appeal) => ({ ...appeal, outcome: appeal.outcome === null ? null : AppealOutcome[appeal.outcome] })),
      decision: decisionOf(facts.decisions.find(isHis)),
      suggestedGrade: suggestion === undefined ? null : Grade[suggestion],
    };
  }

  /** A participant by who it is; null where it does not take part. */
  participantOf(round: Pick<Round, 'record'>, who: Participant | null, facts: RoundFacts): RoundParticipant | null {
    const found = who === null ? undefined : facts.participants.find((each) => isSameParticipant(each, who));
    return found === undefined ? null : this.participant(round, found, facts);
  }

  event(round: Round, event: EventRecord, facts: RoundFacts): RoundEvent {
    return {
      ...{ id: event.id, seq: event.seq, step: RoundStepName[event.step], action: event.action },
      ...{ participant: this.participantOf(round, event.participant, facts), happenedAt: event.at },
      ...{ actor: event.actor === '' ? null : event.actor, reason: event.reason },
    };
  }

  overdue(round: Round, { step, participant, dueOn, what }: Owed, facts: RoundFacts): OverdueMatter {
    const shown = this.participantOf(round, participant, facts);
    return { step: RoundStepName[step], participant: shown, dueOn, matter: what };
  }

  statedValue(framework: string, value: ValueRecord): StatedValue {
    const period = parsePeriod(value.period);
    const { id, dimensions, revision, memberUnit, receiptHash } = value;
    return {
      ...{ id, dimensions, value: value.value, revision, receiptHash },
      measure: this.dependencies.frameworks.measureIn(framework, value.measure),
      period: period && toPeriod(period),
      memberUnit: memberUnit === null ? null : { code: memberUnit },
    };
  }

  private selfEvaluation({ framework }: RoundRecord, record: SelfEvaluationRecord): SelfEvaluation {
    const indicators = this.dependencies.frameworks.view(framework)?.framework.indicatorList ?? [];
    const { state, selfGrade, narratives, report, answerablePerson, revision, sentAt, isLate } = record;
    return {
      ...{ state: SelfEvaluationState[state], selfGrade: selfGrade === null ? null : Grade[selfGrade], report },
      ...{ answerablePerson, revision, sentAt, isLate },
      ...{ valueCount: record.valueCount, valueDigest: record.valueDigest },
      narratives: narratives.map(({ indicator, text }) => ({
        indicator: indicators.find(({ key }) => key === indicator) ?? null,
        text,
      })),
    };
  }
}

function decisionOf(decision: RoundFacts['decisions'][number] | undefined): RoundParticipant['decision'] {
  if (decision === undefined) return null;
  const { finalGrade, selfGrade, suggestedGrade, reason, body, meetingName, decidedOn, minutesNumber } = decision;
  return {
    ...{ finalGrade: Grade[finalGrade], selfGrade: selfGrade === null ? null : Grade[selfGrade] },
    ...{ suggestedGrade: suggestedGrade === null ? null : Grade[suggestedGrade], reason },
    ...{ body: DecidingBody[body], meetingName, decidedOn, minutesNumber },
  };
}
