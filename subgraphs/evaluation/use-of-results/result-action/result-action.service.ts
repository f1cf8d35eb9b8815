import type { EntityManager } from 'typeorm';
import type { ResultActionRules } from '../../../../shared/catalogue/round/result-actions.ts';
import { addWorkingDays, type WorkingCalendar } from '../../../../shared/catalogue/calendar/working-days.ts';
import { forbidden } from '../../../../shared/graphql/errors.ts';
import { dayInShanghai } from '../../../../shared/primitives/calendar-day.ts';
import type { Clock } from '../../../../shared/primitives/clock.ts';
import { newId } from '../../../../shared/primitives/identifiers.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../../shared/primitives/result.ts';
import type { EvaluationDatabase } from '../../evaluation-database.ts';
import type { FrameworkRegister } from '../../framework/framework-register.ts';
import { isSameParticipant } from '../../round/participant.ts';
import type { Caller } from '../../round/round-act.service.ts';
import { noteAct } from './note-act.ts';
import { mayDecideActions, maySeeProposals } from '../permission.ts';
import type { ProposedAction } from './raise-actions.ts';
import { basisDigest, basisOf, holdUseOfResults, type Raising, raiseNow } from './raising.ts';
import { openRectification } from '../rectification/rectification.repository.ts';
import type { ResultAction } from './result-action.ts';
import { ResultActionRepository } from './result-action.repository.ts';
import { textOf, useOfResultsErrors } from '../use-of-results.errors.ts';

export interface UseOfResultsDependencies {
  readonly database: EvaluationDatabase;
  readonly register: FrameworkRegister;
  readonly rules: ResultActionRules;
  readonly calendar: WorkingCalendar;
  readonly clock: Clock;
}

/** What running the rules changed. */
export interface RaisedActions {
  readonly raised: readonly ResultAction[];
  /** Proposals nobody had decided whose grades have changed. */
  readonly lapsed: readonly ResultAction[];
}

/** A confirmation; deadline as a day or in working days, the rule's own proposal where neither is given. */
export interface ConfirmOrder {
  readonly action: string;
  readonly deadline: string | null;
  readonly workingDays: number | null;
  readonly reason: string | null;
}

type Issues = readonly Issue[];

/** Far more than the participants of a framework times the rules. */
const ALL = 1_000_000;

/** 结果运用: the rules propose, a person of the office decides; nothing happens by itself. */
export class ResultActionService {
  private readonly dependencies: UseOfResultsDependencies;

  constructor(dependencies: UseOfResultsDependencies) {
    this.dependencies = dependencies;
  }

  /** Runs the rules over the circulated grades. Running them again changes nothing where the grades are the same. */
  async raise(caller: Caller, asked: { framework: string; year: number }): Promise<Result<RaisedActions, Issues>> {
    if (!maySeeProposals(caller.viewer)) throw forbidden('没有生成结果运用建议的权限');
    const framework = this.dependencies.register.find(asked.framework);
    if (framework === null) return err([useOfResultsErrors.unknownFramework(asked.framework)]);
    return this.dependencies.database.transaction(async (manager) => {
      await holdUseOfResults(manager);
      const raising = await raiseNow(manager, this.dependencies.rules, { framework, year: asked.year });
      if (raising === null) return err([useOfResultsErrors.notCirculated(asked.year)]);
      const at = this.dependencies.clock.now();
      const raised = await this.propose(manager, caller, raising, at);
      return ok({ raised, lapsed: await this.lapse(manager, caller, raising, at) });
    });
  }

  async confirm(caller: Caller, order: ConfirmOrder): Promise<Result<ResultAction, Issues>> {
    return this.decide(caller, order.action, async (manager, action, at) => {
      if (action.state !== 'PROPOSED') return err([useOfResultsErrors.alreadyDecided()]);
      const rule = this.dependencies.rules.rules.find(({ id }) => id === action.rule);
      if (rule === undefined || !(await this.isSupported(manager, action))) {
        return err([useOfResultsErrors.noLongerSupported()]);
      }
      const proposedDays = rule.rectificationWorkingDays ?? null;
      const deadline = this.deadlineOf(order, proposedDays, dayInShanghai(at));
      if (!deadline.ok) return deadline;
      const reason = textOf(order.reason);
      await new ResultActionRepository(manager).decide(action.id, {
        ...{ state: 'CONFIRMED', by: caller.viewer.subject },
        ...{ at, reason },
      });
      if (deadline.value !== null) await openRectification(manager, action.id, deadline.value, at);
      await noteAct(manager, caller, action, { act: 'CONFIRMED', reason, detail: { deadline: deadline.value }, at });
      return ok(null);
    });
  }

