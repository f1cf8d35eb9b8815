import type { EntityManager } from 'typeorm';
import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { RoundProcedures, RoundStepName } from '../../../shared/catalogue/round/round-procedures.ts';
import type { WorkingCalendar } from '../../../shared/catalogue/calendar/working-days.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import { dayInShanghai } from '../../../shared/primitives/calendar-day.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { recordAudit } from '../audit/audit-event.repository.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { FrameworkRegister } from '../framework/framework-register.ts';
import type { Participant, RoundParticipant } from './participant.ts';
import type { Round, RoundState } from './round.ts';
import { roundErrors } from './round.errors.ts';
import { lockRound, moveRound } from './round.repository.ts';
import { appendRoundEvent } from './round-event.repository.ts';
import { whyNotMove } from './round-machine.ts';
import { findParticipant } from './round-participant.repository.ts';
import { type RoundStep, switchOf } from './round-step.ts';
import { listSteps } from './round-step.repository.ts';

/** What every act of a round works with. */
export interface RoundDependencies {
  readonly database: EvaluationDatabase;
  readonly register: FrameworkRegister;
  readonly catalogue: Catalogue;
  readonly procedures: RoundProcedures;
  readonly calendar: WorkingCalendar;
  readonly clock: Clock;
}

/** Who acts, and under which trace. */
export interface Caller {
  readonly viewer: Viewer;
  readonly traceId: string;
}

/** Which round is meant, and which act of it the caller has seen last; null where he does not say. */
export interface RoundTarget {
  readonly round: string;
  readonly expectedSeq: number | null;
}

/** What is written down of an act. */
export interface ActNote {
  readonly step: RoundStepName;
  readonly action: string;
  readonly participant?: Participant | null;
  readonly reason?: string | null;
  readonly detail?: object;
}

/** A refusal on the way: whatever the act has done so far is undone. */
class ActRefused extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super('the act was refused');
    this.issues = issues;
  }
}

/** One act on a round that is held until the act is over. */
export class RoundAct {
  readonly manager: EntityManager;
  readonly caller: Caller;
  readonly round: Round;
  readonly steps: readonly RoundStep[];
  readonly at: Date;

  constructor(manager: EntityManager, caller: Caller, held: Pick<RoundAct, 'round' | 'steps' | 'at'>) {
    this.manager = manager;
    this.caller = caller;
    this.round = held.round;
    this.steps = held.steps;
    this.at = held.at;
  }

  /** The day of the act, Beijing time. */
  get today(): string {
    return dayInShanghai(this.at);
  }

  refuse(...issues: readonly Issue[]): never {
    throw new ActRefused(issues);
  }

  /** Refuses where the round is in none of the states. */
  mustBeIn(...states: readonly RoundState[]): void {
    if (!states.includes(this.round.state)) this.refuse(roundErrors.wrongState(this.round.state, states));
  }

  /** Refuses where the state is not the next one. */
  mustGoTo(to: RoundState): void {
    const { state } = this.round;
    const why = whyNotMove(state, to, switchOf(this.steps));
    if (why === 'STEP_SKIPPED') this.refuse(roundErrors.skipped(state, to));
    if (why === 'STEP_NOT_ADOPTED') this.refuse(roundErrors.notAdopted(to));
    if (why === 'ALREADY_PAST') this.refuse(roundErrors.past(state, to));
  }

  async moveTo(state: RoundState): Promise<void> {
    await moveRound(this.manager, this.round.code, state, this.at);
  }

  async participant(who: Participant): Promise<RoundParticipant> {
    return (
      (await findParticipant(this.manager, this.round.code, who)) ??
      this.refuse(roundErrors.unknownParticipant(who.code))
    );
  }

  /** Writes the act into the round and into the audit trail. */
  async note({ step, action, participant = null, reason = null, detail = {} }: ActNote): Promise<void> {
    const { viewer, traceId } = this.caller;
    const { at, round } = this;
    await appendRoundEvent(this.manager, {
      ...{ round: round.code, step, action, participant, reason, detail, at, traceId },
      ...{ actor: viewer.subject, actorUnit: viewer.memberUnit },
    });
    const who = participant === null ? {} : { participantKind: participant.kind, participant: participant.code };
    await recordAudit(this.manager, viewer, {
      action: `round.${action.toLowerCase().replaceAll('_', '-')}`,
      target: round.code,
      detail: { ...detail, ...who, reason },
      ...{ at, traceId },
    });
  }
}

/** Carries out an act in one transaction with the round held; a refused act changes nothing. */
export async function actOnRound<T>(
  { database, clock }: Pick<RoundDependencies, 'database' | 'clock'>,
  caller: Caller,
  target: RoundTarget,
  act: (act: RoundAct) => Promise<T>,
): Promise<Result<T, readonly Issue[]>> {
  return refusable(() =>
    database.transaction(async (manager) => {
      const round = await lockRound(manager, target.round);
      if (round === null) throw new ActRefused([roundErrors.unknown(target.round)]);
      if (target.expectedSeq !== null && target.expectedSeq !== round.seq) {
        throw new ActRefused([roundErrors.changed(target.expectedSeq, round.seq)]);
      }
      const steps = await listSteps(manager, round.code);
      return act(new RoundAct(manager, caller, { round, steps, at: clock.now() }));
    }),
  );
}

/** Turns a refusal on the way into data; faults go on. */
export async function refusable<T>(work: () => Promise<T>): Promise<Result<T, readonly Issue[]>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof ActRefused) return err(error.issues);
    throw error;
  }
}

/** Refuses outside an act, for example before there is a round. */
export function refuse(...issues: readonly Issue[]): never {
  throw new ActRefused(issues);
}
