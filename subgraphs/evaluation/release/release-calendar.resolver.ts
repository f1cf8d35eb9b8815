import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { Requires } from '../../../shared/graphql/requires.ts';
import { ReleaseDate } from './release-date.type.ts';
import type { ReleaseSchedule } from './release-schedule.ts';

/** The release calendar for whoever reads the catalogue: days tell nothing of figures. */
export function createReleaseCalendarResolver(schedule: ReleaseSchedule) {
  @Resolver()
  class ReleaseCalendarResolver {
    @Requires('catalogue:read')
    @Query(() => [ReleaseDate], { nullable: true, description: '公布日历：一个年度内各期统计数据的公布日，按日期先后' })
    releaseCalendar(
      @Arg('year', () => Int, { description: '报告期所在的年度' }) year: number,
      @Ctx() { viewer }: SubgraphContext,
    ): ReleaseDate[] {
      return schedule.ofYear(viewer, year);
    }
  }
  return ReleaseCalendarResolver;
}
