import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { type Connection, mapPage, pageRequest, toConnection } from '../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { Requires } from '../../../shared/graphql/requires.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import { wordOf } from '../framework/enum-of.ts';
import { SubjectKind } from '../framework/framework-enums.ts';
import { Evaluation } from '../result/evaluation.type.ts';
import type { EvaluationView } from '../result/evaluation-view.ts';
import { SUBJECT_KINDS } from '../subject/subject.ts';
import { Subject, toSubject } from '../subject/subject.type.ts';
import type { EvaluationListService } from './evaluation-list.service.ts';
import { EvaluationConnection, EvaluationFilterInput, EvaluationOrder } from './evaluation-list.type.ts';
import { selectedParts, toEvaluationFilter } from './to-list-request.ts';

interface Dependencies {
  readonly lists: EvaluationListService;
  readonly view: EvaluationView;
  readonly clock: Clock;
}

/** The list of evaluations of a year. */
export function createEvaluationListResolver({ lists, view, clock }: Dependencies) {
  @Resolver(() => Evaluation)
  class EvaluationListResolver {
    @Requires('evaluation:read')
    @Query(() => EvaluationConnection, {
      nullable: true,
      description: '一个评价年度的评价结果，按名录顺序；按得分排列仅供协调小组办公室内部参考',
    })
    async evaluations(
      @Ctx() { viewer }: SubgraphContext,
      @Info() info: GraphQLResolveInfo,
      @Arg('year', () => Int, { description: '评价年度' }) year: number,
      @Arg('framework', () => String, { nullable: true, description: '指标体系代码；未指明时取各类对象当年适用的' })
      framework?: string | null,
      @Arg('kind', () => SubjectKind, { nullable: true, description: '只取这一种评价对象' }) kind?: SubjectKind | null,
      @Arg('orderBy', () => EvaluationOrder, { nullable: true, description: '排列；未指明时按名录顺序' })
      orderBy?: EvaluationOrder | null,
      @Arg('filter', () => EvaluationFilterInput, { nullable: true, description: '筛选条件' })
      filter?: EvaluationFilterInput | null,
      @Arg('first', () => Int, { nullable: true, description: '取前几项，1 至 500，默认 20' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从这个游标之后取' }) after?: string | null,
    ): Promise<Connection<Evaluation>> {
      const page = await lists.page(viewer, {
        year,
        framework: framework ?? null,
        kind: kind == null ? null : wordOf(SUBJECT_KINDS, kind),
        order: orderBy ?? 'OFFICIAL',
        filter: toEvaluationFilter(filter),
        page: pageRequest(first, after),
        parts: selectedParts(info),
      });
      const now = clock.now();
      const show = { asOf: null, now, provisional: null };
      return toConnection(
        mapPage(page, ({ known, subject }) => view.evaluation(known, { subject: toSubject(subject), ...show })),
      );
    }

    @FieldResolver(() => Subject, { nullable: true, description: '被评价的对象' })
    subject(@Root() { subject }: Evaluation): Subject {
      return subject;
    }
  }
  return EvaluationListResolver;
}