  /** A proposal is not taken up, or what was confirmed is revoked; both with a reason. */
  async dismiss(caller: Caller, order: { action: string; reason: string }): Promise<Result<ResultAction, Issues>> {
    return this.decide(caller, order.action, async (manager, action, at) => {
      const isOver = action.rectification?.state === 'CLOSED';
      if ((action.state !== 'PROPOSED' && action.state !== 'CONFIRMED') || isOver) {
        return err([useOfResultsErrors.alreadyDecided()]);
      }
      const reason = textOf(order.reason);
      if (reason === null) return err([useOfResultsErrors.textMissing('reason')]);
      await new ResultActionRepository(manager).decide(action.id, {
        ...{ state: 'DISMISSED', by: caller.viewer.subject },
        ...{ at, reason },
      });
      await noteAct(manager, caller, action, { act: 'DISMISSED', reason, detail: { from: action.state }, at });
      return ok(null);
    });
  }

  private decide(
    caller: Caller,
    id: string,
    step: (manager: EntityManager, action: ResultAction, at: Date) => Promise<Result<null, Issues>>,
  ): Promise<Result<ResultAction, Issues>> {
    if (!mayDecideActions(caller.viewer)) throw forbidden('没有确认结果运用建议的权限');
    return this.dependencies.database.transaction(async (manager) => {
      await holdUseOfResults(manager);
      const actions = new ResultActionRepository(manager);
      const action = await actions.lock(id);
      if (action === null) return err([useOfResultsErrors.unknownAction()]);
      const done = await step(manager, action, this.dependencies.clock.now());
      return done.ok ? ok((await actions.lock(id)) ?? action) : done;
    });
  }

  private deadlineOf(order: ConfirmOrder, proposed: number | null, today: string): Result<string | null, Issues> {
    const { deadline, workingDays } = order;
    if (proposed === null) {
      return deadline === null && workingDays === null ? ok(null) : err([useOfResultsErrors.deadlineMisplaced()]);
    }
    if (deadline !== null && workingDays !== null) return err([useOfResultsErrors.deadlineTwice()]);
    if (deadline !== null) {
      return deadline > today ? ok(deadline) : err([useOfResultsErrors.deadlineInvalid('deadline')]);
    }
    const days = workingDays ?? proposed;
    if (days < 1 || days > 250) return err([useOfResultsErrors.deadlineInvalid('workingDays')]);
    return ok(addWorkingDays(this.dependencies.calendar, today, days).day);
  }

  private async isSupported(manager: EntityManager, action: ResultAction): Promise<boolean> {
    const framework = this.dependencies.register.find(action.framework);
    if (framework === null) return false;
    const raising = await raiseNow(manager, this.dependencies.rules, { framework, year: action.year });
    return raising?.proposals.some((proposal) => isSame(action, proposal)) ?? false;
  }

  private async propose(manager: EntityManager, caller: Caller, { round, proposals }: Raising, at: Date) {
    const actions = new ResultActionRepository(manager);
    const raised: ResultAction[] = [];
    for (const [index, proposal] of proposals.entries()) {
      const action: ResultAction = {
        // One millisecond apart each, so that a list by id keeps the official order of the proposals.
        ...{ id: newId(at.getTime() + index), framework: round.framework, year: round.year, round: round.code },
        ...{ kind: proposal.kind, code: proposal.code, rule: proposal.rule.id, action: proposal.rule.action },
        ...{ basis: basisOf(proposal), basisDigest: basisDigest(proposal), isDemo: round.isDemo },
        ...{ state: 'PROPOSED', raisedBy: caller.viewer.subject, raisedAt: at },
        ...{ decidedBy: null, decidedAt: null, reason: null, rectification: null },
      };
      const id = await actions.propose(action);
      if (id === null) continue;
      const standing = { ...action, id };
      await noteAct(manager, caller, standing, { act: 'RAISED', reason: null, detail: { basis: action.basis }, at });
      raised.push(standing);
    }
    return raised;
  }

  private async lapse(manager: EntityManager, caller: Caller, { round, proposals }: Raising, at: Date) {
    const actions = new ResultActionRepository(manager);
    const { framework, year } = round;
    const filter = { framework, year, kind: null, participant: null, state: 'PROPOSED' as const };
    const lapsed: ResultAction[] = [];
    for (const action of await actions.page(filter, { kind: 'all' }, null, ALL)) {
      if (proposals.some((proposal) => isSame(action, proposal))) continue;
      await actions.decide(action.id, { state: 'LAPSED', by: null, at: null, reason: null });
      await noteAct(manager, caller, action, { act: 'LAPSED', reason: null, detail: {}, at });
      lapsed.push({ ...action, state: 'LAPSED' });
    }
    return lapsed;
  }
}

function isSame(action: ResultAction, proposal: ProposedAction): boolean {
  return (
    action.rule === proposal.rule.id &&
    isSameParticipant(action, proposal) &&
    action.basisDigest === basisDigest(proposal)
  );
}
