import type { EntityManager } from 'typeorm';
import type { Framework } from '../../../../shared/catalogue/framework/framework.ts';
import type { RoundProcedure } from '../../../../shared/catalogue/round/round-procedures.ts';
import { forbidden } from '../../../../shared/graphql/errors.ts';
import { dayInShanghai } from '../../../../shared/primitives/calendar-day.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import type { Subject } from '../../subject/subject.ts';
import { SubjectRepository } from '../../subject/subject.repository.ts';
import { mayManageRounds } from '../permission.ts';
import { type Round, roundCode } from '../round.ts';
import { isText, roundErrors } from '../round.errors.ts';
import { findRound, insertRound, listRounds } from '../round.repository.ts';
import { actOnRound, type Caller, refusable, refuse, RoundAct, type RoundDependencies } from '../round-act.service.ts';
import { insertParticipants } from '../round-participant.repository.ts';
import { type PlannedDay, planSteps } from '../round-step.ts';
import { adoptedSteps, insertSteps } from '../round-step.repository.ts';
import { participantsOf } from './participants-of.ts';
import { planErrors } from './plan.errors.ts';

/** The plan of a round as the office hands it in. */
export interface RoundPlan {
  readonly framework: string;
  readonly year: number;
  readonly dueDates: readonly PlannedDay[];
  /** Codes of the subjects that take part; null for all the framework judges. */
  readonly subjects: readonly string[] | null;
}

/** Reopening: why, and the new days. */
export interface ReopenOrder {
  readonly round: string;
  readonly expectedSeq: number | null;
  readonly justification: string;
  readonly dueDates: readonly PlannedDay[];
}

interface Opening {
  readonly framework: Framework;
  readonly procedure: RoundProcedure;
  readonly subjects: readonly Subject[];
  readonly year: number;
  readonly edition: number;
  readonly superseded: { readonly code: string; readonly justification: string } | null;
  readonly days: readonly PlannedDay[];
}

/** 部署年度评价: opens the round of a framework and year, once, and its next edition after circulation. */
export class OpenRoundService {
  private readonly dependencies: RoundDependencies;

  constructor(dependencies: RoundDependencies) {
    this.dependencies = dependencies;
  }

  async open(caller: Caller, plan: RoundPlan): Promise<Result<Round, readonly Issue[]>> {
    if (!mayManageRounds(caller.viewer)) throw forbidden('没有组织年度评价的权限');
    return refusable(() =>
      this.dependencies.database.transaction(async (manager) => {
        const { framework, procedure } = this.judged(plan.framework, plan.year);
        const subjects = await this.subjectsOf(manager, framework, plan);
        const { year, dueDates: days } = plan;
        return this.write(manager, caller, {
          ...{ framework, procedure, subjects, year, days },
          ...{ edition: 1, superseded: null },
        });
      }),
    );
  }

  /** A new edition of a circulated round; the one before stays as it is, sealed or not. */
  async reopen(caller: Caller, order: ReopenOrder): Promise<Result<Round, readonly Issue[]>> {
    if (!mayManageRounds(caller.viewer)) throw forbidden('没有组织年度评价的权限');
    return actOnRound(this.dependencies, caller, order, async (act) => {
      const { round, manager } = act;
      if (round.state !== 'CIRCULATED' && round.state !== 'ARCHIVED') act.refuse(planErrors.notReopenable(round.code));
      if (!isText(order.justification)) act.refuse(roundErrors.textMissing('justification', '重新开展的理由'));
      const [newest] = await listRounds(manager, { framework: round.framework, year: round.year });
      if (newest?.code !== round.code) act.refuse(planErrors.notNewest(round.code));
      const { framework, procedure } = this.judged(round.framework, round.year);
      const subjects = await this.subjectsOf(manager, framework, { year: round.year, subjects: null });
      return this.write(manager, caller, {
        ...{ framework, procedure, subjects, year: round.year, days: order.dueDates },
        ...{ edition: round.edition + 1, superseded: { code: round.code, justification: order.justification.trim() } },
      });
    });
  }

