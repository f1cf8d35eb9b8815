import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rubric } from '../../../../shared/catalogue/scoring-model/rubric.ts';
import { agreementOf, type Review, type SeatJudgement, splitOf, standingOf, visibleJudgement } from './review.ts';

const LEVELS = ['A', 'B', 'C', 'D'];
const rubric: Rubric = {
  levels: LEVELS.map((code) => ({ code, name: code, descriptor: code, from: '0', to: '100', score: '0' })),
  reviewers: 2,
  thirdWhenLevelsDifferBy: 2,
};

const judged = (level: string, mark = '80'): SeatJudgement => ({
  ...{ level, mark, reason: '依据台账', basis: null, occasion: null },
  markedAt: new Date('2026-03-01T00:00:00Z'),
});

function aReview(judgements: readonly (SeatJudgement | null)[], overrides: Partial<Review> = {}): Review {
  const seats = judgements.map((judgement, index) => ({
    seat: index + 1,
    reviewer: `r${index + 1}`,
    body: '评估机构',
    judgement,
  }));
  return {
    ...{ id: 'review', framework: 'f', subject: 's', year: 2025, item: 'i', source: 'third-party' },
    ...{ openedBy: 'office', openedAt: new Date(0), endedAt: null, reason: null, isDemo: false, seats },
    state: standingOf(seats, rubric),
    ...overrides,
  };
}

describe('where a review stands', () => {
  it('is open until both of the pair are in', () => {
    expect(aReview([null, null]).state).toBe('OPEN');
    expect(aReview([judged('A'), null]).state).toBe('OPEN');
  });

  it('is concluded where the pair is at most one level apart', () => {
    expect(aReview([judged('A'), judged('B')]).state).toBe('CONCLUDED');
  });

  it('asks for a third on a split of more than one level, and is concluded with the third', () => {
    expect(aReview([judged('A'), judged('C')]).state).toBe('THIRD_NEEDED');
    expect(aReview([judged('A'), judged('C'), null]).state).toBe('THIRD_NEEDED');
    expect(aReview([judged('A'), judged('C'), judged('D')]).state).toBe('CONCLUDED');
  });

  it('knows of no split where the model states no levels', () => {
    expect(splitOf(aReview([judged('A'), judged('D')]).seats, null)).toBeNull();
    expect(standingOf(aReview([judged('A'), judged('D')]).seats, null)).toBe('CONCLUDED');
  });
});

const judgement = fc.option(
  fc
    .tuple(fc.constantFrom(...LEVELS), fc.integer({ min: 0, max: 100 }))
    .map(([level, mark]) => judged(level, `${mark}`)),
  { nil: null },
);
const review = fc
  .tuple(judgement, judgement, fc.option(judgement, { nil: undefined }))
  .map(([one, other, third]) => aReview(third === undefined ? [one, other] : [one, other, third]));

describe('whatever the marks (rule 80)', () => {
  it('nobody who still owes a mark sees another one', () => {
    fc.assert(
      fc.property(review, (given) => {
        const owing = given.seats.filter((seat) => seat.judgement === null && given.state !== 'CONCLUDED');
        for (const { reviewer } of owing) {
          for (const seat of given.seats) {
            expect(visibleJudgement(given, seat, reviewer)).toBeNull();
          }
        }
      }),
    );
  });

  it('nobody at all sees a mark of the pair but its own reviewer before both are in', () => {
    fc.assert(
      fc.property(review, (given) => {
        if (given.state !== 'OPEN') return;
        for (const asker of ['office', 'r1', 'r2', 'r3']) {
          for (const seat of given.seats) {
            if (seat.reviewer !== asker) expect(visibleJudgement(given, seat, asker)).toBeNull();
          }
        }
      }),
    );
  });

  it('agreement is a share, and a mean distance that no pair exceeds', () => {
    fc.assert(
      fc.property(fc.array(review), (given) => {
        const { reviewCount, equalLevelShare, meanGap, splitCount } = agreementOf(
          given.map((each) => ({ review: each, rubric })),
        );
        expect(splitCount).toBeLessThanOrEqual(reviewCount);
        expect(equalLevelShare === null).toBe(reviewCount === 0);
        if (equalLevelShare === null || meanGap === null) return;
        expect(Number(equalLevelShare)).toBeGreaterThanOrEqual(0);
        expect(Number(equalLevelShare)).toBeLessThanOrEqual(1);
        expect(Number(meanGap)).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('agreement', () => {
  it('counts equal levels and the mean distance of the marks, without what was called off', () => {
    const reviews = [
      aReview([judged('A', '95'), judged('A', '91')]),
      aReview([judged('A', '95'), judged('C', '65')]),
      aReview([judged('A', '95'), judged('D', '0')], { state: 'CANCELLED' }),
      aReview([judged('A', '95'), null]),
    ].map((each) => ({ review: each, rubric }));
    expect(agreementOf(reviews)).toEqual({ reviewCount: 2, equalLevelShare: '0.5', meanGap: '17', splitCount: 1 });
  });
});
