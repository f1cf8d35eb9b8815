import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import { isText } from '../round.errors.ts';
import type { DecisionAct, GradeOrder } from './decision.ts';
import { decisionErrors } from './decision.errors.ts';
import { parseGrade } from './grade-word.ts';

/** What the rules know besides the act. */
export interface DecisionFacts {
  /** True where a participant was given a grade of an earlier year: then only a meeting decides. */
  readonly isDecidedBefore: boolean;
  readonly hearingOpenedOn: string;
  readonly today: string;
}

/** Everything that speaks against the act under which grades are decided. */
export function checkDecisionAct(
  act: DecisionAct,
  { isDecidedBefore, hearingOpenedOn, today }: DecisionFacts,
): Issue[] {
  const issues: Issue[] = [];
  if (act.body === 'OFFICE' && isDecidedBefore) issues.push(decisionErrors.meetingRequired());
  if (act.body === 'MEETING' && !(isText(act.meetingName) && isText(act.minutesNumber))) {
    issues.push(decisionErrors.meetingDetails());
  }
  if (act.decidedOn > today || act.decidedOn < hearingOpenedOn) issues.push(decisionErrors.dayWrong());
  return issues;
}

/** Everything that speaks against one grade: a word that is none, or a difference nobody explains. */
export function checkGrade(
  { participant, grade, reason }: GradeOrder,
  {
    index,
    suggested,
    decided,
    isRevision,
  }: {
    readonly index: number;
    readonly suggested: Grade | null;
    /** What was decided before; null for nothing. */
    readonly decided: Grade | null;
    readonly isRevision: boolean;
  },
): Issue[] {
  const parsed = parseGrade(grade);
  if (parsed === null) return [decisionErrors.gradeUnknown(index, grade)];
  if (decided !== null && !isRevision) return [decisionErrors.decidedAlready(index, participant.code)];
  if (isText(reason)) return [];
  if (decided !== null) return [decisionErrors.revisionReason(index)];
  return parsed === suggested ? [] : [decisionErrors.reasonMissing(index, participant.code)];
}
