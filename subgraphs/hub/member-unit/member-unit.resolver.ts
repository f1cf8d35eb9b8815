import { Arg, ID, Query, Resolver } from 'type-graphql';
import { Requires } from '../../../shared/graphql/requires.ts';
import type { MemberUnitDirectory } from './member-unit.directory.ts';
import { MemberUnit, Subgraph } from './member-unit.type.ts';

/** Root fields about member units. Nullable, so that a hub that is away leaves the rest of an answer whole. */
export function createMemberUnitResolver(directory: MemberUnitDirectory) {
  @Resolver()
  class MemberUnitResolver {
    @Requires('directory:read')
    @Query(() => [MemberUnit], { nullable: true, description: '全部成员单位，按名单顺序排列' })
    memberUnits(): readonly MemberUnit[] {
      return directory.units;
    }

    @Requires('directory:read')
    @Query(() => MemberUnit, { nullable: true, description: '一个成员单位；没有该代码时为空' })
    memberUnit(@Arg('code', () => ID, { description: '成员单位代码' }) code: string): MemberUnit | null {
      return directory.unit(code);
    }

    @Requires('directory:read')
    @Query(() => [Subgraph], { nullable: true, description: '承载成员单位数据的全部子图' })
    subgraphs(): readonly Subgraph[] {
      return directory.subgraphs;
    }
  }
  return MemberUnitResolver;
}
