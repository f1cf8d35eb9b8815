import { generateKeyPairSync } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { districtDemo } from '../../gateway/cli/demo/demo-set.ts';
import { publishBatch } from '../../gateway/cli/demo/publish-batch.ts';
import { planPublications } from '../../gateway/cli/demo/publication-plan.ts';
import { GraphqlClient } from '../../gateway/cli/graphql-client.ts';
import type { Gateway } from '../../gateway/server.ts';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import type { Department } from '../../shared/department/department.ts';
import { createSubgraphServer, type SubgraphServer } from '../../shared/graphql/subgraph-server.ts';
import type { Role } from '../../shared/identity/role.ts';
import { parseHopKeys } from '../../shared/identity/signed-hop.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { createEd25519Signer, type Signer } from '../../shared/primitives/signer.ts';
import { department as education } from '../../subgraphs/education/department.ts';
import { GatewayDepartmentLocks } from '../../subgraphs/evaluation/archive/department-locks.ts';
import { createEvaluationSubgraph } from '../../subgraphs/evaluation/subgraph.ts';
import { seedSubjects } from '../../subgraphs/evaluation/subject/seed-subjects.ts';
import { GatewayChangeSource } from '../../subgraphs/evaluation/worker/gateway-change-source.ts';
import { type RunningWorker, startWorker } from '../../subgraphs/evaluation/worker/worker.ts';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { department as sasac } from '../../subgraphs/sasac/department.ts';
import { department as union } from '../../subgraphs/union/department.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { plainToken, startPlainGateway } from '../testkit/plain-gateway.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

const log = createLogger('archive-test', 'silent');
const hopKeys = parseHopKeys(`test:${Buffer.from('a key of the archive tests, 32 by').toString('base64url')}`);
const DEPARTMENTS: readonly Department[] = [hrss, sasac, education, union];

/** Who asks. */
export interface Who {
  readonly unit: string | null;
  readonly roles: readonly Role[];
}

export const APPROVER: Who = { unit: 'union', roles: ['lead-evaluator', 'lead-approver'] };
const WORKER: Who = { unit: null, roles: ['service'] };

/** The district with its four departments, the evaluation and its worker, behind a real gateway; all in one process. */
export class ArchiveWorld {
  readonly catalogue = loadCatalogue();
  readonly signer: Signer;
  private readonly departments = new Map<string, TestDepartment>();
  private readonly servers = new Map<string, SubgraphServer>();
  private readonly ports = new Map<string, number>();
  private gateway!: Gateway;
  private worker: RunningWorker | null = null;
  address = '';

