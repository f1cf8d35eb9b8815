import type { Participant } from '../participant.ts';

export type HearingAnswer = 'AGREED' | 'OBJECTED';

/** 征求意见: what a participant says about its own result. */
export interface HearingResponse {
  readonly participant: Participant;
  readonly answer: HearingAnswer;
  readonly comment: string | null;
  readonly answeredBy: string;
  readonly answeredAt: Date;
  /** Answered after the last day of the hearing. */
  readonly isLate: boolean;
}

export type AppealOutcome = 'UPHELD' | 'REJECTED';

/** 复核申请 with its answer. */
export interface Appeal {
  readonly id: string;
  readonly participant: Participant;
  readonly grounds: string;
  /** Keys of the indicators it is about; empty for the whole result. */
  readonly indicators: readonly string[];
  readonly filedBy: string;
  readonly filedAt: Date;
  /** The last working day for the answer. */
  readonly answerDueOn: string;
  /** Null while it is open. */
  readonly outcome: AppealOutcome | null;
  readonly reason: string | null;
  readonly settledAt: Date | null;
  readonly isSettledLate: boolean | null;
}
