import { forbidden } from '../../../../shared/graphql/errors.ts';
import type { Viewer } from '../../../../shared/identity/viewer.ts';
import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import type { Page, PageRequest } from '../../../../shared/graphql/connection.ts';
import { encodeCursor, pageOfList } from '../../../../shared/graphql/connection.ts';
import { badUserInput } from '../../../../shared/graphql/errors.ts';
import { SubjectRepository } from '../../subject/subject.repository.ts';
import { type Circulation, findCirculation } from '../circulation/circulation.repository.ts';
import type { CirculateRoundService } from '../circulation/circulate-round.service.ts';
import { latestDecisions } from '../decision/decision.repository.ts';
import { listAppeals, listResponses } from '../hearing/hearing.repository.ts';
import { type Participant, participantText } from '../participant.ts';
import {
  mayReadFinalGrade,
  mayReadOfficeMatters,
  mayReadParticipant,
  mayReadRounds,
  mayReadWholeRound,
} from '../permission.ts';
import { listOwed } from '../reminder/owed.repository.ts';
import type { Owed } from '../reminder/overdue.ts';
import type { Round } from '../round.ts';
import { findRound, listRounds, type RoundFilter } from '../round.repository.ts';
import type { RoundDependencies } from '../round-act.service.ts';
import { countRoundEvents, listRoundEvents, type RoundEvent } from '../round-event.repository.ts';
import { listParticipants } from '../round-participant.repository.ts';
import { listSteps } from '../round-step.repository.ts';
import { readResults } from '../score/participant-result.repository.ts';
import { latestScores } from '../score/round-score.repository.ts';
import { listBaseValues, readBaseValues } from '../self-evaluation/base-value.repository.ts';
import type { StatedValue } from '../self-evaluation/self-evaluation.ts';
import { listSelfEvaluations, readDocument } from '../self-evaluation/self-evaluation.repository.ts';
import { dayInShanghai } from '../../../../shared/primitives/calendar-day.ts';
import type { RoundFacts } from './round-facts.ts';

/** Reads rounds. What may not be shown to the viewer leaves here already removed. */
export class RoundReadService {
  private readonly dependencies: RoundDependencies;
  private readonly circulations: Pick<CirculateRoundService, 'draft'>;

  constructor(dependencies: RoundDependencies, circulations: Pick<CirculateRoundService, 'draft'>) {
    this.dependencies = dependencies;
    this.circulations = circulations;
  }

  private get manager() {
    return this.dependencies.database.manager;
  }

  async find(viewer: Viewer, code: string): Promise<Round | null> {
    checkRead(viewer);
    return findRound(this.manager, code);
  }

  async page(viewer: Viewer, filter: RoundFilter, request: PageRequest): Promise<Page<Round>> {
    checkRead(viewer);
    return pageOfList(await listRounds(this.manager, filter), request);
  }

  /** What belongs to a round as far as the viewer may see it. */
  async facts(viewer: Viewer, round: Round): Promise<RoundFacts> {
    const { manager } = this;
    const { code } = round;
    const participants = await listParticipants(manager, code);
    const subjects = await new SubjectRepository(manager).findByCodes([
      ...new Set(participants.map(({ subject }) => subject)),
    ]);
    const own = <T extends { readonly participant: Participant }>(rows: readonly T[]): T[] =>
      rows.filter(({ participant }) => mayReadParticipant(viewer, participant));
    const scores = await latestScores(manager, code);
    const decisions = (await latestDecisions(manager, code))
      .filter(({ participant }) => mayReadFinalGrade(viewer, participant, round.state))
      .map((decision) => ({
        ...decision,
        selfGrade: mayReadParticipant(viewer, decision.participant) ? decision.selfGrade : null,
        ...(mayReadOfficeMatters(viewer) ? {} : { suggestedGrade: null, reason: null }),
      }));
    return {
      steps: await listSteps(manager, code),
      participants,
      subjects: new Map(subjects.map((subject) => [subject.code, subject])),
      baseValues: own(await listBaseValues(manager, code)),
      selfEvaluations: own(await listSelfEvaluations(manager, code)),
      scores: own(scores),
      responses: own(await listResponses(manager, code)),
      appeals: own(await listAppeals(manager, code)),
      decisions,
      suggestions: mayReadOfficeMatters(viewer) ? await this.suggestions(round, { participants, scores }) : new Map(),
    };
  }

