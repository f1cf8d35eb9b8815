import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../graphql/context.ts';
import { Requires } from '../../graphql/requires.ts';
import { toUserError } from '../../graphql/user-error.type.ts';
import type { Department } from '../department.ts';
import { parseObservationId } from '../observation/observation.ts';
import type { PublishCommand, PublishOrder } from '../publication/publish.ts';
import type { PublishOutcome } from '../publication/publish-outcome.ts';
import type { RowInput } from '../validation/row.ts';
import { toComparisonShape } from './comparison-types.ts';
import type { DepartmentServices } from './department-services.ts';
import {
  type AmendInputShape,
  type ObservationInputShape,
  PublicationMode,
  type PublishInputShape,
  type PublishPayloadShape,
  type PublishTypes,
  type WithdrawInputShape,
} from './publish-types.ts';
import { summaryToShape } from './shapes.ts';

/** Reporting, amending and withdrawing on the graph. */
export function createPublishResolver(
  { typePrefix, label, service }: Department,
  types: PublishTypes,
  services: DepartmentServices,
) {
  @Resolver()
  class PublishResolver {
    @Requires('observation:publish')
    @Mutation(() => types.Payload, {
      name: `publish${typePrefix}Observations`,
      description: `向${label}子图报送一批指标值`,
    })
    async publish(
      @Arg('input', () => types.Input, { description: '报送内容' }) input: PublishInputShape,
      @Ctx() { viewer, trace }: SubgraphContext,
    ): Promise<PublishPayloadShape> {
      return toPayload(await services.publish.publish(toCommand(input), { viewer, traceId: trace.traceId }));
    }

    @Requires('publication:amend')
    @Mutation(() => types.AmendPayload, {
      name: `amend${typePrefix}Publication`,
      description: `申请更正${label}子图中已核收或已锁定的值；原值在牵头单位核收更正之前继续有效`,
    })
    async amend(
      @Arg('input', () => types.AmendInput, { description: '更正申请' }) input: AmendInputShape,
      @Ctx() { viewer, trace }: SubgraphContext,
    ): Promise<PublishPayloadShape> {
      return toPayload(await services.publish.publish(toAmendment(input), { viewer, traceId: trace.traceId }));
    }

    @Requires('publication:amend')
    @Mutation(() => types.WithdrawPayload, {
      name: `withdraw${typePrefix}Publication`,
      description: `申请撤回${label}子图中已核收或已锁定的值；原值在牵头单位核收申请之前继续有效`,
    })
    async withdraw(
      @Arg('input', () => types.WithdrawInput, { description: '撤回申请' }) input: WithdrawInputShape,
      @Ctx() { viewer, trace }: SubgraphContext,
    ): Promise<PublishPayloadShape> {
      const { observations, onBehalfOf, submit, ...rest } = input;
      const command = {
        ...rest,
        onBehalfOf: onBehalfOf ?? null,
        submit: submit ?? false,
        observations: observations?.map((id) => parseObservationId(service, id)?.uuid ?? id) ?? null,
      };
      return toPayload(await services.withdrawals.withdraw(command, { viewer, traceId: trace.traceId }));
    }
  }
  return PublishResolver;
}

function toPayload(outcome: PublishOutcome): PublishPayloadShape {
  return {
    publication: outcome.publication && summaryToShape(outcome.publication),
    receipt: outcome.receipt,
    comparison: toComparisonShape(outcome.comparison),
    isAcceptable: outcome.isAcceptable,
    errors: outcome.issues.map(toUserError),
  };
}

function toCommand(input: PublishInputShape): PublishCommand {
  return {
    ...orderOf(input),
    kind: 'REPORT',
    justification: null,
    mode: input.mode ?? PublicationMode.ATOMIC,
    isDemo: input.isDemo ?? false,
    reportedOn: input.reportedOn ?? null,
    rows: input.observations.map(toRow),
  };
}

function toAmendment(input: AmendInputShape): PublishCommand {
  return {
    ...orderOf(input),
    kind: 'AMENDMENT',
    justification: input.justification,
    mode: PublicationMode.ATOMIC,
    isDemo: false,
    reportedOn: null,
    rows: input.observations.map(toRow),
  };
}

type CommonOrder = Pick<PublishOrder, 'idempotencyKey' | 'onBehalfOf' | 'channel' | 'dryRun' | 'submit'>;

function orderOf({ idempotencyKey, onBehalfOf, dryRun, submit }: PublishInputShape | AmendInputShape): CommonOrder {
  return {
    idempotencyKey,
    onBehalfOf: onBehalfOf ?? null,
    channel: 'MUTATION',
    dryRun: dryRun ?? false,
    submit: submit ?? false,
  };
}

function toRow(row: ObservationInputShape): RowInput {
  return {
    subject: row.subject,
    measure: row.measure,
    period: row.period,
    dimensions: (row.dimensions ?? []).map(({ key, code }) => ({ key, code })),
    value: row.value,
    expectedRevision: row.expectedRevision ?? null,
    explanation: row.explanation ?? null,
    stage: row.stage ?? null,
  };
}
