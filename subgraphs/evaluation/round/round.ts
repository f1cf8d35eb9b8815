/** States of a round, in their order; none can be skipped but those whose step is off. */
export const ROUND_STATES = [
  'PLANNED',
  'SELF_EVALUATION',
  'SPOT_CHECK',
  'VERIFICATION',
  'HEARING',
  'DECISION',
  'CIRCULATION',
  'CIRCULATED',
  'ARCHIVED',
] as const;

export type RoundState = (typeof ROUND_STATES)[number];

/** 年度评价: one framework's judgement of one year; reopening makes the next edition. */
export interface Round {
  /** `<framework>@<year>`, from the second edition on with `#<edition>`. */
  readonly code: string;
  readonly framework: string;
  /** The year that is judged (评价年度), not the year of the work. */
  readonly year: number;
  readonly edition: number;
  /** Code of the edition this one takes the place of; null for the first. */
  readonly supersedes: string | null;
  readonly justification: string | null;
  readonly state: RoundState;
  /** Number of the last act; whoever acts on an older one is told. */
  readonly seq: number;
  /** Years whose accepted values are stated as base values (基础数值). */
  readonly baseYears: readonly number[];
  readonly isDemo: boolean;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly hearingOpenedAt: Date | null;
  readonly archivedAt: Date | null;
}

export function roundCode(framework: string, year: number, edition: number): string {
  return edition === 1 ? `${framework}@${year}` : `${framework}@${year}#${edition}`;
}
