import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Requires } from '../../graphql/requires.ts';
import type { SubgraphContext } from '../../graphql/context.ts';
import { toUserError } from '../../graphql/user-error.type.ts';
import { isUuid } from '../../primitives/identifiers.ts';
import type { Department } from '../department.ts';
import type { PublicationEvent } from '../publication/publication.ts';
import { mayReadPublication } from '../publication/publication.permission.ts';
import type { PublishCommand } from '../publication/publish.ts';
import type { DepartmentServices } from './department-services.ts';
import type { DepartmentTypes, PublicationShape, ReceiptShape } from './department-types.ts';
import { publicationLoader } from './loaders.ts';
import {
  PublicationMode,
  type PublishInputShape,
  type PublishPayloadShape,
  type PublishTypes,
} from './publish-types.ts';
import { summaryToShape, toPublicationShape } from './shapes.ts';

/** Reporting (报送) and what became of it. */
export function createPublishResolver(
  { typePrefix, fieldPrefix, label }: Department,
  types: DepartmentTypes,
  publishTypes: PublishTypes,
  services: DepartmentServices,
) {
  @Resolver(() => types.Publication)
  class PublishResolver {
    @Requires('observation:publish')
    @Mutation(() => publishTypes.Payload, {
      name: `publish${typePrefix}Observations`,
      description: `向${label}子图报送一批指标值`,
    })
    async publish(
      @Arg('input', () => publishTypes.Input, { description: '报送内容' }) input: PublishInputShape,
      @Ctx() { viewer, trace }: SubgraphContext,
    ): Promise<PublishPayloadShape> {
      const outcome = await services.publish.publish(toCommand(input), { viewer, traceId: trace.traceId });
      return {
        publication: outcome.publication && summaryToShape(outcome.publication),
        receipt: outcome.receipt,
        errors: outcome.issues.map(toUserError),
      };
    }

    @Requires('publication:read')
    @Query(() => types.Publication, {
      name: `${fieldPrefix}Publication`,
      nullable: true,
      description: `${label}子图的一个报送批次`,
    })
    async publication(
      @Arg('id', () => ID, { description: '报送批次的标识' }) id: string,
      @Ctx() context: SubgraphContext,
    ): Promise<PublicationShape | null> {
      const found = isUuid(id) ? await publicationLoader(services, context).load(id) : null;
      return found && mayReadPublication(context.viewer, found) ? toPublicationShape(found) : null;
    }

    @FieldResolver(() => [types.PublicationEvent], { nullable: true, description: '经过的各步，按先后' })
    async events(
      @Root() { id }: PublicationShape,
      @Ctx() context: SubgraphContext,
    ): Promise<readonly PublicationEvent[]> {
      return (await publicationLoader(services, context).load(id))?.events ?? [];
    }

    @FieldResolver(() => types.Receipt, { nullable: true, description: '报送回执' })
    async receipt(@Root() { id }: PublicationShape, @Ctx() context: SubgraphContext): Promise<ReceiptShape | null> {
      return (await publicationLoader(services, context).load(id))?.receipt ?? null;
    }
  }
  return PublishResolver;
}

function toCommand(input: PublishInputShape): PublishCommand {
  return {
    idempotencyKey: input.idempotencyKey,
    onBehalfOf: input.onBehalfOf ?? null,
    mode: input.mode ?? PublicationMode.ATOMIC,
    dryRun: input.dryRun ?? false,
    isDemo: input.isDemo ?? false,
    reportedOn: input.reportedOn ?? null,
    rows: input.observations.map((row) => ({
      subject: row.subject,
      measure: row.measure,
      period: row.period,
      dimensions: (row.dimensions ?? []).map(({ key, code }) => ({ key, code })),
      value: row.value,
      expectedRevision: row.expectedRevision ?? null,
      explanation: row.explanation ?? null,
      stage: null,
    })),
  };
}