  /** What the verified results suggest, one statement for each instant at which results were verified. */
  private async suggestions(
    round: Round,
    { participants, scores }: Pick<RoundFacts, 'participants' | 'scores'>,
  ): Promise<Map<string, Grade>> {
    const model = this.dependencies.catalogue.scoringModels.get(round.framework) ?? null;
    const verified = scores.filter(({ stage }) => stage === 'VERIFIED');
    const found = new Map<string, Grade>();
    for (const instant of new Set(verified.map(({ asOf }) => asOf.getTime()))) {
      const texts = new Set(
        verified
          .filter(({ asOf }) => asOf.getTime() === instant)
          .map(({ participant }) => participantText(participant)),
      );
      const those = participants.filter((participant) => texts.has(participantText(participant)));
      const results = await readResults(this.manager, round, { participants: those, asOf: new Date(instant), model });
      for (const [text, { suggested }] of results) if (suggested !== null) found.set(text, suggested);
    }
    return found;
  }

  /** The office sees every act; a unit those on the whole round and its own; others those on the whole round. */
  async events(viewer: Viewer, round: Round, request: PageRequest): Promise<Page<RoundEvent>> {
    const afterSeq = request.after === null ? 0 : Number(request.after);
    if (!Number.isSafeInteger(afterSeq)) throw badUserInput('after 不是本接口给出的游标');
    const units = mayReadWholeRound(viewer) ? null : ownUnits(viewer);
    const query = { round: round.code, afterSeq, units, limit: request.first + 1 };
    const rows = await listRoundEvents(this.manager, query);
    const isOffice = mayReadOfficeMatters(viewer);
    const items = rows.slice(0, request.first).map((event) => ({
      ...event,
      actor: isOffice ? event.actor : '',
      reason: isOffice || event.participant !== null || event.action !== 'REMINDED' ? event.reason : null,
    }));
    return {
      items,
      cursorOf: ({ seq }) => encodeCursor(String(seq)),
      hasNextPage: rows.length > request.first,
      hasPreviousPage: afterSeq > 0,
      totalCount: () => countRoundEvents(this.manager, query),
    };
  }

  /** What is overdue: all of it for the office, its own for a unit, nothing for others. */
  async overdue(viewer: Viewer, round: Round): Promise<Owed[]> {
    const today = dayInShanghai(this.dependencies.clock.now());
    const late = (await listOwed(this.manager, round)).filter(({ dueOn }) => dueOn < today);
    if (mayReadOfficeMatters(viewer)) return late;
    return late.filter(({ participant }) => participant !== null && mayReadParticipant(viewer, participant));
  }

  /** The notice: the office as soon as it is made, everybody who reads rounds once it is circulated, which is the same. */
  async circulation(round: Round): Promise<Circulation | null> {
    return findCirculation(this.manager, round.code);
  }

  /** The notice as it would read now, for the office while it is being made. */
  async noticeDraft(viewer: Viewer, round: Round): Promise<string | null> {
    if (!mayReadOfficeMatters(viewer) || round.state !== 'CIRCULATION') return null;
    return this.circulations.draft(this.manager, round, null);
  }

  /** The values stated for a participant whose `BaseValues` the viewer was given. */
  async baseValues(
    viewer: Viewer,
    {
      round,
      participant,
      total,
    }: { readonly round: string; readonly participant: Participant; readonly total: number },
    request: PageRequest,
  ): Promise<Page<StatedValue>> {
    const from = request.after === null ? 0 : Number(request.after);
    if (!Number.isSafeInteger(from) || from < 0) throw badUserInput('after 不是本接口给出的游标');
    const isOpen = mayReadParticipant(viewer, participant);
    const items = isOpen ? await readBaseValues(this.manager, round, { participant, from, limit: request.first }) : [];
    return {
      items,
      cursorOf: (_value, index) => encodeCursor(String(from + index + 1)),
      hasNextPage: isOpen && from + items.length < total,
      hasPreviousPage: from > 0,
      totalCount: () => (isOpen ? total : 0),
    };
  }

  /** The bytes of a report the viewer was shown, as base64. */
  async reportContent(id: string): Promise<string | null> {
    return (await readDocument(this.manager, id))?.toString('base64') ?? null;
  }
}

function checkRead(viewer: Viewer): void {
  if (!mayReadRounds(viewer)) throw forbidden('没有查看年度评价的权限');
}

function ownUnits(viewer: Viewer): string[] {
  const { memberUnit: code } = viewer;
  return code !== null && mayReadParticipant(viewer, { kind: 'MEMBER_UNIT', code }) ? [code] : [];
}
