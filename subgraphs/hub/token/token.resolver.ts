import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type Connection, pageRequest, toConnection, mapPage } from '../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { Requires } from '../../../shared/graphql/requires.ts';
import { toUserError } from '../../../shared/graphql/user-error.type.ts';
import { actOf } from '../act/act-of.ts';
import type { MemberUnitDirectory } from '../member-unit/member-unit.directory.ts';
import { fromRole, toRole } from '../viewer/viewer.type.ts';
import type { TokenService } from './token.service.ts';
import type { StoredToken } from './token.ts';
import {
  type AccessToken,
  AccessTokenConnection,
  CreateTokenInput,
  CreateTokenPayload,
  RevokeTokenInput,
  RevokeTokenPayload,
  TokenFilterInput,
} from './token.type.ts';

/** Issuing, revoking and listing tokens. */
export function createTokenResolver(directory: MemberUnitDirectory, tokens: () => TokenService) {
  const show = (token: StoredToken): AccessToken => ({
    ...token,
    memberUnit: token.memberUnit === null ? null : directory.unit(token.memberUnit),
    roles: token.roles.map(toRole),
  });

  @Resolver()
  class TokenResolver {
    @Requires('token:read')
    @Query(() => AccessTokenConnection, { nullable: true, description: '访问令牌，新签发的在前；从不显示令牌本身' })
    async tokens(
      @Ctx() context: SubgraphContext,
      @Arg('first', () => Int, { nullable: true, description: '本页项数，默认 20，最多 500' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从该游标之后开始' }) after?: string | null,
      @Arg('filter', () => TokenFilterInput, { nullable: true, description: '筛选条件' })
      filter?: TokenFilterInput | null,
    ): Promise<Connection<AccessToken>> {
      const { subject = null, memberUnit = null, isLive = null } = filter ?? {};
      const request = pageRequest(first, after);
      const page = await tokens().list({ subject, memberUnit, isLive }, request, actOf(context));
      return toConnection(mapPage(page, show));
    }

    @Requires('token:manage')
    @Mutation(() => CreateTokenPayload, { description: '签发访问令牌；令牌本身仅在结果中显示一次' })
    async createToken(
      @Arg('input', () => CreateTokenInput, { description: '签发申请' }) input: CreateTokenInput,
      @Ctx() context: SubgraphContext,
    ): Promise<CreateTokenPayload> {
      const { purpose, days, memberUnit = null, subject = null } = input;
      const asked = { purpose, days, memberUnit, subject, roles: input.roles.map(fromRole) };
      const issued = await tokens().create(asked, actOf(context));
      if (!issued.ok) return { token: null, text: null, errors: issued.error.map(toUserError) };
      return { token: show(issued.value.token), text: issued.value.text, errors: [] };
    }

    @Requires('token:manage')
    @Mutation(() => RevokeTokenPayload, { description: '吊销访问令牌，立即生效' })
    async revokeToken(
      @Arg('input', () => RevokeTokenInput, { description: '吊销申请' }) input: RevokeTokenInput,
      @Ctx() context: SubgraphContext,
    ): Promise<RevokeTokenPayload> {
      const revoked = await tokens().revoke(input.id, actOf(context));
      if (!revoked.ok) return { token: null, errors: revoked.error.map(toUserError) };
      return { token: show(revoked.value), errors: [] };
    }
  }
  return TokenResolver;
}
