import type { AssessmentSource } from '../../../shared/catalogue/framework/assessment-item.ts';

export type AssessmentSourceName = AssessmentSource;

export const ASSESSMENT_SOURCES: readonly AssessmentSourceName[] = [
  'superior',
  'third-party',
  'spot-check-team',
  'named-body',
  'public',
];

/** What was looked at: 台账 or 实地. */
export const ASSESSMENT_BASES = ['LEDGER', 'FIELD'] as const;
export type AssessmentBasisName = (typeof ASSESSMENT_BASES)[number];

/** When it was looked at: 阶段 or 日常. */
export const ASSESSMENT_OCCASIONS = ['STAGE', 'DAILY'] as const;
export type AssessmentOccasionName = (typeof ASSESSMENT_OCCASIONS)[number];

/** Which item of which subject and year is judged, and in whose voice. */
export interface AssessmentPlace {
  readonly item: string;
  readonly subject: string;
  readonly year: number;
  readonly source: AssessmentSourceName;
}

/** What somebody who judges says. */
export interface Judgement {
  /** 0–100. */
  readonly mark: string;
  /** Code of a level of the item's rubric; null: the one the mark lies in. */
  readonly level: string | null;
  readonly reason: string;
  readonly basis: AssessmentBasisName | null;
  readonly occasion: AssessmentOccasionName | null;
}

/** What a caller hands in. */
export interface AssessmentDraft extends AssessmentPlace, Judgement {
  /** Code of a member unit, or the name of a body outside the units. */
  readonly body: string;
}

/** 评价意见: one body's mark for one assessment item of one subject and year. */
export interface Assessment extends AssessmentDraft {
  readonly id: string;
  /** The blind review it was given in; null for a mark given alone. */
  readonly review: string | null;
  /** Who gave it in a blind review; empty for a mark given alone. */
  readonly reviewer: string;
  /** ISO instant. */
  readonly recordedAt: string;
  readonly isDemo: boolean;
}
