import { mayAct, mayReach, type Row } from '../../../shared/identity/permission.ts';
import type { Action } from '../../../shared/identity/permission-table.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Participant } from './participant.ts';
import type { RoundState } from './round.ts';
import { hasReached } from './round-machine.ts';

export function mayReadRounds(viewer: Viewer): boolean {
  return mayAct(viewer, 'round:read');
}

export function mayManageRounds(viewer: Viewer): boolean {
  return mayAct(viewer, 'round:manage');
}

export function mayDecideGrades(viewer: Viewer): boolean {
  return mayAct(viewer, 'round:decide');
}

/** Everything of a round before its circulation: the office, and the worker on its behalf. */
export function mayReadWholeRound(viewer: Viewer): boolean {
  return mayReach(viewer, 'round:read', { memberUnit: null, dataClass: 'before-circulation' });
}

/** Suggested grades and who did what are the office's own business. */
export function mayReadOfficeMatters(viewer: Viewer): boolean {
  return mayAct(viewer, 'evaluation:office');
}

/** A participant's own self-evaluation, scores, hearing and appeal: itself and the office, before and after circulation. */
export function mayReadParticipant(viewer: Viewer, { kind, code }: Participant): boolean {
  if (mayReadWholeRound(viewer)) return true;
  return (
    kind === 'MEMBER_UNIT' && mayReach(viewer, 'round:read', { memberUnit: code, dataClass: 'before-circulation' })
  );
}

/** The final grade: the office at once, the participant when all are decided, everybody who reads evaluations once circulated. */
export function mayReadFinalGrade(viewer: Viewer, participant: Participant, state: RoundState): boolean {
  if (mayReadOfficeMatters(viewer)) return true;
  if (hasReached(state, 'CIRCULATED')) return mayAct(viewer, 'evaluation:read');
  return hasReached(state, 'CIRCULATION') && mayReadParticipant(viewer, participant);
}

/** Acts of a participant: a unit's own, and the subject's by the office that works for it. */
export function mayActFor(
  viewer: Viewer,
  action: Extract<Action, 'self-evaluation:draft' | 'self-evaluation:send' | 'hearing:respond'>,
  participant: Participant,
): boolean {
  return mayReach(viewer, action, rowOf(participant));
}

function rowOf({ kind, code }: Participant): Row {
  return kind === 'MEMBER_UNIT'
    ? { memberUnit: code, dataClass: 'internal' }
    : { memberUnit: null, dataClass: 'before-circulation' };
}
