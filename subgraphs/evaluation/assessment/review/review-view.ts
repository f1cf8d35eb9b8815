import type { Rubric } from '../../../../shared/catalogue/scoring-model/rubric.ts';
import type { Viewer } from '../../../../shared/identity/viewer.ts';
import type { AssessmentItem } from '../../framework/assessment-item.type.ts';
import { enumOf } from '../../framework/enum-of.ts';
import { AssessmentSource } from '../../framework/framework-enums.ts';
import type { Subject } from '../../subject/subject.type.ts';
import { AssessmentBasis, AssessmentOccasion } from '../assessment-enums.ts';
import { mayOrganiseReviews } from './permission.ts';
import { type Review, type ReviewSeat, splitOf, visibleJudgement } from './review.ts';
import { type AssessmentReview, type AssessmentReviewSeat, AssessmentReviewState } from './review.type.ts';

interface Surroundings {
  readonly viewer: Viewer;
  readonly item: AssessmentItem | null;
  readonly rubric: Rubric | null;
  readonly subject: Subject | null;
}

/** A review as one viewer sees it: marks of others only when nobody can be led by them any more. */
export function toReviewView(review: Review, surroundings: Surroundings): AssessmentReview {
  const { viewer, item, rubric, subject } = surroundings;
  const { id, year, openedAt, endedAt, reason, isDemo } = review;
  const seats = review.seats.map((seat) => toSeat(review, seat, surroundings));
  const seesAll = review.seats.every((seat) => seat.judgement === visibleJudgement(review, seat, viewer.subject));
  return {
    ...{ id, year, openedAt, endedAt, reason, isDemo, item, subject, seats },
    source: enumOf(AssessmentSource, review.source),
    state: AssessmentReviewState[review.state],
    levelsApart: seesAll ? splitOf(review.seats, rubric) : null,
  };
}

function toSeat(review: Review, seat: ReviewSeat, { viewer, item }: Surroundings): AssessmentReviewSeat {
  const isOwn = seat.reviewer === viewer.subject;
  const isOffice = mayOrganiseReviews(viewer);
  const judgement = visibleJudgement(review, seat, viewer.subject);
  return {
    number: seat.seat,
    reviewer: isOwn || isOffice ? seat.reviewer : null,
    body: isOwn || isOffice || judgement !== null ? seat.body : null,
    isOwn,
    isMarked: seat.judgement !== null,
    level: item?.levels.find(({ code }) => code === judgement?.level) ?? null,
    mark: judgement?.mark ?? null,
    reason: judgement?.reason ?? null,
    basis: judgement?.basis ? AssessmentBasis[judgement.basis] : null,
    occasion: judgement?.occasion ? AssessmentOccasion[judgement.occasion] : null,
  };
}
