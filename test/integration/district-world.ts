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
import type { FrameworkVersions } from '../../subgraphs/evaluation/framework-version/framework-versions.ts';
import { openFrameworkVersions } from '../../subgraphs/evaluation/framework-version/open-framework-versions.ts';
import { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { digestCatalogue } from '../../subgraphs/evaluation/result/recalculation/catalogue-digest.ts';
import { RecalculationService } from '../../subgraphs/evaluation/result/recalculation/recalculation.service.ts';
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

interface Parts {
  readonly database: TestDatabase;
  readonly dataSource: DataSource;
  readonly schema: GraphQLSchema;
  readonly versions: FrameworkVersions;
}

/** The demo district in a database of its own, evaluated for all its years, and its subgraph to ask. */
export class DistrictWorld {
  static async open(): Promise<DistrictWorld> {
    const database = await createServiceDatabase('evaluation');
    const dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
    await seedSubjects(dataSource, catalogue, 'on');
    const versions = await openFrameworkVersions(dataSource, catalogue, log);
    const schema = await createEvaluationSubgraph({ database: dataSource, catalogue, clock: systemClock, versions });
    const ingest = new IngestService(dataSource, new FrameworkRegister(versions.catalogue));
    const feed = new DistrictFeed(catalogue, ingest);
    const world = new DistrictWorld({ database, dataSource, schema, versions }, feed);
    await world.feed.acceptDemo();
    for (const year of [2023, 2024, 2025]) await world.recalculate(year);
    return world;
  }

  readonly feed: DistrictFeed;
  readonly dataSource: DataSource;
  private readonly parts: Parts;

  private constructor(parts: Parts, feed: DistrictFeed) {
    this.parts = parts;
    this.dataSource = parts.dataSource;
    this.feed = feed;
  }

  /** As the worker does; with another digest as after a change of the catalogue. */
  async recalculate(year = 2025, catalogueDigest = digestCatalogue()): Promise<void> {
    const { dataSource, versions } = this.parts;
    const register = new FrameworkRegister(versions.catalogue);
    const dependencies = { dataSource, catalogue: versions.catalogue, register, catalogueDigest, versions };
    const recalculation = new RecalculationService(dependencies);
    await recalculation.recalculate({ subject: '110106', year });
  }

  async ask(source: string, variables: Record<string, unknown> = {}, { roles, unit }: Who = OFFICE) {
    const viewer = { subject: `test:${roles.join()}`, memberUnit: unit, roles: [...roles], purpose: 'test' };
    const scope = { trace: newTrace(), statements: 0 };
    const contextValue = createSubgraphContext(viewer, scope.trace, log);
    const answer = await runInScope(scope, () =>
      graphql({ schema: this.parts.schema, source, variableValues: variables, contextValue }),
    );
    // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
    return { data: answer.data as any, errors: answer.errors, statements: scope.statements };
  }

  async close(): Promise<void> {
    await this.parts.versions.close();
    await this.dataSource.destroy();
    await this.parts.database.drop();
  }
}
