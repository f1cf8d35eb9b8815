import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Requires } from '../../../shared/graphql/requires.ts';
import { type Connection, pageOfList, pageRequest, toConnection } from '../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import type { FrameworkDirectory } from './framework-directory.ts';
import { Framework } from './framework.type.ts';
import { Indicator, IndicatorConnection } from './indicator.type.ts';

/** Root fields of the framework feature. */
export function createFrameworkResolver(frameworks: FrameworkDirectory) {
  @Resolver(() => Framework)
  class FrameworkResolver {
    @Requires('catalogue:read')
    @Query(() => Framework, { nullable: true, description: '按代码查指标体系的一个版本；没有时为空' })
    framework(
      @Arg('code', () => String, { description: '指标体系版本的代码' }) code: string,
      @Ctx() { viewer }: SubgraphContext,
    ): Framework | null {
      return frameworks.find(viewer, code);
    }

    @Requires('catalogue:read')
    @Query(() => [Framework], { nullable: true, description: '全部指标体系版本，新的在前' })
    frameworks(@Ctx() { viewer }: SubgraphContext): Framework[] {
      return frameworks.all(viewer);
    }

    @Requires('catalogue:read')
    @Query(() => Indicator, { nullable: true, description: '按标识查三级指标；没有时为空' })
    indicator(
      @Arg('id', () => ID, { description: '三级指标的全局标识' }) id: string,
      @Ctx() { viewer }: SubgraphContext,
    ): Indicator | null {
      return frameworks.indicator(viewer, id);
    }

    @FieldResolver(() => IndicatorConnection, { nullable: true, description: '三级指标，按文件顺序' })
    indicators(
      @Root() framework: Framework,
      @Arg('first', () => Int, { nullable: true, description: '取前几项，1 至 500，默认 20' }) first?: number,
      @Arg('after', () => String, { nullable: true, description: '从这个游标之后取' }) after?: string,
    ): Connection<Indicator> {
      return toConnection(pageOfList(framework.indicatorList, pageRequest(first, after)));
    }
  }
  return FrameworkResolver;
}
