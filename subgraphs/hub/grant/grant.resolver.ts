import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type Connection, pageRequest, toConnection, mapPage } from '../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { Requires } from '../../../shared/graphql/requires.ts';
import { toUserError } from '../../../shared/graphql/user-error.type.ts';
import { actOf } from '../act/act-of.ts';
import type { MemberUnitDirectory } from '../member-unit/member-unit.directory.ts';
import type { GrantService } from './grant.service.ts';
import type { StoredGrant } from './grant.ts';
import {
  CreateGrantInput,
  CreateGrantPayload,
  type Grant,
  GrantConnection,
  GrantFilterInput,
  GrantReaderKind,
  RevokeGrantInput,
  RevokeGrantPayload,
} from './grant.type.ts';

/** Granting reading, taking it back, and the list of what was granted. */
export function createGrantResolver(directory: MemberUnitDirectory, grants: () => GrantService) {
  const show = ({ reader, ...grant }: StoredGrant): Grant => ({
    ...grant,
    ownerUnit: directory.unit(grant.ownerUnit),
    readerKind: GrantReaderKind[reader.kind],
    readerSubject: reader.kind === 'SUBJECT' ? reader.code : null,
    readerUnit: reader.kind === 'UNIT' ? directory.unit(reader.code) : null,
  });

  @Resolver()
  class GrantResolver {
    @Requires('grant:read')
    @Query(() => GrantConnection, { nullable: true, description: '本单位授出和获得的授权，新办理的在前' })
    async grants(
      @Ctx() context: SubgraphContext,
      @Arg('first', () => Int, { nullable: true, description: '本页项数，默认 20，最多 500' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从该游标之后开始' }) after?: string | null,
      @Arg('filter', () => GrantFilterInput, { nullable: true, description: '筛选条件' })
      filter?: GrantFilterInput | null,
    ): Promise<Connection<Grant>> {
      const { ownerUnit = null, reader = null, isLive = null } = filter ?? {};
      const page = await grants().list({ ownerUnit, reader, isLive }, pageRequest(first, after), actOf(context));
      return toConnection(mapPage(page, show));
    }

    @Requires('grant:manage')
    @Mutation(() => CreateGrantPayload, { description: '授权他人查看本单位的指标值' })
    async createGrant(
      @Arg('input', () => CreateGrantInput, { description: '授权申请' }) input: CreateGrantInput,
      @Ctx() context: SubgraphContext,
    ): Promise<CreateGrantPayload> {
      const { measures = null, purpose, expiresOn } = input;
      const { subject = null, memberUnit = null, isPublic } = input.reader;
      const reader = { subject, memberUnit, isPublic: isPublic === true };
      const created = await grants().create({ reader, measures, purpose, expiresOn }, actOf(context));
      if (!created.ok) return { grant: null, errors: created.error.map(toUserError) };
      return { grant: show(created.value), errors: [] };
    }

    @Requires('grant:manage')
    @Mutation(() => RevokeGrantPayload, { description: '收回授权，立即生效' })
    async revokeGrant(
      @Arg('input', () => RevokeGrantInput, { description: '收回申请' }) input: RevokeGrantInput,
      @Ctx() context: SubgraphContext,
    ): Promise<RevokeGrantPayload> {
      const revoked = await grants().revoke(input.id, actOf(context));
      if (!revoked.ok) return { grant: null, errors: revoked.error.map(toUserError) };
      return { grant: show(revoked.value), errors: [] };
    }
  }
  return GrantResolver;
}
