import { levelsApart, type Rubric } from '../../../../shared/catalogue/scoring-model/rubric.ts';
import { decimal, roundDecimal, toDecimalString } from '../../../../shared/primitives/decimal.ts';
import type { AssessmentPlace, Judgement } from '../assessment.ts';

export const REVIEW_STATES = ['OPEN', 'THIRD_NEEDED', 'CONCLUDED', 'CANCELLED'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** What one reviewer said, with the instant at which it came in. */
export interface SeatJudgement extends Judgement {
  readonly markedAt: Date;
}

/** 评定席位: one reviewer of a review. Seats 1 and 2 are the pair, seat 3 is named after a split. */
export interface ReviewSeat {
  readonly seat: number;
  /** Who is asked: the `subject` of a viewer. */
  readonly reviewer: string;
  readonly body: string;
  readonly judgement: SeatJudgement | null;
}

/** 双人背对背评定: two people judge one item without seeing each other's mark. */
export interface Review extends AssessmentPlace {
  readonly id: string;
  readonly framework: string;
  readonly state: ReviewState;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly endedAt: Date | null;
  /** Why it was called off. */
  readonly reason: string | null;
  readonly isDemo: boolean;
  /** By their number. */
  readonly seats: readonly ReviewSeat[];
}

type Seats = readonly Pick<ReviewSeat, 'seat' | 'judgement'>[];

const PAIR = 2;

/** The pair's judgements; null until both are in. */
export function pairOf(seats: Seats): readonly [SeatJudgement, SeatJudgement] | null {
  const [first, second] = seats.filter(({ seat }) => seat <= PAIR).map(({ judgement }) => judgement);
  return first == null || second == null ? null : [first, second];
}

/** Levels the pair lie apart; null until both are in, or where the rubric has no levels. */
export function splitOf(seats: Seats, rubric: Rubric | null): number | null {
  const pair = pairOf(seats);
  if (pair === null || rubric === null) return null;
  const [{ level: one }, { level: other }] = pair;
  return one === null || other === null ? null : levelsApart(rubric, one, other);
}

/** Where a review stands by the marks that are in: a third is asked for on a split of more than the model allows. */
export function standingOf(seats: Seats, rubric: Rubric | null): Exclude<ReviewState, 'CANCELLED'> {
  if (pairOf(seats) === null) return 'OPEN';
  const isSplit = rubric !== null && (splitOf(seats, rubric) ?? 0) >= rubric.thirdWhenLevelsDifferBy;
  const isThirdIn = seats.some(({ seat, judgement }) => seat > PAIR && judgement !== null);
  return isSplit && !isThirdIn ? 'THIRD_NEEDED' : 'CONCLUDED';
}

/** The judgement of a seat as somebody sees it: his own always; another's once the pair is in and he has none to give. */
export function visibleJudgement(review: Review, seat: ReviewSeat, asker: string): SeatJudgement | null {
  if (seat.reviewer === asker) return seat.judgement;
  const owesMark = review.seats.some(({ reviewer, judgement }) => reviewer === asker && judgement === null);
  return pairOf(review.seats) !== null && !(owesMark && isUnderWay(review)) ? seat.judgement : null;
}

export function isUnderWay({ state }: Pick<Review, 'state'>): boolean {
  return state === 'OPEN' || state === 'THIRD_NEEDED';
}

/** How far pairs of reviewers agree. */
export interface Agreement {
  /** Reviews whose pair is in. */
  readonly reviewCount: number;
  /** Share 0–1 of the pairs at the same level; null without a pair. */
  readonly equalLevelShare: string | null;
  /** Mean distance of the two marks, in points. */
  readonly meanGap: string | null;
  /** Reviews that asked for a third. */
  readonly splitCount: number;
}

/** Agreement of the pairs; what was called off does not count. Each review comes with the rubric of its item. */
export function agreementOf(
  reviews: readonly { readonly review: Review; readonly rubric: Rubric | null }[],
): Agreement {
  const pairs = reviews.flatMap(({ review, rubric }) => {
    const pair = review.state === 'CANCELLED' ? null : pairOf(review.seats);
    if (pair === null) return [];
    const split = splitOf(review.seats, rubric) ?? 0;
    const gap = decimal(pair[0].mark).minus(pair[1].mark).abs();
    return [{ gap, split, isSplit: rubric !== null && split >= rubric.thirdWhenLevelsDifferBy }];
  });
  const count = pairs.length;
  const gaps = pairs.reduce((sum, { gap }) => sum.plus(gap), decimal(0));
  const equal = decimal(pairs.filter(({ split }) => split === 0).length);
  return {
    reviewCount: count,
    equalLevelShare: count === 0 ? null : toDecimalString(roundDecimal(equal.div(count), 4)),
    meanGap: count === 0 ? null : toDecimalString(roundDecimal(gaps.div(count), 2)),
    splitCount: pairs.filter(({ isSplit }) => isSplit).length,
  };
}
