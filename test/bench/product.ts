import type { HubProcess } from '../testkit/hub-process.ts';
import type { BenchCase } from './harness/bench-case.ts';
import { atMost, measured, type Measurement } from './harness/measurement.ts';
import { familyOf, pssMb } from './harness/process-cost.ts';
import type { SharedHub } from './harness/shared-hub.ts';
import { quantile, timed } from './measure.ts';

const PUBLICATIONS = 40;

/** P11: the first start with demo data, a later one, and the memory of everything that then runs. */
export const startCase: BenchCase = {
  id: 'P11',
  title: 'start and memory of everything',
  titleZh: '启动时间与全部进程内存',
  bar: 'first ≤ 20 s, later ≤ 8 s, PSS ≤ 1.5 GB',
  needs: ['hub', 'linux'],
  run: async (context) => measureStart(await context.hub()),
};

/** P10: from the answer to a publication until the value stands in the evidence of the score. */
export const visibilityCase: BenchCase = {
  id: 'P10',
  title: 'accepted publication visible in the score',
  titleZh: '报送被接受到计入得分',
  bar: 'p95 ≤ 1 s',
  needs: ['hub'],
  run: async (context) => [await measureVisibility((await context.hub()).hub)],
};

function measureStart({ launcherPid, firstStartMs, laterStartMs }: SharedHub): Measurement[] {
  const processes = familyOf(launcherPid);
  const memory = processes.reduce((sum, pid) => sum + pssMb(pid), 0);
  return [
    measured({
      ...{ id: 'P11', what: 'first start with demo data, after install and build', unit: 's' },
      product: firstStartMs === null ? null : firstStartMs / 1_000,
      bar: atMost(20, 'product'),
    }),
    measured({
      ...{ id: 'P11', what: 'later start', unit: 's', product: laterStartMs / 1_000 },
      bar: atMost(8, 'product'),
    }),
    measured({
      ...{ id: 'P11', what: 'memory (PSS) of all processes, PostgreSQL and launcher included', unit: 'MB' },
      product: memory,
      bar: atMost(1_536, 'product'),
      beside: { processes: processes.length },
    }),
  ];
}

const PUBLISH = `mutation ($input: PublishHrssObservationsInput!) {
  publishHrssObservations(input: $input) { publication { id } errors { code } } }`;
const READ = `{ subject(code: "110106") { evaluation(year: 2025) { indicators(filter: { keys: ["skill-structure"] }, first: 1) {
  edges { node { evidence { measure { code } value } } } } } } }`;

async function measureVisibility(hub: HubProcess): Promise<Measurement> {
  const times: number[] = [];
  const run = Date.now().toString(36);
  for (let count = 0; count < PUBLICATIONS; count += 1) {
    const value = String(20_000 + ((Date.now() + count * 7) % 9_000));
    const observations = [
      { subject: '110106', measure: 'technicians', period: '2025', value, explanation: '性能测试用数' },
    ];
    const input = { idempotencyKey: `bench-${run}-${count}`, observations };
    const answer = await hub.ask(hub.token('hrss'), PUBLISH, { input });
    if (!answer.body.data?.publishHrssObservations.publication)
      throw new Error(`not stored: ${JSON.stringify(answer.body).slice(0, 500)}`);
    times.push(await timed(() => untilShown(hub, value)));
  }
  return measured({
    ...{ id: 'P10', what: `accepted publication → visible in the score, p95 of ${PUBLICATIONS}`, unit: 'ms' },
    product: quantile(times, 0.95),
    bar: atMost(1_000, 'product'),
    beside: { 'p50, ms': quantile(times, 0.5) },
  });
}

async function untilShown(hub: HubProcess, value: string): Promise<void> {
  for (;;) {
    const { body } = await hub.ask(hub.token('lead'), READ);
    if (JSON.stringify(body).includes(`"${value}"`)) return;
  }
}
