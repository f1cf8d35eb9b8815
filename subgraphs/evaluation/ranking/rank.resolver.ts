import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { Evaluation } from '../result/evaluation.type.ts';
import { RankRange } from './rank.type.ts';
import type { RankingService, StatedStanding } from './ranking.service.ts';
import { standingLoader } from './standing.loader.ts';

/** Ranks of an evaluation; null to everyone but the lead office, and for results that are not official ones. */
export function createRankResolver(ranking: RankingService) {
  @Resolver(() => Evaluation)
  class RankResolver {
    @FieldResolver(() => Int, {
      nullable: true,
      description:
        '按已收到的部分在同组中的位次，并列者相同；内部参考，只供协调小组办公室，其他人、预评和没有得分时为空',
    })
    async rank(@Root() evaluation: Evaluation, @Ctx() context: SubgraphContext): Promise<number | null> {
      return (await standing(evaluation, context))?.rank ?? null;
    }

    @FieldResolver(() => RankRange, {
      nullable: true,
      description: '同组中可能的位次范围；内部参考，只供协调小组办公室，其他人和预评时为空',
    })
    rankRange(@Root() evaluation: Evaluation, @Ctx() context: SubgraphContext): Promise<RankRange | null> {
      return standing(evaluation, context);
    }
  }
  return RankResolver;

  async function standing(
    { known, knownAsOf, provisional }: Evaluation,
    context: SubgraphContext,
  ): Promise<StatedStanding | null> {
    if (!ranking.mayRank(context.viewer) || provisional !== null) return null;
    const { framework, year, subject } = known;
    const standings = await standingLoader(context, ranking, knownAsOf).load({ framework, year });
    return standings.get(subject) ?? null;
  }
}
