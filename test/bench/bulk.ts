import { urlOf, withClient } from '../../shared/topology/provision.ts';
import { BenchDepartment } from './bench-department.ts';
import { BenchServer } from './bench-server.ts';
import { asCopy, asCsv, bulkRows, manySubjects } from './bulk-rows.ts';
import { copyIn } from '../../shared/persistence/copy-stream.ts';
import { inPieces } from './in-pieces.ts';
import type { BenchCase } from './harness/bench-case.ts';
import { atLeast, compared, measured, type Measurement, round, type Round } from './harness/measurement.ts';

const ROWS = 200_000;
/** How often publishing and copying take turns. */
const ROUNDS = 3;

const BARE = `
drop table if exists bare;
create table bare (period_year integer not null, id uuid not null, subject text not null, measure text not null,
  period text not null, period_start date not null, period_end date not null, dimensions text not null,
  value_number numeric, value_text text, revision integer not null, member_unit text not null, publication_id uuid not null,
  ordinal integer not null, explanation text, is_derived boolean not null, recorded_at timestamptz not null, stage text,
  primary key (period_year, id), unique (period_year, subject, measure, period, dimensions, revision));
create index on bare (publication_id, ordinal)`;

/** What one run cost. */
interface Cost {
  readonly ms: number;
  readonly nodeCpu: number;
  readonly serverCpu: number;
  readonly peakMb: number;
}

/** P5: one streamed file of 200,000 values through the upload service, against `COPY` of the same rows. */
export const bulkCase: BenchCase = {
  id: 'P5',
  title: 'bulk publish of 200,000 values, against COPY',
  titleZh: '批量报送20万个值，对照 COPY',
  bar: '≥ 0.3 of its rows/s',
  needs: ['postgres', 'linux'],
  run: measureBulk,
};

/** P5 with ten times the rows: memory must not grow with the file. Minutes. */
export const largeBulkCase: BenchCase = {
  id: 'P5L',
  title: 'bulk publish of 2,000,000 values',
  titleZh: '批量报送200万个值',
  bar: 'memory flat',
  needs: ['postgres', 'linux'],
  isOnlyNamed: true,
  run: measureLargeBulk,
};

async function measureBulk(): Promise<Measurement[]> {
  const server = await BenchServer.start();
  try {
    const small = await measurePublish(server, await server.database('hrss', 'small'), ROWS / 10);
    const copies: Cost[] = [];
    const publishes: Cost[] = [];
    const rounds: Round[] = [];
    const held: number[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      const url = await server.database('hrss', `bulk_${turn}`);
      await server.settle();
      copies.push(await measureCopy(server, `bulk_${turn}`));
      await server.settle();
      const published = await measurePublish(server, url, ROWS);
      publishes.push(published.cost);
      held.push(...published.held);
      rounds.push(round(perSecond(published.cost), perSecond(copies.at(-1))));
      await server.drop(`bulk_${turn}`);
    }
    const [copy, publish] = [median(copies), median(publishes)];
    return [
      compared({
        id: 'P5',
        what: 'publish of 200,000 values, streamed, all checks',
        unit: 'rows/s',
        referenceWhat: 'COPY of the same rows into a bare table with the same indexes',
        rounds,
        bar: atLeast(0.3),
        beside: { 'CPU of publishing': tellCpu(publish), 'CPU of COPY': tellCpu(copy) },
      }),
      measured({
        id: 'P5',
        what: 'peak memory (RSS) of it against a tenth of the rows',
        unit: 'MB',
        product: publish.peakMb,
        reference: { what: 'the same of 20,000 values', value: small.cost.peakMb },
      }),
      measured({ id: 'P5', what: "department's turn held at most", unit: 'ms', product: Math.max(...held) }),
    ];
  } finally {
    await server.stop();
  }
}

async function measureLargeBulk(): Promise<Measurement[]> {
  const server = await BenchServer.start();
  try {
    const url = await server.database('hrss', 'large');
    const { cost, held } = await measurePublish(server, url, ROWS * 10 - 1);
    return [
      measured({
        id: 'P5L',
        what: 'publish of 2,000,000 values',
        unit: 'rows/s',
        product: perSecond(cost, ROWS * 10),
        beside: {
          CPU: tellCpu(cost),
          'peak RSS, MB': cost.peakMb,
          'turn held, ms': Math.round(Math.max(...held)),
        },
      }),
    ];
  } finally {
    await server.stop();
  }
}

async function measureCopy(server: BenchServer, database: string): Promise<Cost> {
  return withClient(urlOf(server.adminUrl, { database }), async (client) => {
    await client.query(BARE);
    const subjects = manySubjects(ROWS / 50);
    const cost = await costOf(server, () =>
      copyIn(client, 'copy bare from stdin', inPieces(asCopy(bulkRows(ROWS, subjects)))),
    );
    await client.query('drop table bare');
    return cost;
  });
}

async function measurePublish(
  server: BenchServer,
  url: string,
  rows: number,
): Promise<{ cost: Cost; held: readonly number[] }> {
  const subjects = manySubjects(rows / 50);
  const department = await BenchDepartment.open(url, subjects);
  try {
    const cost = await costOf(server, async () => {
      const { status, body } = await department.upload(inPieces(asCsv(bulkRows(rows, subjects))));
      if (status !== 200) throw new Error(`refused: ${JSON.stringify(body).slice(0, 2_000)}`);
    });
    return { cost, held: department.turns.take() };
  } finally {
    await department.close();
  }
}

async function costOf(server: BenchServer, work: () => Promise<unknown>): Promise<Cost> {
  let peak = 0;
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const node = process.cpuUsage();
  const serverBefore = server.cpuSeconds();
  const started = performance.now();
  await work();
  const ms = performance.now() - started;
  clearInterval(sampler);
  const { user, system } = process.cpuUsage(node);
  return {
    ms,
    nodeCpu: (user + system) / 1e6,
    serverCpu: server.cpuSeconds() - serverBefore,
    peakMb: Math.round(peak / 2 ** 20),
  };
}

function median(costs: readonly Cost[]): Cost {
  const sorted = [...costs].sort((a, b) => a.ms - b.ms);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined) throw new Error('nothing measured');
  return middle;
}

function perSecond(cost: Cost | undefined, rows = ROWS): number {
  return (rows / (cost?.ms ?? Number.NaN)) * 1_000;
}

function tellCpu({ nodeCpu, serverCpu }: Cost): string {
  return `Node ${nodeCpu.toFixed(1)} s, PostgreSQL ${serverCpu.toFixed(1)} s`;
}
