import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashState, type StateCell } from '../../shared/department/change-feed/feed-state.ts';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import { FOLLOWED_DEPARTMENTS } from '../../subgraphs/evaluation/input-store/department-register.ts';
import { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { GatewayChangeSource } from '../../subgraphs/evaluation/worker/gateway-change-source.ts';
import { DepartmentProcess } from '../testkit/department-process.ts';
import { type FailPoint, KillableProcess } from '../testkit/killable-process.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';
import { service } from '../testkit/viewers.ts';
import { isFull, report, seeded, sized } from './fault-row.ts';
import { upTo } from '../testkit/seeded-random.ts';
import { type Ask, asking } from './ledger.ts';
import { ReportingClient } from './reporting-client.ts';

/** The department and the worker are real; the gateway between them only passes on, in small pages. */
let department: DepartmentProcess;
let worker: KillableProcess;
let gateway: Server;
let gatewayUrl: string;
let databases: TestDatabase[];
let asked = 0;

const PAGE = 200;
const EMPTY = JSON.stringify({ data: { feed: { head: '0', changes: [] } } });

async function passOn(body: string): Promise<string> {
  const { query, variables } = JSON.parse(body);
  if (!query.includes('hrssChanges')) {
    await delay(500);
    return EMPTY;
  }
  asked += 1;
  return (await department.ask(service, query, { ...variables, first: PAGE })).text;
}

beforeAll(async () => {
  [department, ...databases] = await Promise.all([
    DepartmentProcess.start('hrss'),
    createServiceDatabase('evaluation'),
    createServiceDatabase('evaluation'),
  ]);
  gateway = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.setHeader('content-type', 'application/json');
    response.end(await passOn(Buffer.concat(chunks).toString()).catch(() => '{}'));
  }).listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const address = gateway.address();
  gatewayUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/graphql`;
  worker = await KillableProcess.start('subgraphs/evaluation/worker/main.js', {
    DATABASE_URL: databases[0]?.appUrl ?? '',
    GATEWAY_URL: gatewayUrl,
    SERVICE_TOKEN: 'worker',
    HUB_DEMO: 'national',
  });
});
afterAll(async () => {
  await worker.close();
  gateway.closeAllConnections();
  gateway.close();
  await department.close();
  await Promise.all(databases.map((database) => database.drop()));
});

const POINTS: readonly FailPoint[] = ['before-begin', 'before-commit', 'mid-commit', 'after-commit'];

/** Takes the whole feed in once, from zero, into a store of its own. */
async function replay(database: TestDatabase): Promise<void> {
  const log = createLogger('evaluation', 'silent');
  const dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
  const hrss = FOLLOWED_DEPARTMENTS.find((each) => each.service === 'hrss');
  if (hrss === undefined) throw new Error('hrss is not followed');
  try {
    const ingest = new IngestService(dataSource, new FrameworkRegister(loadCatalogue()));
    const source = new GatewayChangeSource(gatewayUrl, 'worker');
    for (let after = 0n; ; ) {
      const page = await source.read(hrss, { after, first: 5_000, waitMs: 0 }, new AbortController().signal);
      const last = page.changes.at(-1);
      if (last === undefined) return;
      await ingest.ingest('hrss', page);
      after = last.position;
    }
  } finally {
    await dataSource.destroy();
  }
}

const contents = (ask: Ask) =>
  ask<Record<string, string>>(`
    select department, observation_id, subject, measure, period, dimensions, value, state, revision::text, position::text,
      member_unit, first_reported_on::text from input_observation where known_to is null
    union all
    select department, observation_id, subject, measure, period, dimensions, value, 'waits ' || state, revision::text, position::text,
      member_unit, reported_on::text from pending_observation
    order by 1, 3, 4, 5, 6, 8, 9`);

describe('A6: the worker is killed while it follows', () => {
  it('misses nothing and holds what a replay from zero comes to', { timeout: 3_600_000 }, async (context) => {
    const client = new ReportingClient(department);
    const random = seeded();
    const kills = sized(3, 200);
    await client.report('upload');
    for (let kill = 0; kill < kills; kill += 1) {
      const { starts } = worker;
      const point = POINTS[isFull ? upTo(random, POINTS.length * 2) : kill + 1];
      if (point !== undefined) await worker.failAt(point, 1 + upTo(random, 2));
      await client.report('mutation');
      await client.report('mutation');
      if (point === undefined) {
        await delay(upTo(random, 100));
        worker.kill();
      }
      await expect.poll(() => worker.starts, { timeout: 60_000, interval: 10 }).toBe(starts + 1);
    }
    await client.report('mutation');
    const { body } = await department.ask(service, '{ hrssFeedState { position cells stateHash } }');
    const told = body.data.hrssFeedState;
    const [followed, replayed] = databases.map((database) => asking(database.ownerUrl, 'evaluation'));
    if (!followed || !replayed || !databases[1]) throw new Error('no databases');
    const position = async () =>
      (await followed<{ position: string }>("select position from feed_cursor where department = 'hrss'"))[0]?.position;
    await expect.poll(position, { timeout: 60_000, interval: 50 }).toBe(told.position);
    await replay(databases[1]);
    const [held, expected] = [await contents(followed), await contents(replayed)];
    const cells = await followed<StateCell>(`
      select subject, period, measure, dimensions, value, state, revision, member_unit as "memberUnit"
      from input_observation where known_to is null and department = 'hrss' and position is not null`);
    const stateHash = hashState(cells);
    const isSame = JSON.stringify(held) === JSON.stringify(expected);
    report(context, {
      row: 'A6',
      what: 'kill -9 of the worker while it follows a department',
      n: kills,
      failures: (isSame ? 0 : 1) + (stateHash === told.stateHash ? 0 : 1),
      figures: { positions: told.position, cells: cells.length, pagesAsked: asked, starts: worker.starts },
    });
    expect(held).toEqual(expected);
    expect([cells.length, stateHash]).toEqual([told.cells, told.stateHash]);
  });
});
