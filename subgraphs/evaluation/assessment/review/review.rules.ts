import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { AssessmentSourceName } from '../assessment.ts';
import { type AssessmentContext, checkBody } from '../assessment.rules.ts';
import { isUnderWay, type Review } from './review.ts';
import { reviewErrors } from './review.errors.ts';

/** Who is asked to judge, and in the name of which body. */
export interface NamedReviewer {
  readonly reviewer: string;
  readonly body: string;
}

const PAIR = 2;

/** Two different people, none of them of the unit that leads the indicator. */
export function checkReviewers(
  source: AssessmentSourceName,
  reviewers: readonly NamedReviewer[],
  context: AssessmentContext,
): Issue[] {
  const count = context.rubric?.reviewers ?? PAIR;
  const issues = reviewers.flatMap((named, index) =>
    checkReviewer(source, named, context, ['reviewers', String(index)]),
  );
  const names = reviewers.map(({ reviewer }) => reviewer.trim());
  if (reviewers.length !== count) issues.push(reviewErrors.reviewerCount(count));
  for (const [index, name] of names.entries()) {
    if (name === '') issues.push(reviewErrors.reviewerMissing(index));
    else if (names.indexOf(name) < index)
      issues.push(reviewErrors.reviewerTwice(['reviewers', String(index), 'reviewer']));
  }
  return issues;
}

/** A third is named once, after a split of the pair, and is neither of the two. */
export function checkThird(review: Review, third: NamedReviewer, context: AssessmentContext): Issue[] {
  if (!isUnderWay(review)) return [reviewErrors.ended()];
  if (review.state !== 'THIRD_NEEDED') return [reviewErrors.thirdNotNeeded()];
  if (review.seats.length > PAIR) return [reviewErrors.thirdAlreadyNamed()];
  const issues = checkReviewer(review.source, third, context, []);
  const name = third.reviewer.trim();
  if (name === '') issues.push({ ...reviewErrors.reviewerMissing(0), path: ['input', 'reviewer'] });
  if (review.seats.some(({ reviewer }) => reviewer === name)) issues.push(reviewErrors.reviewerTwice(['reviewer']));
  return issues;
}

function checkReviewer(
  source: AssessmentSourceName,
  { body }: NamedReviewer,
  context: AssessmentContext,
  path: readonly string[],
): Issue[] {
  return checkBody({ source, body }, context).map((issue) => ({ ...issue, path: ['input', ...path, 'body'] }));
}
