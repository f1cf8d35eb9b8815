import { graphql, type GraphQLSchema } from 'graphql';
import type { DataSource } from 'typeorm';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { createSubgraphContext } from '../../shared/graphql/context.ts';
import type { Role } from '../../shared/identity/role.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { runInScope } from '../../shared/observability/request-scope.ts';
import { newTrace } from '../../shared/observability/trace.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { digestCatalogue } from '../../subgraphs/evaluation/result/catalogue-digest.ts';
import { RecalculationService } from '../../subgraphs/evaluation/result/recalculation.service.ts';
import { createEvaluationSubgraph } from '../../subgraphs/evaluation/subgraph.ts';
import { seedSubjects } from '../../subgraphs/evaluation/subject/seed-subjects.ts';
import { DistrictFeed } from '../testkit/district-feed.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

export const catalogue = loadCatalogue();
const log = createLogger('evaluation', 'silent');

export interface Who {
  readonly roles: readonly Role[];
  readonly unit: string;
}

export const OFFICE: Who = { roles: ['lead-evaluator'], unit: 'union' };

/** The demo district in a database of its own, evaluated for all its years, and its subgraph to ask. */
export class DistrictWorld {
  static async open(): Promise<DistrictWorld> {
    const database = await createServiceDatabase('evaluation');
    const dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
    await seedSubjects(dataSource, catalogue, 'on');
    const schema = await createEvaluationSubgraph({ database: dataSource, catalogue, clock: systemClock });
    const ingest = new IngestService(dataSource, new FrameworkRegister(catalogue));
    const world = new DistrictWorld(database, dataSource, schema, new DistrictFeed(catalogue, ingest));
    await world.feed.acceptDemo();
    for (const year of [2023, 2024, 2025]) await world.recalculate(year);
    return world;
  }

  readonly feed: DistrictFeed;
  readonly dataSource: DataSource;
  private readonly database: TestDatabase;
  private readonly schema: GraphQLSchema;

  private constructor(database: TestDatabase, dataSource: DataSource, schema: GraphQLSchema, feed: DistrictFeed) {
    this.database = database;
    this.dataSource = dataSource;
    this.schema = schema;
    this.feed = feed;
  }

  /** As the worker does; with another digest as after a change of the catalogue. */
  async recalculate(year = 2025, catalogueDigest = digestCatalogue()): Promise<void> {
    const register = new FrameworkRegister(catalogue);
    const { dataSource } = this;
    const recalculation = new RecalculationService({ dataSource, catalogue, register, catalogueDigest });
    await recalculation.recalculate({ subject: '110106', year });
  }

  async ask(source: string, variables: Record<string, unknown> = {}, { roles, unit }: Who = OFFICE) {
    const viewer = { subject: 'somebody', memberUnit: unit, roles: [...roles], purpose: 'test' };
    const scope = { trace: newTrace(), statements: 0 };
    const contextValue = createSubgraphContext(viewer, scope.trace, log);
    const answer = await runInScope(scope, () =>
      graphql({ schema: this.schema, source, variableValues: variables, contextValue }),
    );
    // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
    return { data: answer.data as any, errors: answer.errors, statements: scope.statements };
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.database.drop();
  }
}
