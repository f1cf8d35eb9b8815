import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import type { Participant } from '../participant.ts';

/** Who decides: the office the first time (产改字〔2022〕1号 三（七）), the meeting from then on. */
export const DECIDING_BODIES = ['OFFICE', 'MEETING'] as const;

export type DecidingBody = (typeof DECIDING_BODIES)[number];

/** The act under which grades are decided. */
export interface DecisionAct {
  readonly body: DecidingBody;
  readonly meetingName: string | null;
  readonly decidedOn: string;
  readonly minutesNumber: string | null;
}

/** 审定: the final grade of one participant. The latest of a participant counts. */
export interface Decision extends DecisionAct {
  readonly participant: Participant;
  readonly selfGrade: Grade | null;
  readonly suggestedGrade: Grade | null;
  readonly finalGrade: Grade;
  /** Why it differs from the suggestion; null where it does not. */
  readonly reason: string | null;
  readonly decidedBy: string;
  readonly decidedAt: Date;
}

/** One participant's grade as it is handed in. */
export interface GradeOrder {
  readonly participant: Participant;
  readonly grade: string;
  readonly reason: string | null;
}
