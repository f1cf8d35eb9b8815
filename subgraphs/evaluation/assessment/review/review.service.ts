import type { EntityManager } from 'typeorm';
import { forbidden } from '../../../../shared/graphql/errors.ts';
import type { Viewer } from '../../../../shared/identity/viewer.ts';
import type { Clock } from '../../../../shared/primitives/clock.ts';
import { newId } from '../../../../shared/primitives/identifiers.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../../shared/primitives/result.ts';
import { normaliseWireValue } from '../../../../shared/primitives/wire-value.ts';
import { recordAudit } from '../../audit/audit-event.repository.ts';
import type { EvaluationDatabase } from '../../evaluation-database.ts';
import { enqueueRecalculations } from '../../result/recalculation/recalculation-job.repository.ts';
import type { AssessmentPlace, Judgement } from '../assessment.ts';
import { type AssessmentLookup, levelCode } from '../assessment-lookup.ts';
import { AssessmentRepository } from '../assessment.repository.ts';
import { checkBody, checkJudgement, checkPlace } from '../assessment.rules.ts';
import { bindingUnit, mayRecordAssessments } from '../permission.ts';
import { mayOrganiseReviews } from './permission.ts';
import { isUnderWay, type Review, type ReviewSeat, standingOf } from './review.ts';
import { reviewErrors } from './review.errors.ts';
import { ReviewRepository } from './review.repository.ts';
import { checkReviewers, checkThird, type NamedReviewer } from './review.rules.ts';

interface Dependencies {
  readonly database: EvaluationDatabase;
  readonly lookup: AssessmentLookup;
  readonly clock: Clock;
}

type Outcome = Result<Review, readonly Issue[]>;

