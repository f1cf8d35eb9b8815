import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../graphql/context.ts';
import { Requires } from '../../graphql/requires.ts';
import { toUserError } from '../../graphql/user-error.type.ts';
import type { ActCommand } from '../act/act.ts';
import type { Department } from '../department.ts';
import type { ActInputShape, ActPayloadShape, ActTypes, ReturnInputShape } from './act-types.ts';
import type { DepartmentServices } from './department-services.ts';
import { PublicationMode } from './publish-types.ts';
import { toPublicationShape } from './shapes.ts';

/** What people do with publications, on the graph: 提交、审签、核收、撤销、退回补正. */
export function createActResolver({ typePrefix, label }: Department, types: ActTypes, services: DepartmentServices) {
  const perform = async (command: ActCommand, { viewer, trace }: SubgraphContext): Promise<ActPayloadShape> => {
    const outcome = await services.acts.act(command, { viewer, traceId: trace.traceId });
    const found = outcome.ids.length > 0 ? await services.publications.findByIds(outcome.ids) : [];
    return {
      publications: found.flatMap((publication) => (publication ? [toPublicationShape(publication)] : [])),
      errors: outcome.issues.map(toUserError),
    };
  };

  @Resolver()
  class ActResolver {
    @Requires('publication:submit')
    @Mutation(() => types.payloads.submit, {
      name: `submit${typePrefix}Publications`,
      description: `把${label}子图的草稿或退回的批次提交审签`,
    })
    submit(
      @Arg('input', () => types.inputs.submit, { description: '哪些批次' }) input: ActInputShape,
      @Ctx() context: SubgraphContext,
    ): Promise<ActPayloadShape> {
      return perform(toCommand('SUBMIT', input), context);
    }

    @Requires('publication:submit')
    @Mutation(() => types.payloads.recall, {
      name: `recall${typePrefix}Publications`,
      description: `撤销${label}子图中尚未核收的批次`,
    })
    recall(
      @Arg('input', () => types.inputs.recall, { description: '哪些批次' }) input: ActInputShape,
      @Ctx() context: SubgraphContext,
    ): Promise<ActPayloadShape> {
      return perform(toCommand('RECALL', input), context);
    }

    @Requires('publication:approve')
    @Mutation(() => types.payloads.approve, {
      name: `approve${typePrefix}Publications`,
      description: `审签本单位在${label}子图的批次；审签人不得是填报人`,
    })
    approve(
      @Arg('input', () => types.inputs.approve, { description: '哪些批次' }) input: ActInputShape,
      @Ctx() context: SubgraphContext,
    ): Promise<ActPayloadShape> {
      return perform(toCommand('APPROVE', input), context);
    }

    @Requires('publication:accept')
    @Mutation(() => types.payloads.accept, {
      name: `accept${typePrefix}Publications`,
      description: `以协调小组办公室名义核收${label}子图已审签的批次；更正和撤回申请经核收即生效`,
    })
    accept(
      @Arg('input', () => types.inputs.accept, { description: '哪些批次' }) input: ActInputShape,
      @Ctx() context: SubgraphContext,
    ): Promise<ActPayloadShape> {
      return perform(toCommand('ACCEPT', input), context);
    }

    @Requires('publication:return')
    @Mutation(() => types.payloads.return, {
      name: `return${typePrefix}Publications`,
      description: `把${label}子图的批次退回补正，或不同意更正、撤回申请`,
    })
    sendBack(
      @Arg('input', () => types.ReturnInput, { description: '哪些批次，为何退回' }) input: ReturnInputShape,
      @Ctx() context: SubgraphContext,
    ): Promise<ActPayloadShape> {
      const { reason, reasonCode, deadline, ...rest } = input;
      const command = toCommand('RETURN', { ...rest, comment: reason });
      return perform({ ...command, reasonCode, deadline: deadline ?? null }, context);
    }
  }
  return ActResolver;
}

function toCommand(act: ActCommand['act'], { ids, mode, comment }: ActInputShape): ActCommand {
  return {
    act,
    ids,
    mode: mode ?? PublicationMode.ATOMIC,
    comment: comment ?? null,
    reasonCode: null,
    deadline: null,
  };
}
