import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import type { Participant } from '../../round/participant.ts';
import type { RoundState } from '../../round/round.ts';

/** 评价类别史: what one participant was rated in one year (产改字〔2022〕1号 三（六）2、三（七）、三（八） need it). */
export interface GradeRecord extends Participant {
  readonly framework: string;
  readonly year: number;
  /** The edition of the year's round that decided last. */
  readonly round: string;
  readonly roundState: RoundState;
  /** Place in the official order. */
  readonly position: number;
  /** 自评类别; null where none was stated. */
  readonly selfGrade: Grade | null;
  /** 建议类别, of the verified score; the office's own business. */
  readonly suggestedGrade: Grade | null;
  /** 审定类别. */
  readonly finalGrade: Grade;
  readonly reason: string | null;
  readonly body: 'OFFICE' | 'MEETING';
  readonly meetingName: string | null;
  readonly decidedOn: string;
  readonly minutesNumber: string | null;
  readonly circulatedAt: Date | null;
  readonly noticeNumber: string | null;
  readonly isDemo: boolean;
}
