import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { Requires } from '../../graphql/requires.ts';
import type { SubgraphContext } from '../../graphql/context.ts';
import { FEED_LIMITS } from '../change-feed/change-feed.service.ts';
import type { Department } from '../department.ts';
import type { DepartmentServices } from './department-services.ts';
import type { DepartmentTypes } from './department-types.ts';
import { toObservationShape } from './shapes.ts';

/** The change feed on the graph. */
export function createChangeResolver(department: Department, types: DepartmentTypes, services: DepartmentServices) {
  @Resolver()
  class ChangeResolver {
    @Requires('change:follow')
    @Query(() => types.ChangePage, {
      name: `${department.fieldPrefix}Changes`,
      nullable: true,
      description: `${department.label}子图的变更流：按记入顺序，无空缺，可从头重读；供评价服务使用`,
    })
    async changes(
      @Arg('after', () => String, { description: '从该位置之后读起，"0" 为从头' }) after: string,
      @Arg('first', () => Int, { defaultValue: 500, description: `最多几条，1 至 ${FEED_LIMITS.first}` }) first: number,
      @Arg('waitMs', () => Int, {
        defaultValue: 0,
        description: `没有新变更时最多等待的毫秒数，0 至 ${FEED_LIMITS.waitMs}`,
      })
      waitMs: number,
      @Ctx() { viewer }: SubgraphContext,
    ): Promise<object> {
      const page = await services.changeFeed.follow({ after, first, waitMs }, viewer);
      const changes = page.changes.map(({ position, recordedAt, observation }) => ({
        id: `${department.service}:${position}`,
        position,
        state: observation.state,
        recordedAt,
        observation: toObservationShape(department, observation),
      }));
      return { head: page.head, changes };
    }
  }
  return ChangeResolver;
}
