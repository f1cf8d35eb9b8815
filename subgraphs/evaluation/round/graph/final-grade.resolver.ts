import DataLoader from 'dataloader';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../../../shared/graphql/context.ts';
import { RequestMemory } from '../../../../shared/graphql/request-memory.ts';
import type { Grade as GradeName } from '../../../../shared/scoring/evaluation-result.ts';
import { Evaluation } from '../../result/evaluation.type.ts';
import { Grade } from '../../result/result-enums.ts';
import type { FinalGradeKey, FinalGradeService } from '../decision/final-grade.service.ts';

const loaders = new RequestMemory<DataLoader<FinalGradeKey, GradeName | null, string>>();

/** The circulated grade beside the result it was decided on. */
export function createFinalGradeResolver(grades: FinalGradeService) {
  @Resolver(() => Evaluation)
  class FinalGradeResolver {
    @FieldResolver(() => Grade, { nullable: true, description: '审定的类别；通报之后可见，尚未通报时为空' })
    async finalGrade(
      @Root() { known, knownAsOf, provisional }: Evaluation,
      @Ctx() context: SubgraphContext,
    ): Promise<Grade | null> {
      if (provisional !== null) return null;
      const { subject, year, framework } = known;
      const grade = await loaderOf(context, knownAsOf).load({ subject, year, framework });
      return grade === null ? null : Grade[grade];
    }
  }
  return FinalGradeResolver;

  function loaderOf(context: SubgraphContext, asOf: Date | null) {
    return loaders.of(
      context,
      asOf?.toISOString() ?? '',
      () =>
        new DataLoader((keys: readonly FinalGradeKey[]) => grades.circulated(context.viewer, keys, asOf), {
          cacheKeyFn: ({ subject, year, framework }) => `${subject} ${year} ${framework}`,
        }),
    );
  }
}
