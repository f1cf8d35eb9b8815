import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { type Connection, mapPage, pageOfList, pageRequest, toConnection } from '../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { Requires } from '../../../shared/graphql/requires.ts';
import { DateTimeScalar } from '../../../shared/graphql/scalars.ts';
import { toUserError } from '../../../shared/graphql/user-error.type.ts';
import { maySeeSuggestedGrades } from '../result/permission.ts';
import type { ComparisonService } from './comparison.service.ts';
import { EvaluationChange, EvaluationDiff } from './comparison.type.ts';
import { type ValueChange, ValueChangeConnection } from './value-change.type.ts';
import type { ComparisonView } from './comparison-view.ts';

/** What changed in an evaluation between two instants, and why. */
export function createComparisonResolver(comparisons: ComparisonService, view: ComparisonView) {
  @Resolver(() => EvaluationChange)
  class ComparisonResolver {
    @Requires('evaluation:read')
    @Query(() => EvaluationDiff, {
      nullable: true,
      description: '两个时刻之间评价变了什么、为什么变：得分、指标、值、评价意见、模型；单位只看得到本单位的部分',
    })
    async evaluationDiff(
      @Ctx() context: SubgraphContext,
      @Arg('subject', () => ID, { description: '评价对象代码' }) subject: string,
      @Arg('year', () => Int, { description: '评价年度' }) year: number,
      @Arg('from', () => DateTimeScalar, { description: '起始时刻' }) from: Date,
      @Arg('to', () => DateTimeScalar, { nullable: true, description: '截止时刻；未指明时为现在' }) to?: Date | null,
      @Arg('framework', () => String, { nullable: true, description: '指标体系代码；未指明时取该年度适用的' })
      framework?: string | null,
    ): Promise<EvaluationDiff> {
      const asked = { subject, year, framework: framework ?? null, from, to: to ?? null };
      const found = await comparisons.find(context, asked);
      if (!found.ok) return { evaluation: null, errors: found.error.map(toUserError) };
      return { evaluation: view.comparison(found.value, maySeeSuggestedGrades(context.viewer)), errors: [] };
    }

    @FieldResolver(() => ValueChangeConnection, { description: '变动的值：旧值、新值、单位、批次、修订和原因' })
    values(
      @Root() change: EvaluationChange,
      @Arg('first', () => Int, { nullable: true, description: '取前几项，1 至 500，默认 20' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从这个游标之后取' }) after?: string | null,
    ): Connection<ValueChange> {
      const page = pageOfList(change.valueChanges, pageRequest(first, after));
      return toConnection(mapPage(page, (each) => view.value(each, change)));
    }
  }
  return ComparisonResolver;
}
