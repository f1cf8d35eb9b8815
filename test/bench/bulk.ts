import { loadavg } from 'node:os';
import { urlOf, withClient } from '../../shared/topology/provision.ts';
import { BenchDepartment } from './bench-department.ts';
import { BenchServer } from './bench-server.ts';
import { asCopy, asCsv, bulkRows, manySubjects } from './bulk-rows.ts';
import { copyIn, inPieces } from './copy-in.ts';
import { type BenchRow, quantile } from './measure.ts';

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
export async function measureBulk(): Promise<BenchRow[]> {
  const server = await BenchServer.start();
  try {
    const small = await measurePublish(server, await server.database('hrss', 'small'), ROWS / 10);
    const copies: Cost[] = [];
    const publishes: Cost[] = [];
    const held: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const url = await server.database('hrss', `bulk_${round}`);
      await server.settle();
      copies.push(await measureCopy(server, `bulk_${round}`));
      await server.settle();
      const published = await measurePublish(server, url, ROWS);
      publishes.push(published.cost);
      held.push(...published.held);
      await server.drop(`bulk_${round}`);
    }
    const ratios = copies.map((copy, index) => copy.ms / (publishes[index]?.ms ?? Number.NaN));
    const [copy, publish] = [median(copies), median(publishes)];
    return [
      row('COPY of 200,000 rows into a bare table with the same indexes', tell(copy)),
      row(
        'publish of 200,000 values, streamed, all checks',
        `${tell(publish)}, peak RSS ${publish.peakMb} MB (of a tenth: ${small.cost.peakMb} MB)`,
      ),
      row(
        'publish / COPY',
        `${ratios.map((ratio) => ratio.toFixed(2)).join(', ')} (median ${quantile(ratios, 0.5).toFixed(2)}; load ${loadavg()[0]?.toFixed(1)})`,
      ),
      row("department's turn held", `${Math.round(Math.max(...held))} ms at most`),
    ];
  } finally {
    await server.stop();
  }
}

/** P5 with ten times the rows: memory must not grow with the file. */
export async function measureLargeBulk(): Promise<BenchRow[]> {
  const server = await BenchServer.start();
  try {
    const url = await server.database('hrss', 'large');
    const { cost, held } = await measurePublish(server, url, ROWS * 10 - 1);
    return [
      row(
        'publish of 2,000,000 values',
        `${tell(cost, ROWS * 10)}, peak RSS ${cost.peakMb} MB, turn held ${Math.round(Math.max(...held))} ms`,
      ),
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

function tell({ ms, nodeCpu, serverCpu }: Cost, rows = ROWS): string {
  const perSecond = Math.round((rows / ms) * 1_000);
  return `${perSecond} rows/s (${(ms / 1_000).toFixed(1)} s; CPU ${nodeCpu.toFixed(1)} s Node, ${serverCpu.toFixed(1)} s PostgreSQL)`;
}

function row(what: string, value: string): BenchRow {
  return { id: 'P5', what, value };
}
