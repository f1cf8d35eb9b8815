import {
  dueDayOf,
  type ProcedureStep,
  type RoundProcedure,
  type RoundStepName,
  type StepBasis,
} from '../../../shared/catalogue/round/round-procedures.ts';
import type { Participant } from './participant.ts';
import type { RoundState } from './round.ts';
import { hasReached, type StepSwitch } from './round-machine.ts';

/** A step as it stands in one round. */
export interface RoundStep {
  readonly step: RoundStepName;
  readonly isOn: boolean;
  /** Switched on by a recorded act (采用). */
  readonly isAdopted: boolean;
  /** `YYYY-MM-DD`; null where no day is set. */
  readonly dueOn: string | null;
  /** Where the day comes from; null where there is none. */
  readonly dateBasis: string | null;
}

/** A recorded act by which a framework's rounds borrow a step of the national opinion. */
export interface StepAdoption {
  readonly framework: string;
  readonly step: RoundStepName;
  readonly actTitle: string;
  readonly actNumber: string;
  readonly decidedOn: string;
}

export type StepProgress = 'NOT_ADOPTED' | 'WAITING' | 'OPEN' | 'DONE';

/** A day the plan sets for a step, in the place of the procedure's own. */
export interface PlannedDay {
  readonly step: RoundStepName;
  readonly dueOn: string;
}

/** The steps of a new round: the procedure, what was adopted, and the days of the plan. */
export function planSteps(
  procedure: RoundProcedure,
  year: number,
  { adopted, days }: { readonly adopted: ReadonlySet<RoundStepName>; readonly days: readonly PlannedDay[] },
): RoundStep[] {
  return procedure.steps.map((step) => {
    const isAdopted = adopted.has(step.step);
    const planned = days.find((day) => day.step === step.step);
    const own = dueOf(step, year, isAdopted);
    return {
      step: step.step,
      isOn: step.isOn || isAdopted,
      isAdopted,
      dueOn: planned?.dueOn ?? own?.dueOn ?? null,
      dateBasis: planned === undefined ? (own?.dateBasis ?? null) : '本次年度评价的安排',
    };
  });
}

/** The day the procedure gives a step; null where it gives none, or where it waits for adoption. */
export function dueOf(
  step: ProcedureStep,
  year: number,
  isAdopted: boolean,
): { readonly dueOn: string; readonly dateBasis: string } | null {
  if (step.due === null || !(step.due.isOn || isAdopted)) return null;
  return { dueOn: dueDayOf(step.due.monthDay, year), dateBasis: step.due.source };
}

/** Label of what is not the subject's own document's. */
export function basisLabel(basis: StepBasis, isAdopted: boolean): string {
  if (basis === 'DOCUMENT') return '本级文件';
  if (basis === 'DERIVED') return '推导';
  return isAdopted ? '参照全国办法（已采用）' : '参照全国办法';
}

export function switchOf(steps: readonly RoundStep[]): StepSwitch {
  const on = new Set(steps.filter(({ isOn }) => isOn).map(({ step }) => step));
  return (step) => on.has(step);
}

/** From which state on a step is under way, and from which it is done. */
const SPAN: Readonly<Record<RoundStepName, readonly [RoundState, RoundState]>> = {
  PLAN: ['PLANNED', 'SELF_EVALUATION'],
  BASE_VALUES: ['PLANNED', 'SELF_EVALUATION'],
  SELF_EVALUATION: ['SELF_EVALUATION', 'SPOT_CHECK'],
  UPWARD_REPORT: ['SELF_EVALUATION', 'SPOT_CHECK'],
  SPOT_CHECK: ['SPOT_CHECK', 'VERIFICATION'],
  VERIFICATION: ['VERIFICATION', 'HEARING'],
  HEARING: ['HEARING', 'DECISION'],
  DECISION: ['DECISION', 'CIRCULATION'],
  CIRCULATION: ['CIRCULATION', 'CIRCULATED'],
  USE_OF_RESULTS: ['CIRCULATED', 'ARCHIVED'],
  CRITICISM: ['CIRCULATED', 'ARCHIVED'],
  ARCHIVE: ['CIRCULATED', 'ARCHIVED'],
};

/** How far a round has come with a step. */
export function progressOf({ step, isOn }: Pick<RoundStep, 'step' | 'isOn'>, state: RoundState): StepProgress {
  if (!isOn) return 'NOT_ADOPTED';
  const [from, to] = SPAN[step];
  if (hasReached(state, to)) return 'DONE';
  return hasReached(state, from) ? 'OPEN' : 'WAITING';
}

/** Overdue: its day has passed, Beijing time, and it is not done. */
export function isOverdue(step: RoundStep, state: RoundState, today: string): boolean {
  const progress = progressOf(step, state);
  return step.dueOn !== null && step.dueOn < today && (progress === 'OPEN' || progress === 'WAITING');
}

/** The day a participant's self-evaluation is due: the district's own goes up to the city first (上报件). */
export function selfEvaluationDueOn(steps: readonly RoundStep[], { kind }: Pick<Participant, 'kind'>): string | null {
  const upward = kind === 'SUBJECT' ? steps.find(({ step, isOn }) => step === 'UPWARD_REPORT' && isOn) : undefined;
  return (upward ?? steps.find(({ step }) => step === 'SELF_EVALUATION'))?.dueOn ?? null;
}
