import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type Connection, pageRequest, toConnection, mapPage } from '../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { Requires } from '../../../shared/graphql/requires.ts';
import { toUserError } from '../../../shared/graphql/user-error.type.ts';
import { actOf } from '../act/act-of.ts';
import type { MemberUnitDirectory } from '../member-unit/member-unit.directory.ts';
import {
  CreateMemberUnitSuccessionInput,
  CreateMemberUnitSuccessionPayload,
  CreateMembershipInput,
  CreateMembershipPayload,
  CreatePersonInput,
  CreatePersonPayload,
  EndMembershipInput,
  EndMembershipPayload,
} from './person.input.ts';
import type { PersonService } from './person.service.ts';
import { MemberUnitSuccession, type Person, PersonConnection } from './person.type.ts';
import { createPersonView } from './person-view.ts';

/** People and the units they belong to: the system administrator's work. */
export function createPersonResolver(directory: MemberUnitDirectory, people: () => PersonService) {
  const view = createPersonView(directory);

  @Resolver()
  class PersonResolver {
    @Requires('person:read')
    @Query(() => PersonConnection, { nullable: true, description: '登记的人员，新登记的在前' })
    async people(
      @Ctx() context: SubgraphContext,
      @Arg('first', () => Int, { nullable: true, description: '本页项数，默认 20，最多 500' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从该游标之后开始' }) after?: string | null,
    ): Promise<Connection<Person>> {
      return toConnection(mapPage(await people().list(pageRequest(first, after), actOf(context)), view.person));
    }

    @Requires('person:read')
    @Query(() => [MemberUnitSuccession], { nullable: true, description: '已登记的成员单位变更，按生效日期排列' })
    async memberUnitSuccessions(@Ctx() context: SubgraphContext): Promise<MemberUnitSuccession[]> {
      return (await people().successions(actOf(context))).map(view.succession);
    }

    @Requires('person:manage')
    @Mutation(() => CreatePersonPayload, { description: '登记人员及其登录身份' })
    async createPerson(
      @Arg('input', () => CreatePersonInput, { description: '登记申请' }) input: CreatePersonInput,
      @Ctx() context: SubgraphContext,
    ): Promise<CreatePersonPayload> {
      const identity = { issuer: input.issuer, subject: input.loginSubject };
      return view.payload(await people().create({ name: input.name, identity }, actOf(context)));
    }

    @Requires('person:manage')
    @Mutation(() => CreateMembershipPayload, { description: '登记人员在成员单位的任职' })
    async createMembership(
      @Arg('input', () => CreateMembershipInput, { description: '登记申请' }) input: CreateMembershipInput,
      @Ctx() context: SubgraphContext,
    ): Promise<CreateMembershipPayload> {
      const { person, memberUnit, validFrom, validTo = null } = input;
      return view.payload(await people().createMembership(person, { memberUnit, validFrom, validTo }, actOf(context)));
    }

    @Requires('person:manage')
    @Mutation(() => EndMembershipPayload, { description: '终止人员在成员单位的任职' })
    async endMembership(
      @Arg('input', () => EndMembershipInput, { description: '终止申请' }) input: EndMembershipInput,
      @Ctx() context: SubgraphContext,
    ): Promise<EndMembershipPayload> {
      const { person, memberUnit, endsOn = null } = input;
      return view.payload(await people().endMembership(person, { memberUnit, endsOn }, actOf(context)));
    }

    @Requires('person:manage')
    @Mutation(() => CreateMemberUnitSuccessionPayload, {
      description: '登记成员单位合并或更名；人员、令牌和授权自生效日起归后继单位',
    })
    async createMemberUnitSuccession(
      @Arg('input', () => CreateMemberUnitSuccessionInput, { description: '登记申请' })
      input: CreateMemberUnitSuccessionInput,
      @Ctx() context: SubgraphContext,
    ): Promise<CreateMemberUnitSuccessionPayload> {
      const created = await people().createSuccession(input, actOf(context));
      if (!created.ok) return { succession: null, errors: created.error.map(toUserError) };
      return { succession: view.succession(created.value), errors: [] };
    }
  }
  return PersonResolver;
}
