import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { type Connection, mapPage, pageRequest, toConnection } from '../../graphql/connection.ts';
import type { SubgraphContext } from '../../graphql/context.ts';
import { Requires } from '../../graphql/requires.ts';
import { isUuid } from '../../primitives/identifiers.ts';
import type { Department } from '../department.ts';
import type { PublicationEvent } from '../publication/publication.ts';
import type { DepartmentServices } from './department-services.ts';
import type { DepartmentTypes, ObservationShape, PublicationShape, ReceiptShape } from './department-types.ts';
import { publicationLoader } from './loaders.ts';
import type { PublicationFilterShape, PublicationTypes } from './publication-types.ts';
import { toObservationShape, toPublicationShape } from './shapes.ts';

const FIRST = '每页项数，1 至 500，不写为 20';
const AFTER = '上一页最后一项的游标';

/** Publications on the graph: one, lists, and what belongs to each. */
export function createPublicationResolver(
  department: Department,
  types: DepartmentTypes,
  publicationTypes: PublicationTypes,
  services: DepartmentServices,
) {
  const { fieldPrefix, label } = department;
  @Resolver(() => types.Publication)
  class PublicationResolver {
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
      return found && services.publications.mayRead(context.viewer, found) ? toPublicationShape(found) : null;
    }

    @Requires('publication:read')
    @Query(() => publicationTypes.Connection, {
      name: `${fieldPrefix}Publications`,
      nullable: true,
      description: `${label}子图的报送批次，新的在前；待办按状态筛选`,
    })
    async publications(
      @Arg('filter', () => publicationTypes.Filter, { nullable: true, description: '筛选条件' }) filter:
        | PublicationFilterShape
        | undefined,
      @Arg('first', () => Int, { nullable: true, description: FIRST }) first: number | undefined,
      @Arg('after', () => String, { nullable: true, description: AFTER }) after: string | undefined,
      @Ctx() context: SubgraphContext,
    ): Promise<Connection<PublicationShape>> {
      const page = await services.publications.list(filter ?? {}, pageRequest(first, after), context.viewer);
      for (const found of page.items) publicationLoader(services, context).prime(found.id, found);
      return toConnection(mapPage(page, toPublicationShape));
    }

    @FieldResolver(() => [types.PublicationEvent], { nullable: true, description: '经过的各步，按先后' })
    async events(@Root() { id }: PublicationShape, @Ctx() context: SubgraphContext): Promise<readonly object[]> {
      return ((await publicationLoader(services, context).load(id))?.events ?? []).map(toEventShape);
    }

    @FieldResolver(() => types.Receipt, { nullable: true, description: '报送回执' })
    async receipt(@Root() { id }: PublicationShape, @Ctx() context: SubgraphContext): Promise<ReceiptShape | null> {
      return (await publicationLoader(services, context).load(id))?.receipt ?? null;
    }

    @FieldResolver(() => [types.Receipt], { nullable: true, description: '每一步的回执，按先后' })
    async receipts(
      @Root() { id }: PublicationShape,
      @Ctx() context: SubgraphContext,
    ): Promise<readonly ReceiptShape[]> {
      return (await publicationLoader(services, context).load(id))?.receipts ?? [];
    }

    @FieldResolver(() => types.ObservationConnection, {
      nullable: true,
      description: '批次中的指标值，按报送次序；撤回申请列出所要撤回的值',
    })
    async observations(
      @Root() { id }: PublicationShape,
      @Arg('first', () => Int, { nullable: true, description: FIRST }) first: number | undefined,
      @Arg('after', () => String, { nullable: true, description: AFTER }) after: string | undefined,
      @Ctx() { viewer }: SubgraphContext,
    ): Promise<Connection<ObservationShape> | null> {
      const page = await services.observations.ofPublication(id, pageRequest(first, after), viewer);
      return page && toConnection(mapPage(page, (item) => toObservationShape(department, item)));
    }
  }
  return PublicationResolver;
}

function toEventShape({ actorUnit, ...event }: PublicationEvent): object {
  return { ...event, actorUnit: actorUnit === null ? null : { code: actorUnit } };
}
