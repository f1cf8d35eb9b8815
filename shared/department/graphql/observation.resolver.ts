import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Requires } from '../../graphql/requires.ts';
import { type Connection, mapPage, pageRequest, toConnection } from '../../graphql/connection.ts';
import type { SubgraphContext } from '../../graphql/context.ts';
import { DateTimeScalar, PeriodCodeScalar } from '../../graphql/scalars.ts';
import type { Department } from '../department.ts';
import type { ObservationQuery } from '../observation/observation.service.ts';
import type { DepartmentServices } from './department-services.ts';
import type { DepartmentTypes, ObservationFilterShape, ObservationShape } from './department-types.ts';
import { historyLoader, observationLoader, publicationLoader } from './loaders.ts';
import { toObservationShape, toPublicationShape, toRevisionShape } from './shapes.ts';

const FIRST = '每页项数，1 至 500，不写为 20';
const AFTER = '上一页最后一项的游标';
const AS_OF = '取该时刻所知的值，不写即现在';
const PROVISIONAL = '为 true 时连同尚未核收的值（仅责任单位和协调小组办公室可见）；不能与 asOf 同用';

/** Which page of a list, as it was known when. */
@ArgsType()
class ListArguments {
  @Field(() => DateTimeScalar, { nullable: true, description: AS_OF })
  asOf?: Date;

  @Field(() => Boolean, { nullable: true, description: PROVISIONAL })
  provisional?: boolean;

  @Field(() => Int, { nullable: true, description: FIRST })
  first?: number;

  @Field(() => String, { nullable: true, description: AFTER })
  after?: string;
}

/** Reads of a department: lists, one by id, the department's own view of a subject. */
export function createObservationResolvers(
  department: Department,
  types: DepartmentTypes,
  services: DepartmentServices,
) {
  const { fieldPrefix, label } = department;
  const list = async (
    query: ObservationQuery,
    page: ListArguments,
    context: SubgraphContext,
  ): Promise<Connection<ObservationShape>> => {
    const found = await services.observations.list(
      query,
      pageRequest(page.first, page.after),
      { asOf: page.asOf ?? null, provisional: page.provisional ?? false },
      context.viewer,
    );
    return toConnection(mapPage(found, (item) => toObservationShape(department, item)));
  };

  @Resolver(() => types.Observation)
  class ObservationResolver {
    @Requires('observation:read')
    @Query(() => types.ObservationConnection, {
      name: `${fieldPrefix}Observations`,
      nullable: true,
      description: `${label}子图的指标值`,
    })
    observations(
      @Arg('filter', () => types.ObservationFilter, { nullable: true, description: '筛选条件' }) filter:
        | ObservationFilterShape
        | undefined,
      @Args(() => ListArguments) page: ListArguments,
      @Ctx() context: SubgraphContext,
    ): Promise<Connection<ObservationShape>> {
      return list(filter ?? {}, page, context);
    }

    @Requires('observation:read')
    @Query(() => types.Observation, {
      name: `${fieldPrefix}Observation`,
      nullable: true,
      description: `${label}子图的一个指标值`,
    })
    async observation(
      @Arg('id', () => ID, { description: '指标值的标识' }) id: string,
      @Ctx() context: SubgraphContext,
    ): Promise<ObservationShape | null> {
      const found = await observationLoader(services, context).load(id);
      return found && toObservationShape(department, found);
    }

    @FieldResolver(() => [types.Revision], {
      nullable: true,
      description: '这一格的各版，旧的在前：值、状态、经办者、理由、回执；仅责任单位和协调小组办公室可见',
    })
    async history(@Root() { id }: ObservationShape, @Ctx() context: SubgraphContext): Promise<readonly object[]> {
      return (await historyLoader(services, context).load(id)).map(toRevisionShape);
    }

    @FieldResolver(() => types.Publication, { nullable: true, description: '所属报送批次' })
    async publication(
      @Root() { publicationId }: ObservationShape,
      @Ctx() context: SubgraphContext,
    ): Promise<object | null> {
      const found = await publicationLoader(services, context).load(publicationId);
      return found && services.publications.mayRead(context.viewer, found) ? toPublicationShape(found) : null;
    }

    @FieldResolver(() => types.Receipt, { nullable: true, description: '所属报送批次的回执' })
    async receipt(
      @Root() { publicationId }: ObservationShape,
      @Ctx() context: SubgraphContext,
    ): Promise<object | null> {
      return (await publicationLoader(services, context).load(publicationId))?.receipt ?? null;
    }
  }

  @Resolver(() => types.Revision)
  class RevisionResolver {
    @FieldResolver(() => types.Receipt, { nullable: true, description: '所属报送批次的回执' })
    async receipt(
      @Root() { publicationId }: { publicationId: string },
      @Ctx() context: SubgraphContext,
    ): Promise<object | null> {
      return (await publicationLoader(services, context).load(publicationId))?.receipt ?? null;
    }
  }

  @Resolver(() => types.Subject)
  class SubjectResolver {
    @FieldResolver(() => types.Report, {
      name: fieldPrefix,
      nullable: true,
      description: `${label}子图对该评价对象的自有视图`,
    })
    report(
      @Root() { code }: { code: string },
      @Arg('period', () => PeriodCodeScalar, { nullable: true, description: '报告期，含其中的较短报告期；不写即全部' })
      period: string | undefined,
    ): { subject: string; period: string | null } {
      return { subject: code, period: period ?? null };
    }
  }

  @Resolver(() => types.Report)
  class ReportResolver {
    @FieldResolver(() => types.ObservationConnection, { nullable: true, description: '指标值' })
    observations(
      @Root() { subject, period }: { subject: string; period: string | null },
      @Arg('filter', () => types.ObservationFilter, {
        nullable: true,
        description: '筛选条件，评价对象与报告期以上层为准',
      })
      filter: ObservationFilterShape | undefined,
      @Args(() => ListArguments) page: ListArguments,
      @Ctx() context: SubgraphContext,
    ): Promise<Connection<ObservationShape>> {
      return list({ ...filter, subject, period: period ?? filter?.period ?? null }, page, context);
    }
  }
  return [ObservationResolver, RevisionResolver, SubjectResolver, ReportResolver] as const;
}
