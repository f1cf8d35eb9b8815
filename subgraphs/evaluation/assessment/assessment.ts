import type { AssessmentItem } from '../../../shared/catalogue/catalogue.ts';

export type AssessmentSourceName = AssessmentItem['judgedBy'][number];

export const ASSESSMENT_SOURCES: readonly AssessmentSourceName[] = [
  'superior',
  'third-party',
  'spot-check-team',
  'named-body',
];

/** 评价意见: one body's mark for one assessment item of one subject and year. */
export interface Assessment {
  readonly id: string;
  readonly item: string;
  readonly subject: string;
  readonly year: number;
  readonly source: AssessmentSourceName;
  /** Code of a member unit, or the name of a body outside the units. */
  readonly body: string;
  /** 0–100. */
  readonly mark: string;
  readonly reason: string;
  /** ISO instant. */
  readonly recordedAt: string;
  readonly isDemo: boolean;
}

/** What a caller hands in. */
export interface AssessmentDraft {
  readonly item: string;
  readonly subject: string;
  readonly year: number;
  readonly source: AssessmentSourceName;
  readonly body: string;
  readonly mark: string;
  readonly reason: string;
}
