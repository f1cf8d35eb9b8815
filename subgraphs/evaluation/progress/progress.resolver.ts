import { Ctx, Query, Resolver } from 'type-graphql';
import { Requires } from '../../../shared/graphql/requires.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { EvaluationProgress } from './department-progress.type.ts';
import type { ProgressService } from './progress.service.ts';

/** How far the worker is. */
export function createProgressResolver(progress: ProgressService) {
  @Resolver(() => EvaluationProgress)
  class ProgressResolver {
    @Requires('change:follow')
    @Query(() => [EvaluationProgress], { nullable: true, description: '评价读取各部门变更流的进度' })
    evaluationProgress(@Ctx() { viewer }: SubgraphContext): Promise<EvaluationProgress[]> {
      return progress.all(viewer);
    }
  }
  return ProgressResolver;
}
