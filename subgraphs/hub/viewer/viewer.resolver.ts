import { Ctx, Query, Resolver } from 'type-graphql';
import { Requires } from '../../../shared/graphql/requires.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import type { MemberUnitDirectory } from '../member-unit/member-unit.directory.ts';
import { toRole, Viewer } from './viewer.type.ts';

/** Who am I. */
export function createViewerResolver(directory: MemberUnitDirectory) {
  @Resolver()
  class ViewerResolver {
    @Requires('directory:read')
    @Query(() => Viewer, { nullable: true, description: '当前调用者' })
    viewer(@Ctx() { viewer }: SubgraphContext): Viewer {
      const { subject, memberUnit, roles, purpose } = viewer;
      return {
        subject,
        purpose,
        memberUnit: memberUnit === null ? null : directory.unit(memberUnit),
        roles: roles.map(toRole),
      };
    }
  }
  return ViewerResolver;
}
