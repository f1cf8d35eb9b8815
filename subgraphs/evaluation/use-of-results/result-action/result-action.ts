import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import type { Participant } from '../../round/participant.ts';
import type { Rectification } from '../rectification/rectification.ts';

export const RESULT_ACTION_STATES = ['PROPOSED', 'CONFIRMED', 'DISMISSED', 'LAPSED'] as const;
export type ResultActionStateName = (typeof RESULT_ACTION_STATES)[number];

/** A grade that an action rests on. */
export interface BasisGrade {
  readonly year: number;
  readonly grade: Grade;
  readonly round: string;
}

/** 结果运用措施: what a rule proposed for a participant, and what a person made of it. */
export interface ResultAction extends Participant {
  readonly id: string;
  readonly framework: string;
  readonly year: number;
  readonly round: string;
  /** Id of the rule, whose words are in the rules' data. */
  readonly rule: string;
  readonly action: string;
  readonly basis: readonly BasisGrade[];
  readonly basisDigest: string;
  readonly state: ResultActionStateName;
  readonly raisedBy: string;
  readonly raisedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
  readonly isDemo: boolean;
  /** Null where nothing is to be put right, or not yet. */
  readonly rectification: Rectification | null;
}

export const RESULT_ACTION_ACTS = [
  'RAISED',
  'CONFIRMED',
  'DISMISSED',
  'LAPSED',
  'REPORTED',
  'ACCEPTED',
  'RETURNED',
  'CLOSED',
] as const;
export type ResultActionAct = (typeof RESULT_ACTION_ACTS)[number];

/** One act on an action; the list of them is what happened. */
export interface ResultActionEvent {
  readonly act: ResultActionAct;
  readonly actor: string;
  readonly actorUnit: string | null;
  readonly reason: string | null;
  readonly happenedAt: Date;
}