/** Blind reviews (双人背对背评定): marks count when all that were asked for are in, and are seen by nobody before. */
export class ReviewService {
  private readonly dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.dependencies = dependencies;
  }

  async open(
    viewer: Viewer,
    given: { readonly place: AssessmentPlace; readonly reviewers: readonly NamedReviewer[] },
    traceId: string,
  ): Promise<Outcome> {
    checkOffice(viewer);
    const { place, reviewers } = given;
    const { subject, framework, context } = await this.dependencies.lookup.find(place, null);
    const issues = [...checkPlace(place, context), ...checkReviewers(place.source, reviewers, context)];
    if (issues.length > 0 || subject === null || framework === null) return err(issues);
    return this.act(viewer, traceId, async (manager, at) => {
      await new AssessmentRepository(manager).lock(place);
      const reviews = new ReviewRepository(manager);
      if (await reviews.isOpen(place)) return err([reviewErrors.alreadyOpen()]);
      const seats = reviewers.map((each, index) => ({ ...trimmed(each), seat: index + 1, judgement: null }));
      const review: Review = {
        ...place,
        ...{ id: newId(at.getTime()), framework: framework.id, state: 'OPEN', endedAt: null, reason: null },
        ...{ openedBy: viewer.subject, openedAt: at, isDemo: subject.isDemo, seats },
      };
      await reviews.insert(review);
      for (const seat of seats) await reviews.insertSeat(review.id, seat, viewer.subject, at);
      return ok({
        review,
        action: 'review.open',
        detail: { ...place, reviewers: seats.map(({ reviewer }) => reviewer) },
      });
    });
  }

  /** A reviewer's own mark; the last one asked for puts all of them on record. */
  async submitMark(viewer: Viewer, id: string, judgement: Judgement, traceId: string): Promise<Outcome> {
    if (!mayRecordAssessments(viewer)) throw forbidden('没有录入评价意见的权限');
    return this.act(viewer, traceId, async (manager, at) => {
      const reviews = new ReviewRepository(manager);
      const review = await reviews.lock(id);
      const seat = review?.seats.find(({ reviewer }) => reviewer === viewer.subject);
      if (review === null || seat === undefined) return err([reviewErrors.unknown()]);
      if (!isUnderWay(review)) return err([reviewErrors.ended()]);
      if (seat.judgement !== null) return err([reviewErrors.alreadyMarked()]);
      const { context } = await this.dependencies.lookup.find(review, bindingUnit(viewer));
      const issues = [...checkBody({ ...review, body: seat.body }, context), ...checkJudgement(judgement, context)];
      if (issues.length > 0) return err(issues);
      const mark = normaliseWireValue(judgement.mark);
      const given = { ...judgement, mark, reason: judgement.reason.trim(), level: levelCode(judgement, context) };
      await reviews.mark(id, seat.seat, { ...given, markedAt: at });
      const seats = review.seats.map((each) =>
        each === seat ? { ...each, judgement: { ...given, markedAt: at } } : each,
      );
      const state = standingOf(seats, context.rubric);
      const isConcluded = state === 'CONCLUDED';
      if (state !== review.state) await reviews.setState(id, state, isConcluded ? at : null);
      const marked: Review = { ...review, seats, state, endedAt: isConcluded ? at : null };
      if (isConcluded) await this.conclude(manager, marked, at);
      // The mark itself stays out of the audit until it counts: whoever reads the trail is no party to the review.
      return ok({ review: marked, action: 'review.mark', detail: { seat: seat.seat, state } });
    });
  }

  /** Names the third reviewer after a split. */
  async extend(viewer: Viewer, id: string, third: NamedReviewer, traceId: string): Promise<Outcome> {
    checkOffice(viewer);
    return this.act(viewer, traceId, async (manager, at) => {
      const reviews = new ReviewRepository(manager);
      const review = await reviews.lock(id);
      if (review === null) return err([reviewErrors.unknown()]);
      const { context } = await this.dependencies.lookup.find(review, null);
      const issues = checkThird(review, third, context);
      if (issues.length > 0) return err(issues);
      const seat: ReviewSeat = { ...trimmed(third), seat: review.seats.length + 1, judgement: null };
      await reviews.insertSeat(id, seat, viewer.subject, at);
      const extended = { ...review, seats: [...review.seats, seat] };
      return ok({ review: extended, action: 'review.extend', detail: { reviewer: seat.reviewer } });
    });
  }

  /** Calls a review off; its marks never count. */
  async withdraw(viewer: Viewer, id: string, reason: string, traceId: string): Promise<Outcome> {
    checkOffice(viewer);
    const text = reason.trim();
    if (text === '' || text.length > 2_000) return err([reviewErrors.reasonMissing()]);
    return this.act(viewer, traceId, async (manager, at) => {
      const reviews = new ReviewRepository(manager);
      const review = await reviews.lock(id);
      if (review === null) return err([reviewErrors.unknown()]);
      if (!isUnderWay(review)) return err([reviewErrors.ended()]);
      await reviews.setState(id, 'CANCELLED', at, text);
      const ended: Review = { ...review, state: 'CANCELLED', endedAt: at, reason: text };
      return ok({ review: ended, action: 'review.withdraw', detail: { reason: text } });
    });
  }

  private async conclude(manager: EntityManager, review: Review, at: Date): Promise<void> {
    const { item, subject, year, source, isDemo } = review;
    const assessments = review.seats.flatMap(({ reviewer, body, judgement }) => {
      if (judgement === null) return [];
      const { markedAt: _markedAt, ...given } = judgement;
      const id = newId(at.getTime());
      const where = { item, subject, year, source, isDemo, review: review.id };
      return [{ ...given, ...where, id, reviewer, body, recordedAt: at.toISOString() }];
    });
    const repository = new AssessmentRepository(manager);
    await repository.lock(review);
    await repository.recordReview(review, assessments, at);
    await enqueueRecalculations(manager, [{ subject, year }]);
  }

  private act(
    viewer: Viewer,
    traceId: string,
    step: (
      manager: EntityManager,
      at: Date,
    ) => Promise<Result<{ review: Review; action: string; detail: object }, readonly Issue[]>>,
  ): Promise<Outcome> {
    return this.dependencies.database.transaction(async (manager) => {
      const at = this.dependencies.clock.now();
      const done = await step(manager, at);
      if (!done.ok) return done;
      const { review, action, detail } = done.value;
      await recordAudit(manager, viewer, { action, target: review.id, detail, at, traceId });
      return ok(review);
    });
  }
}

function checkOffice(viewer: Viewer): void {
  if (!mayOrganiseReviews(viewer)) throw forbidden('没有组织评定的权限');
}

function trimmed({ reviewer, body }: NamedReviewer): NamedReviewer {
  return { reviewer: reviewer.trim(), body: body.trim() };
}
