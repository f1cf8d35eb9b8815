import type { RoundStepName } from '../../../shared/catalogue/round/round-procedures.ts';
import { ROUND_STATES, type RoundState } from './round.ts';

/** The step that must be on for a round to be in a state; null where the state needs none. */
const STEP_OF: Readonly<Record<RoundState, RoundStepName | null>> = {
  PLANNED: null,
  SELF_EVALUATION: 'SELF_EVALUATION',
  SPOT_CHECK: 'SPOT_CHECK',
  VERIFICATION: 'VERIFICATION',
  HEARING: 'HEARING',
  DECISION: 'DECISION',
  CIRCULATION: 'CIRCULATION',
  CIRCULATED: 'CIRCULATION',
  ARCHIVED: null,
};

/** What follows a state; a spot check that is off is passed by, nothing else ever is. */
const AFTER: Readonly<Record<RoundState, readonly RoundState[]>> = {
  PLANNED: ['SELF_EVALUATION'],
  SELF_EVALUATION: ['SPOT_CHECK', 'VERIFICATION'],
  SPOT_CHECK: ['VERIFICATION'],
  VERIFICATION: ['HEARING'],
  HEARING: ['DECISION'],
  DECISION: ['CIRCULATION'],
  CIRCULATION: ['CIRCULATED'],
  CIRCULATED: ['ARCHIVED'],
  ARCHIVED: [],
};

/** Which steps are on in a round. */
export type StepSwitch = (step: RoundStepName) => boolean;

/** Why a round does not go from one state to another. */
export type MoveRefusal = 'ALREADY_PAST' | 'STEP_SKIPPED' | 'STEP_NOT_ADOPTED';

/** The one state a round may go to next; null where it has come to its end, or where the step that follows is off. */
export function nextState(from: RoundState, isOn: StepSwitch): RoundState | null {
  const [first, second] = AFTER[from];
  if (first === undefined) return null;
  if (isStateOn(first, isOn)) return first;
  return first === 'SPOT_CHECK' && second !== undefined && isStateOn(second, isOn) ? second : null;
}

/** What speaks against going from one state to another; null where it is the next one. */
export function whyNotMove(from: RoundState, to: RoundState, isOn: StepSwitch): MoveRefusal | null {
  if (nextState(from, isOn) === to) return null;
  if (ROUND_STATES.indexOf(to) <= ROUND_STATES.indexOf(from)) return 'ALREADY_PAST';
  if (!isStateOn(to, isOn) && AFTER[from].includes(to)) return 'STEP_NOT_ADOPTED';
  return 'STEP_SKIPPED';
}

/** True once a round has come to a state or gone beyond it. */
export function hasReached(state: RoundState, other: RoundState): boolean {
  return ROUND_STATES.indexOf(state) >= ROUND_STATES.indexOf(other);
}

function isStateOn(state: RoundState, isOn: StepSwitch): boolean {
  const step = STEP_OF[state];
  return step === null || isOn(step);
}
