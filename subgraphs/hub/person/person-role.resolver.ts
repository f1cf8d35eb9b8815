import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { Requires } from '../../../shared/graphql/requires.ts';
import { actOf } from '../act/act-of.ts';
import type { MemberUnitDirectory } from '../member-unit/member-unit.directory.ts';
import { fromRole } from '../viewer/viewer.type.ts';
import {
  CreateActingAppointmentInput,
  CreateActingAppointmentPayload,
  CreateRoleAssignmentInput,
  CreateRoleAssignmentPayload,
  EndActingAppointmentInput,
  EndActingAppointmentPayload,
  EndRoleAssignmentInput,
  EndRoleAssignmentPayload,
} from './person.input.ts';
import type { PersonService } from './person.service.ts';
import { createPersonView } from './person-view.ts';

/** Which roles people hold and for whom they act: the security administrator's work. */
export function createPersonRoleResolver(directory: MemberUnitDirectory, people: () => PersonService) {
  const { payload } = createPersonView(directory);

  @Resolver()
  class PersonRoleResolver {
    @Requires('token:manage')
    @Mutation(() => CreateRoleAssignmentPayload, { description: '授予人员角色' })
    async createRoleAssignment(
      @Arg('input', () => CreateRoleAssignmentInput, { description: '授予申请' }) input: CreateRoleAssignmentInput,
      @Ctx() context: SubgraphContext,
    ): Promise<CreateRoleAssignmentPayload> {
      const { person, validFrom, validTo = null } = input;
      const asked = { role: fromRole(input.role), validFrom, validTo };
      return payload(await people().createRole(person, asked, actOf(context)));
    }

    @Requires('token:manage')
    @Mutation(() => EndRoleAssignmentPayload, { description: '终止人员的角色' })
    async endRoleAssignment(
      @Arg('input', () => EndRoleAssignmentInput, { description: '终止申请' }) input: EndRoleAssignmentInput,
      @Ctx() context: SubgraphContext,
    ): Promise<EndRoleAssignmentPayload> {
      const { person, id, endsOn = null } = input;
      return payload(await people().endTerm(person, { kind: 'ROLE', term: id, endsOn }, actOf(context)));
    }

    @Requires('token:manage')
    @Mutation(() => CreateActingAppointmentPayload, { description: '登记代理审签' })
    async createActingAppointment(
      @Arg('input', () => CreateActingAppointmentInput, { description: '登记申请' })
      input: CreateActingAppointmentInput,
      @Ctx() context: SubgraphContext,
    ): Promise<CreateActingAppointmentPayload> {
      const { person, memberUnit, validFrom, validTo, reason } = input;
      const asked = { memberUnit, validFrom, validTo, reason };
      return payload(await people().createActing(person, asked, actOf(context)));
    }

    @Requires('token:manage')
    @Mutation(() => EndActingAppointmentPayload, { description: '终止代理审签' })
    async endActingAppointment(
      @Arg('input', () => EndActingAppointmentInput, { description: '终止申请' }) input: EndActingAppointmentInput,
      @Ctx() context: SubgraphContext,
    ): Promise<EndActingAppointmentPayload> {
      const { person, id, endsOn = null } = input;
      return payload(await people().endTerm(person, { kind: 'ACTING', term: id, endsOn }, actOf(context)));
    }
  }
  return PersonRoleResolver;
}