  private judged(code: string, year: number): { framework: Framework; procedure: RoundProcedure } {
    const { register, procedures, clock } = this.dependencies;
    const framework = register.find(code) ?? refuse(planErrors.unknownFramework(code));
    const procedure = procedures.of(framework.subjectKind) ?? refuse(planErrors.noProcedure(code));
    if (!framework.years.includes(year)) refuse(planErrors.yearNotEvaluated(code, year));
    if (dayInShanghai(clock.now()) < `${year}-01-01`) refuse(planErrors.yearNotOver(year));
    return { framework, procedure };
  }

  private async subjectsOf(
    manager: EntityManager,
    { subjectKind }: Framework,
    { year, subjects: wanted }: Pick<RoundPlan, 'year' | 'subjects'>,
  ): Promise<Subject[]> {
    const all = (await new SubjectRepository(manager).all()).filter(({ kind }) => kind === subjectKind);
    const unknown = (wanted ?? []).filter((code) => !all.some((subject) => subject.code === code));
    if (unknown.length > 0) refuse(...unknown.map((code) => planErrors.unknownSubject(code)));
    const chosen = all
      .filter(({ code }) => wanted === null || wanted.includes(code))
      .filter(({ validFrom }) => validFrom === null || validFrom <= `${year}-12-31`)
      .filter(({ validTo }) => validTo === null || validTo > `${year}-01-01`);
    if (chosen.length === 0) refuse(planErrors.nobody());
    const areUnitsJudged = this.dependencies.procedures.of(subjectKind)?.areUnitsJudged === true;
    if (areUnitsJudged && chosen.length > 1) refuse(planErrors.oneSubjectOnly());
    return chosen;
  }

  private async write(manager: EntityManager, caller: Caller, opening: Opening): Promise<Round> {
    const { framework, procedure, year, edition, superseded, days } = opening;
    checkDays(procedure, opening);
    const { catalogue, clock } = this.dependencies;
    const at = clock.now();
    const round: Round = {
      ...{ code: roundCode(framework.id, year, edition), framework: framework.id, year, edition },
      ...{ supersedes: superseded?.code ?? null, justification: superseded?.justification ?? null },
      ...{ state: 'PLANNED', seq: 0, baseYears: [year - 1, year] },
      ...{ isDemo: opening.subjects.some(({ isDemo }) => isDemo), openedBy: caller.viewer.subject, openedAt: at },
      ...{ hearingOpenedAt: null, archivedAt: null },
    };
    if (!(await insertRound(manager, round))) refuse(planErrors.exists(round.code));
    const adopted = await adoptedSteps(manager, framework.id);
    const steps = planSteps(procedure, year, { adopted, days });
    await insertSteps(manager, round.code, steps);
    const participants = participantsOf({
      ...{ subjects: opening.subjects, areUnitsJudged: procedure.areUnitsJudged, year },
      memberUnits: [...catalogue.memberUnits.values()],
      model: catalogue.scoringModels.get(framework.id) ?? null,
    });
    await insertParticipants(manager, round.code, participants);
    await new RoundAct(manager, caller, { round, steps, at }).note({
      ...{ step: 'PLAN', action: superseded === null ? 'ROUND_OPENED' : 'ROUND_REOPENED' },
      reason: superseded?.justification ?? null,
      detail: { supersedes: round.supersedes, participants: participants.length, dueDates: days },
    });
    return (await findRound(manager, round.code)) ?? round;
  }
}

function checkDays({ steps }: RoundProcedure, { days, year }: Pick<Opening, 'days' | 'year'>): void {
  const isKnown = ({ step }: PlannedDay, index: number): boolean =>
    steps.some((each) => each.step === step) && days.findIndex((day) => day.step === step) === index;
  const unknown = days.filter((day, index) => !isKnown(day, index)).map(({ step }) => planErrors.stepNotPlanned(step));
  const early = days.filter(({ dueOn }) => dueOn < `${year}-01-01`).map(({ step }) => planErrors.dayTooEarly(step));
  if (unknown.length + early.length > 0) refuse(...unknown, ...early);
}
