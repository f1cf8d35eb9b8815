import type { DataSource } from 'typeorm';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import {
  FOLLOWED_DEPARTMENTS,
  type FollowedDepartment,
} from '../../subgraphs/evaluation/input-store/department-register.ts';
import { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { seedSubjects } from '../../subgraphs/evaluation/subject/seed-subjects.ts';
import type { ChangeSource } from '../../subgraphs/evaluation/worker/change-source.ts';
import { GatewayChangeSource } from '../../subgraphs/evaluation/worker/gateway-change-source.ts';
import type { HubProcess } from '../testkit/hub-process.ts';
import { BenchServer } from './bench-server.ts';
import { directFetch } from './direct-call.ts';
import type { BenchCase } from './harness/bench-case.ts';
import { atLeast, compared, type Measurement, round, type Round } from './harness/measurement.ts';
import { environmentOf } from './harness/process-cost.ts';

const ROUNDS = 4;
/** As the worker asks. */
const PAGE = 5_000;

type SourceOf = (department: FollowedDepartment) => ChangeSource;

/** P7c: the worker's way of taking the feeds in, through the gateway and, the same pages, from the departments directly. */
export const feedsCase: BenchCase = {
  id: 'P7c',
  title: 'ingest of change feeds, against the departments directly',
  titleZh: '经网关接收变更流，对照直接读取',
  bar: '≥ 0.5',
  needs: ['hub', 'postgres', 'linux'],
  run: async (context) => measureFeeds((await context.hub()).hub),
};

async function measureFeeds(hub: HubProcess): Promise<Measurement[]> {
  const server = await BenchServer.start();
  const reads: Round[] = [];
  const ingests: Round[] = [];
  let changes = 0;
  try {
    // The worker's own identity: no other may ask for pages of its size.
    const token = environmentOf(hub.pidOf('worker')).get('SERVICE_TOKEN') ?? '';
    const gateway = new GatewayChangeSource(`http://127.0.0.1:${hub.port}/graphql`, token);
    const ways = {
      gateway: () => gateway,
      directly: (department: FollowedDepartment) => directSource(hub, department),
    };
    for (let turn = -1; turn < ROUNDS; turn += 1) {
      const rates = { gateway: { read: 0, ingest: 0 }, directly: { read: 0, ingest: 0 } };
      for (const way of ['gateway', 'directly'] as const) {
        const read = await follow(ways[way], async () => undefined);
        const name = `feeds_${way}_${turn + 1}`;
        const ingest = await withStore(server, name, (dataSource) => {
          const service = new IngestService(dataSource, new FrameworkRegister(loadCatalogue()));
          return follow(ways[way], async (department, page) => void (await service.ingest(department.service, page)));
        });
        changes = read.changes;
        rates[way] = { read: read.rate, ingest: ingest.rate };
      }
      if (turn < 0) continue;
      reads.push(round(rates.gateway.read, rates.directly.read));
      ingests.push(round(rates.gateway.ingest, rates.directly.ingest));
    }
  } finally {
    await server.stop();
  }
  return [
    toRow(`pages of ${changes} changes read through the gateway`, reads),
    toRow('the same read and taken into the input store', ingests),
  ];
}

interface Followed {
  readonly changes: number;
  /** Changes per second. */
  readonly rate: number;
}

/** All departments from zero to their heads, one after the other as the machine is small. */
async function follow(
  sourceOf: SourceOf,
  take: (department: FollowedDepartment, page: Awaited<ReturnType<ChangeSource['read']>>) => Promise<void>,
): Promise<Followed> {
  const started = performance.now();
  const { signal } = new AbortController();
  let changes = 0;
  for (const department of FOLLOWED_DEPARTMENTS) {
    const source = sourceOf(department);
    for (let after = 0n; ; ) {
      const page = await source.read(department, { after, first: PAGE, waitMs: 0 }, signal);
      if (page.changes.length > 0) await take(department, page);
      changes += page.changes.length;
      after = page.changes.at(-1)?.position ?? after;
      if (after >= page.head) break;
    }
  }
  return { changes, rate: (changes * 1_000) / (performance.now() - started) };
}

/** Asks the department itself, signed as the gateway signs. */
function directSource(hub: HubProcess, { service }: FollowedDepartment): ChangeSource {
  const { url, send } = directFetch(hub, service, {
    ...{ subject: 'bench:worker', memberUnit: null, roles: ['service'], purpose: '测试' },
  });
  return new GatewayChangeSource(url, '', send);
}

async function withStore<T>(
  server: BenchServer,
  name: string,
  act: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const url = await server.database('evaluation', name);
  const log = createLogger('bench', 'error');
  const dataSource = await openDataSource({ service: 'evaluation', url, entities: [], log });
  try {
    await seedSubjects(dataSource, loadCatalogue(), 'on');
    return await act(dataSource);
  } finally {
    await dataSource.destroy();
    await server.drop(name);
  }
}

function toRow(what: string, rounds: readonly Round[]): Measurement {
  return compared({
    ...{
      id: 'P7c',
      what,
      unit: 'changes/s',
      referenceWhat: 'the same pages asked from the departments directly',
      rounds,
    },
    bar: atLeast(0.5),
  });
}
