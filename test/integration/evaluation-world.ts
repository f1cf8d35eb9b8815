import type { DataSource } from 'typeorm';
import { GraphqlClient } from '../../gateway/cli/graphql-client.ts';
import type { Gateway } from '../../gateway/server.ts';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import type { DemoMode } from '../../shared/catalogue/subject/subjects.ts';
import { createSubgraphServer, type SubgraphServer } from '../../shared/graphql/subgraph-server.ts';
import type { Role } from '../../shared/identity/role.ts';
import { parseHopKeys } from '../../shared/identity/signed-hop.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import { RecalculationService } from '../../subgraphs/evaluation/result/recalculation/recalculation.service.ts';
import { createEvaluationSubgraph } from '../../subgraphs/evaluation/subgraph.ts';
import { seedSubjects } from '../../subgraphs/evaluation/subject/seed-subjects.ts';
import { plainToken, startPlainGateway } from '../testkit/plain-gateway.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

const log = createLogger('test', 'silent');
/** A key of these tests only. */
const hopKeys = parseHopKeys(`test:${Buffer.from('a key of the evaluation tests 32').toString('base64url')}`);

export interface EvaluationAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
  readonly data: any;
  /** Codes of the errors at the top. */
  readonly codes: readonly string[];
}

/** Who asks; `subject` is made of role and unit where none is given. */
export interface Asker {
  readonly role: Role;
  readonly unit?: string | null;
  readonly subject?: string;
}

/** The evaluation subgraph with its database behind a real gateway; whoever is named as the asker is who asks. */
export class EvaluationWorld {
  readonly catalogue = loadCatalogue();
  readonly recalculation: RecalculationService;
  /** The clock of the subgraph. */
  time = new Date('2026-03-20T02:00:00Z');
  private server!: SubgraphServer;
  private gateway!: Gateway;
  private address = '';

  private constructor(
    private readonly database: TestDatabase,
    readonly dataSource: DataSource,
  ) {
    const { catalogue } = this;
    const register = new FrameworkRegister(catalogue);
    this.recalculation = new RecalculationService({ dataSource, catalogue, register, catalogueDigest: 'test' });
  }

  static async open(demo: DemoMode = 'on'): Promise<EvaluationWorld> {
    const database = await createServiceDatabase('evaluation');
    const dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
    const world = new EvaluationWorld(database, dataSource);
    await seedSubjects(dataSource, world.catalogue, demo);
    await world.start();
    return world;
  }

  async ask(
    query: string,
    variables: object = {},
    asker: Asker = { role: 'lead-evaluator' },
  ): Promise<EvaluationAnswer> {
    const response = await fetch(this.address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokenOf(asker)}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors = [] } = await response.json();

    return { data, codes: errors.map((error: { extensions?: { code?: string } }) => error.extensions?.code) };
  }

  /** The command line's way in, with the token of an asker. */
  client(asker: Asker = { role: 'lead-evaluator' }): GraphqlClient {
    return new GraphqlClient({ url: this.address, token: tokenOf(asker) });
  }

  async close(): Promise<void> {
    await this.gateway.close();
    await this.server.close();
    await this.dataSource.destroy();
    await this.database.drop();
  }

  private async start(): Promise<void> {
    const clock = { now: () => this.time };
    const schema = await createEvaluationSubgraph({ database: this.dataSource, catalogue: this.catalogue, clock });
    this.server = await createSubgraphServer({ name: 'evaluation', schema, hopKeys, log, isReady: async () => true });
    const url = `http://127.0.0.1:${await this.server.listen('127.0.0.1', 0)}/graphql`;
    const { gateway, address } = await startPlainGateway({
      catalogue: this.catalogue,
      hopKeys,
      living: new Map([['evaluation', schema]]),
      urlOf: () => url,
    });
    this.gateway = gateway;
    this.address = address;
  }
}

function tokenOf({ role, unit = 'union', subject }: Asker): string {
  return plainToken({ subject: subject ?? `${unit}:${role}`, memberUnit: unit, roles: [role], purpose: '测试' });
}
