import type { z } from 'zod';
import { readOnce } from '../reading/shipped-data.ts';
import type { SubjectKind } from '../subject/subject-kind.ts';
import { ROUND_STEPS, roundProceduresSchema } from '../schemas/round-procedures.schema.ts';

export { ROUND_STEPS };

/** A step of a yearly round (年度评价). */
export type RoundStepName = (typeof ROUND_STEPS)[number];

/** Named by the subject's own document, borrowed from the national opinion (参照全国办法), or ours. */
export type StepBasis = 'DOCUMENT' | 'NATIONAL' | 'DERIVED';

/** One step as the procedure has it. */
export interface ProcedureStep {
  readonly step: RoundStepName;
  /** False until a recorded act adopts it (采用). */
  readonly isOn: boolean;
  readonly basis: StepBasis;
  /** Document and section. */
  readonly source: string;
  readonly reason: string;
  /** `isOn` is false for a day that holds only once the step was adopted. */
  readonly due: { readonly monthDay: string; readonly isOn: boolean; readonly source: string } | null;
}

/** How a yearly round goes for one kind of subject. */
export interface RoundProcedure {
  readonly subjectKind: SubjectKind;
  /** Whether the member units take part beside the subject itself. */
  readonly areUnitsJudged: boolean;
  /** Whether each indicator a participant answers for needs a narrative. */
  readonly narratives: 'required' | 'optional';
  readonly steps: readonly ProcedureStep[];
}

/** The procedures, and what holds for all of them. */
export interface RoundProcedures {
  readonly of: (kind: SubjectKind) => RoundProcedure | null;
  /** Terms in working days; status derived, no document gives them. */
  readonly workingDays: (term: RoundTerm) => number;
  readonly report: { readonly largestBytes: number; readonly mediaTypes: readonly string[] };
}

/** 征求意见, 复核申请, 复核答复, and how long before a day it is due soon. */
export type RoundTerm = z.infer<typeof roundProceduresSchema>['terms'][number]['term'];

/** The procedures of yearly rounds. */
export const loadRoundProcedures = readOnce(
  'round-procedures.json',
  roundProceduresSchema,
  ({ terms, report, procedures }): RoundProcedures => ({
    of: (kind) => procedures.find(({ subjectKind }) => subjectKind === kind) ?? null,
    workingDays: (name) => terms.find(({ term }) => term === name)?.workingDays ?? 0,
    report,
  }),
);

/** The day in the year after the judged one on which a step is due: `02-last` is the last day of February. */
export function dueDayOf(monthDay: string, judgedYear: number): string {
  const [month = '', day = ''] = monthDay.split('-');
  if (day !== 'last') return `${judgedYear + 1}-${monthDay}`;
  return new Date(Date.UTC(judgedYear + 1, Number(month), 0)).toISOString().slice(0, 10);
}
