import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type Connection, encodeCursor, pageRequest, toConnection } from '../../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../../shared/graphql/context.ts';
import { Requires } from '../../../../shared/graphql/requires.ts';
import { toUserError } from '../../../../shared/graphql/user-error.type.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import type { Result } from '../../../../shared/primitives/result.ts';
import { wordOf } from '../../framework/enum-of.ts';
import type { FrameworkDirectory } from '../../framework/framework-directory.ts';
import { subjectLoader } from '../../subject/subject.loader.ts';
import type { SubjectService } from '../../subject/subject.service.ts';
import { toSubject } from '../../subject/subject.type.ts';
import { ASSESSMENT_SOURCES } from '../assessment.ts';
import type { Review } from './review.ts';
import type { ReviewListService, YearAgreement } from './review-list.service.ts';
import type { ReviewService } from './review.service.ts';
import {
  AssessmentAgreementReport,
  AssessmentReview,
  AssessmentReviewConnection,
  AssessmentReviewState,
  CreateAssessmentReviewInput,
  CreateAssessmentReviewPayload,
  ExtendAssessmentReviewInput,
  ExtendAssessmentReviewPayload,
  type ReviewPayload,
  SubmitReviewMarkInput,
  SubmitReviewMarkPayload,
  WithdrawAssessmentReviewInput,
  WithdrawAssessmentReviewPayload,
} from './review.type.ts';
import { toReviewView } from './review-view.ts';

interface Dependencies {
  readonly reviews: ReviewService;
  readonly list: ReviewListService;
  readonly frameworks: FrameworkDirectory;
  readonly subjects: SubjectService;
}

/** Blind reviews of assessment items. */
export function createReviewResolver({ reviews, list, frameworks, subjects }: Dependencies) {
  const itemOf = ({ framework, item }: Pick<Review, 'framework' | 'item'>) =>
    frameworks.view(framework)?.assessmentItems.get(item) ?? null;

  async function show(review: Review, context: SubgraphContext): Promise<AssessmentReview> {
    const subject = await subjectLoader(context, subjects).load(review.subject);
    return toReviewView(review, {
      viewer: context.viewer,
      item: itemOf(review),
      rubric: list.rubricOf(review),
      subject: subject === null ? null : toSubject(subject),
    });
  }

  async function payload(done: Result<Review, readonly Issue[]>, context: SubgraphContext): Promise<ReviewPayload> {
    return done.ok
      ? { review: await show(done.value, context), errors: [] }
      : { review: null, errors: done.error.map(toUserError) };
  }

  @Resolver(() => AssessmentReview)
  class ReviewResolver {
    @Requires('assessment:read')
    @Query(() => AssessmentReviewConnection, {
      nullable: true,
      description: '双人背对背评定，按组织的先后；评定人只看到本人参与的评定',
    })
    async assessmentReviews(
      @Ctx() context: SubgraphContext,
      @Arg('framework', () => ID, { nullable: true, description: '指标体系代码' }) framework?: string | null,
      @Arg('year', () => Int, { nullable: true, description: '评价年度' }) year?: number | null,
      @Arg('subject', () => ID, { nullable: true, description: '评价对象代码' }) subject?: string | null,
      @Arg('state', () => AssessmentReviewState, { nullable: true, description: '状态' })
      state?: AssessmentReviewState | null,
      @Arg('first', () => Int, { nullable: true, description: '取前几项，1 至 500，默认 20' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从这个游标之后取' }) after?: string | null,
    ): Promise<Connection<AssessmentReview>> {
      const filter = {
        ...{ framework: framework ?? null, year: year ?? null },
        ...{ subject: subject ?? null, state: state ?? null },
      };
      const page = await list.page(context.viewer, filter, pageRequest(first, after));
      const items = await Promise.all(page.items.map((review) => show(review, context)));
      return toConnection({ ...page, items, cursorOf: ({ id }) => encodeCursor(id) });
    }

    @Requires('assessment:review')
    @Query(() => AssessmentAgreementReport, {
      nullable: true,
      description: '一个年度双人评定的一致性，限协调小组办公室',
    })
    async assessmentAgreement(
      @Ctx() { viewer }: SubgraphContext,
      @Arg('framework', () => ID, { description: '指标体系代码' }) framework: string,
      @Arg('year', () => Int, { description: '评价年度' }) year: number,
    ): Promise<AssessmentAgreementReport> {
      const { whole, items }: YearAgreement = await list.agreement(viewer, framework, year);
      return {
        whole: { ...whole, item: null },
        items: items.map(({ item, agreement }) => ({ ...agreement, item: itemOf({ framework, item }) })),
      };
    }

    @Requires('assessment:review')
    @Mutation(() => CreateAssessmentReviewPayload, {
      description: '组织一项双人背对背评定，指定两名评定人；不得由指标的牵头单位评定',
    })
    async createAssessmentReview(
      @Arg('input', () => CreateAssessmentReviewInput, { description: '所评内容和评定人' })
      input: CreateAssessmentReviewInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ReviewPayload> {
      const { item, subject, year, reviewers } = input;
      const place = { item, subject, year, source: wordOf(ASSESSMENT_SOURCES, input.source) };
      return payload(await reviews.open(context.viewer, { place, reviewers }, context.trace.traceId), context);
    }

    @Requires('assessment:create')
    @Mutation(() => SubmitReviewMarkPayload, { description: '评定人给出自己的评定；两人评完之前互不可见' })
    async submitReviewMark(
      @Arg('input', () => SubmitReviewMarkInput, { description: '本人的评定' }) input: SubmitReviewMarkInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ReviewPayload> {
      const { review, mark, reason, level = null, basis = null, occasion = null } = input;
      const judgement = { mark, reason, level, basis, occasion };
      return payload(await reviews.submitMark(context.viewer, review, judgement, context.trace.traceId), context);
    }

    @Requires('assessment:review')
    @Mutation(() => ExtendAssessmentReviewPayload, { description: '两人等次相差过大时指定第三名评定人' })
    async extendAssessmentReview(
      @Arg('input', () => ExtendAssessmentReviewInput, { description: '评定和第三名评定人' })
      input: ExtendAssessmentReviewInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ReviewPayload> {
      const { review, third } = input;
      return payload(await reviews.extend(context.viewer, review, third, context.trace.traceId), context);
    }

    @Requires('assessment:review')
    @Mutation(() => WithdrawAssessmentReviewPayload, { description: '撤销一项未结束的评定' })
    async withdrawAssessmentReview(
      @Arg('input', () => WithdrawAssessmentReviewInput, { description: '评定和理由' })
      input: WithdrawAssessmentReviewInput,
      @Ctx() context: SubgraphContext,
    ): Promise<ReviewPayload> {
      const { review, reason } = input;
      return payload(await reviews.withdraw(context.viewer, review, reason, context.trace.traceId), context);
    }
  }
  return ReviewResolver;
}