  private constructor(
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
  ) {
    const { privateKey } = generateKeyPairSync('ed25519');
    this.signer = createEd25519Signer(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  }

  static async open(): Promise<ArchiveWorld> {
    const database = await createServiceDatabase('evaluation');
    const dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
    const world = new ArchiveWorld(database, dataSource);
    await seedSubjects(dataSource, world.catalogue, 'on');
    await world.start();
    return world;
  }

  /** What some of the district's units report of a year, through the gateway; accepted at once. */
  async reportDemo(year: number, units: readonly string[]): Promise<void> {
    const { observations, label } = districtDemo(this.catalogue);
    const wanted = observations.filter((each) => each.year === year && units.includes(each.unit));
    for (const { unit, rows, ...rest } of planPublications(wanted, { label, today: '2026-03-20' })) {
      const subgraph = this.catalogue.memberUnits.get(unit)?.subgraph ?? 'union';
      const client = this.client({ unit, roles: ['unit-editor'] });
      const input = { ...rest, onBehalfOf: null, mode: 'ATOMIC', isDemo: true, observations: rows } as const;
      const published = await publishBatch(client, subgraph, input);
      if (!published.ok || published.value.publication === null)
        throw new Error(JSON.stringify(published).slice(0, 500));
    }
  }

  /** A circulated round of the district without the acts that led to it. */
  async circulatedRound(year: number): Promise<string> {
    const code = `fengtai-2023@${year}`;
    await this.dataSource.query(
      `insert into round (code, framework, year, edition, state, base_years, opened_by, opened_at)
       values ($1, 'fengtai-2023', $2, 1, 'CIRCULATED', '{}', 'test', now())`,
      [code, year],
    );
    const units = [...(this.catalogue.memberUnits.keys() ?? [])];
    await this.dataSource.query(
      `insert into round_participant (round, participant_kind, participant, subject, position, is_scored)
       select $1, kind, code, '110106', position, true
       from unnest($2::text[], $3::text[]) with ordinality as p (kind, code, position)`,
      [code, ['SUBJECT', ...units.map(() => 'MEMBER_UNIT')], ['110106', ...units]],
    );
    return code;
  }

  async startWorker(): Promise<void> {
    const { dataSource, catalogue, signer, database } = this;
    const token = tokenOf(WORKER);
    this.worker = await startWorker({
      ...{ dataSource, databaseUrl: database.appUrl, catalogue, signer, log },
      source: new GatewayChangeSource(this.address, token),
      locks: new GatewayDepartmentLocks(this.address, token),
    });
  }

  async stopWorker(): Promise<void> {
    await this.worker?.stop();
    this.worker = null;
  }

  /** Until everything the departments have told is taken in. */
  async isLevel(): Promise<boolean> {
    for (const [service, department] of this.departments) {
      const [head]: { position: string }[] = await department.dataSource.query('select position from feed_head');
      const [cursor]: { position: string }[] = await this.dataSource.query(
        'select position from feed_cursor where department = $1',
        [service],
      );
      if ((cursor?.position ?? '0') !== head?.position) return false;
    }
    return true;
  }

  async setDown(service: string): Promise<void> {
    await this.servers.get(service)?.close();
    this.servers.delete(service);
  }

  async setUp(service: string): Promise<void> {
    const department = this.departments.get(service);
    if (department === undefined) throw new Error(`no department ${service}`);
    const { schema } = department;
    const server = await createSubgraphServer({ name: service, schema, hopKeys, log, isReady: async () => true });
    this.ports.set(service, await server.listen('127.0.0.1', this.ports.get(service) ?? 0));
    this.servers.set(service, server);
  }

  client(who: Who = APPROVER): GraphqlClient {
    return new GraphqlClient({ url: this.address, token: tokenOf(who) });
  }

  async ask(query: string, variables: Record<string, unknown> = {}, who: Who = APPROVER) {
    const answer = await this.client(who).ask(query, variables);
    if (!answer.ok) throw new Error(answer.error.messageEn);
    // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
    return { data: answer.value.data as any, codes: answer.value.errors.map(({ extensions }) => extensions?.code) };
  }

  department(service: string): TestDepartment {
    const found = this.departments.get(service);
    if (found === undefined) throw new Error(`no department ${service}`);
    return found;
  }

  async close(): Promise<void> {
    await this.stopWorker();
    await this.gateway.close();
    await Promise.all([...this.servers.values()].map((server) => server.close()));
    await Promise.all([...this.departments.values()].map((department) => department.close()));
    await this.dataSource.destroy();
    await this.database.drop();
  }

  private async start(): Promise<void> {
    for (const department of DEPARTMENTS) {
      this.departments.set(department.service, await startDepartment(department));
      await this.setUp(department.service);
    }
    const schema = await createEvaluationSubgraph({
      ...{ database: this.dataSource, catalogue: this.catalogue, clock: systemClock },
    });
    const evaluation = await createSubgraphServer({
      name: 'evaluation',
      schema,
      hopKeys,
      log,
      isReady: async () => true,
    });
    this.servers.set('evaluation', evaluation);
    this.ports.set('evaluation', await evaluation.listen('127.0.0.1', 0));
    const own = new Map([...this.departments].map(([name, department]) => [name, department.schema]));
    own.set('evaluation', schema);
    const urlOf = (name: string) => `http://127.0.0.1:${this.ports.get(name) ?? this.ports.get('evaluation')}/graphql`;
    const { gateway, address } = await startPlainGateway({ catalogue: this.catalogue, hopKeys, living: own, urlOf });
    this.gateway = gateway;
    this.address = address;
  }
}

function tokenOf({ unit, roles }: Who): string {
  return plainToken({
    subject: `test:${unit}:${roles.join()}`,
    memberUnit: unit,
    roles: [...roles],
    purpose: '测试',
  });
}
