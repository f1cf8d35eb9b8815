import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubTokenIntrospector } from '../../gateway/access/token-introspection.ts';
import { directoryOf } from '../../gateway/resilience/subgraph-directory.ts';
import { createGateway, type Gateway } from '../../gateway/server.ts';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import { createSubgraphServer, type SubgraphServer } from '../../shared/graphql/subgraph-server.ts';
import type { Role } from '../../shared/identity/role.ts';
import { HOP_HEADERS, signHop } from '../../shared/identity/signed-hop.ts';
import { encodeViewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { seedSubjects } from '../../subgraphs/evaluation/subject/seed-subjects.ts';
import { createEvaluationSubgraph } from '../../subgraphs/evaluation/subgraph.ts';
import { department as union } from '../../subgraphs/union/department.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';
import { aViewer } from '../testkit/viewers.ts';
import { HubWorld, hopKeys } from './hub-world.ts';

const catalogue = loadCatalogue();
const log = createLogger('test', 'silent');

/** One act in every kind of service: refused, done and administered. */
const ACTS = `mutation ($publish: PublishTradeUnionObservationsInput!, $assessment: CreateAssessmentInput!) {
  publishTradeUnionObservations(input: $publish) { errors { code } }
  createAssessment(input: $assessment) { errors { code } }
}`;
const TOKEN = `mutation { createToken(input: { subject: "x", roles: [AUDITOR], purpose: "测试", days: 1 }) { errors { code } } }`;
const TRAILS = `{
  tradeUnionAuditTrail(first: 1) { edges { node { sourceAddress } } }
  evaluationAuditTrail(first: 1) { edges { node { sourceAddress objectType } } }
  auditTrail(first: 50) { edges { node { action sourceAddress sourceIp } } }
}`;
const ASSESSMENT = {
  item: 'leadership-attention-rating',
  subject: '110106',
  year: 2025,
  source: 'SUPERIOR',
  body: '市协调小组办公室',
  mark: '80',
  reason: '有部署有检查',
};
/** What a client may say about itself, and is not believed. */
const FORGED = {
  [HOP_HEADERS.source]: '198.51.100.9',
  'x-forwarded-for': '198.51.100.9',
  forwarded: 'for=198.51.100.9',
};

let hub: HubWorld;
let department: TestDepartment;
let database: TestDatabase;
let evaluation: DataSource;
let servers: SubgraphServer[];
let gateway: Gateway;
let address: string;

beforeAll(async () => {
  [hub, department, database] = await Promise.all([
    HubWorld.open(),
    startDepartment(union),
    createServiceDatabase('evaluation'),
  ]);
  evaluation = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
  await seedSubjects(evaluation, catalogue, 'on');
  const evaluationSchema = await createEvaluationSubgraph({ database: evaluation, catalogue, clock: systemClock });
  const isReady = async () => true;
  servers = await Promise.all([
    createSubgraphServer({ name: 'union', schema: department.schema, hopKeys, log, isReady }),
    createSubgraphServer({ name: 'evaluation', schema: evaluationSchema, hopKeys, log, isReady }),
  ]);
  const hubUrl = await hub.listen();
  const subgraphUrls: Record<string, string> = { hub: hubUrl, hrss: hubUrl, sasac: hubUrl, education: hubUrl };
  for (const [index, name] of ['union', 'evaluation'].entries())
    subgraphUrls[name] = `http://127.0.0.1:${await servers[index]?.listen('127.0.0.1', 0)}/graphql`;
  const [key] = hopKeys;
  if (!key) throw new Error('no key');
  gateway = await createGateway({
    supergraph: {
      load: async () => readFileSync(join(projectRoot, 'gateway/supergraph/supergraph.graphql'), 'utf8'),
      watch: () => () => undefined,
    },
    subgraphUrls,
    hopKeys,
    tokens: new HubTokenIntrospector({ hubUrl, key, timeoutMs: 20_000 }),
    directory: directoryOf(catalogue),
    log,
    timeLimits: { requestMs: 60_000, subgraphMs: 30_000, subgraphs: {} },
  });
  address = `http://127.0.0.1:${(await gateway.listen('127.0.0.1', 0)).port}/graphql`;
});

afterAll(async () => {
  await gateway.close();
  await Promise.all(servers.map((server) => server.close()));
  await evaluation.destroy();
  await Promise.all([department.close(), hub.close(), database.drop()]);
});

async function ask(roles: Role[], query: string, variables: object = {}) {
  const order = { subject: `test:${roles[0]}`, memberUnit: 'union', roles, purpose: '测试', days: 1 };
  const issued = await hub.services.tokens.issue([order], 'bootstrap');
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${issued.ok ? issued.value[0] : ''}`,
      ...FORGED,
    },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

describe('the audit', () => {
  it('says from which address a client spoke, as the gateway saw it and not as the client says', async () => {
    const observations = [{ subject: '110106', measure: 'fiscal-expenditure', period: '2025', value: '两百' }];
    const publish = { idempotencyKey: newId(), onBehalfOf: 'finance', observations };
    const acts = await ask(['unit-editor', 'lead-evaluator'], ACTS, { publish, assessment: ASSESSMENT });
    expect(acts).toMatchObject({
      data: { publishTradeUnionObservations: { errors: [{}] }, createAssessment: { errors: [] } },
    });
    expect(await ask(['security-administrator'], TOKEN)).not.toHaveProperty('errors');
    const { data, errors } = await ask(['auditor'], TRAILS);
    expect(errors).toBeUndefined();
    const source = { sourceAddress: '127.0.0.1' };
    expect(data.tradeUnionAuditTrail.edges).toEqual([{ node: source }]);
    expect(data.evaluationAuditTrail.edges).toEqual([{ node: { ...source, objectType: 'assessment' } }]);
    const records = data.auditTrail.edges.map(({ node }: { node: { action: string } }) => node);
    expect(records).toContainEqual({ action: 'token.create', ...source, sourceIp: source.sourceAddress });
    // What the operator did on the server came by no connection.
    expect(records).toContainEqual({ action: 'token.issue', sourceAddress: null, sourceIp: null });
  });

  it('takes no address that is not signed: such a call is refused as a whole', async () => {
    const viewer = encodeViewer(aViewer('union', 'auditor'));
    const body = JSON.stringify({ query: '{ __typename }' });
    const [key] = hopKeys;
    const hop = { target: 'union', method: 'POST', path: '/graphql', body, viewer };
    const call = (source: string, signed: object) =>
      servers[0]?.app.inject({
        method: 'POST',
        url: '/graphql',
        payload: body,
        headers: {
          'content-type': 'application/json',
          [HOP_HEADERS.viewer]: viewer,
          [HOP_HEADERS.source]: source,
          ...signed,
        },
      });
    if (!key) throw new Error('no key');
    expect((await call('192.0.2.1', signHop(hop, key)))?.statusCode).toBe(401);
    expect((await call('192.0.2.1', signHop({ ...hop, source: '192.0.2.2' }, key)))?.statusCode).toBe(401);
    expect((await call('192.0.2.1', signHop({ ...hop, source: '192.0.2.1' }, key)))?.statusCode).toBe(200);
  });
});
