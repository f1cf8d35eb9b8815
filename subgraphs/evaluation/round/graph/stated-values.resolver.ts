import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { type Connection, mapPage, pageRequest, toConnection } from '../../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../../shared/graphql/context.ts';
import { BaseValues, SelfEvaluationReport, type StatedValue, StatedValueConnection } from './participant.type.ts';
import type { RoundReadService } from './round-read.service.ts';
import type { RoundView } from './round-view.ts';

/** The stated values, fetched only where they are asked for. */
export function createStatedValuesResolver(rounds: RoundReadService, view: RoundView) {
  @Resolver(() => BaseValues)
  class BaseValuesResolver {
    @FieldResolver(() => StatedValueConnection, { description: '所陈述的值，按数据项、报告期、分组排列' })
    async values(
      @Root() { of, valueCount: total }: BaseValues,
      @Ctx() { viewer }: SubgraphContext,
      @Arg('first', () => Int, { nullable: true, description: '取前几项，1 至 500，默认 20' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从这个游标之后取' }) after?: string | null,
    ): Promise<Connection<StatedValue>> {
      const page = await rounds.baseValues(viewer, { ...of, total }, pageRequest(first, after));
      return toConnection(mapPage(page, (value) => view.statedValue(of.framework, value)));
    }
  }

  return BaseValuesResolver;
}

/** The bytes of a report, likewise. */
export function createReportResolver(rounds: Pick<RoundReadService, 'reportContent'>) {
  @Resolver(() => SelfEvaluationReport)
  class SelfEvaluationReportResolver {
    @FieldResolver(() => String, { nullable: true, description: '文件内容的 Base64' })
    async content(@Root() { id }: SelfEvaluationReport): Promise<string | null> {
      return rounds.reportContent(id);
    }
  }
  return SelfEvaluationReportResolver;
}
