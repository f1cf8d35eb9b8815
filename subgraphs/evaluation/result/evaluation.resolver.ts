import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { type Connection, pageOfList, pageRequest, toConnection } from '../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { indicatorResultLoader } from './evaluation.loader.ts';
import type { EvaluationService } from './evaluation.service.ts';
import {
  Evaluation,
  type IndicatorEvaluation,
  IndicatorEvaluationConnection,
  IndicatorEvaluationFilterInput,
} from './evaluation.type.ts';
import type { EvaluationView } from './evaluation-view.ts';
import { inFrameworkOrder, isWanted } from './indicator-filter.ts';

/** Fields of an evaluation that are fetched only where they are asked for. */
export function createEvaluationResolver(evaluations: EvaluationService, view: EvaluationView) {
  @Resolver(() => Evaluation)
  class EvaluationResolver {
    @FieldResolver(() => IndicatorEvaluationConnection, { description: '三级指标的评价结果，按文件顺序' })
    async indicators(
      @Root() evaluation: Evaluation,
      @Ctx() context: SubgraphContext,
      @Arg('filter', () => IndicatorEvaluationFilterInput, { nullable: true, description: '筛选条件' })
      filter?: IndicatorEvaluationFilterInput | null,
      @Arg('first', () => Int, { nullable: true, description: '取前几项，1 至 500，默认 20' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从这个游标之后取' }) after?: string | null,
    ): Promise<Connection<IndicatorEvaluation>> {
      const request = pageRequest(first, after);
      const records =
        evaluation.provisional === null
          ? await indicatorResultLoader(context, evaluations, evaluation.knownAsOf).load(evaluation.known)
          : evaluations.visible(context.viewer, evaluation.known.framework, evaluation.provisional);
      const wanted = inFrameworkOrder(records)
        .map((record) => view.indicator(record, evaluation))
        .filter((row) => filter == null || isWanted(row, filter));
      return toConnection(pageOfList(wanted, request));
    }
  }
  return EvaluationResolver;
}
