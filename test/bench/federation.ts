import type { Viewer } from '../../shared/identity/viewer.ts';
import { quantile } from './measure.ts';
import { withoutAvailability, withoutSources } from './consolidated.ts';
import type { BenchCase, BenchContext } from './harness/bench-case.ts';
import { Load, type LoadResult } from './harness/load.ts';
import { atLeast, atMost, compared, type Measurement, round, type Round } from './harness/measurement.ts';
import { PeerGateway } from './harness/peer-process.ts';
import { pinningLine } from './harness/pinning.ts';
import { cpuSecondsOf, pssMb } from './harness/process-cost.ts';
import { NO_ANSWER_CACHE, type SharedHub } from './harness/shared-hub.ts';

const WORKERS = 4;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const REQUESTS = Number(process.env['BENCH_REQUESTS'] ?? 250);
const WARM_UP = Number(process.env['BENCH_WARM_UP'] ?? 150);
/** A few subjects asked again and again. */
const HOT = 4;
const HOT_SECONDS = 4;

/** As the product's own lead token is seen; the peer says it without looking at any token. */
const lead: Viewer = { subject: 'bench:lead', memberUnit: 'union', roles: ['lead-evaluator'], purpose: '测试' };

/** P1 and P2: the product's gateway and the peer's before the same subgraphs, turn by turn. */
export const federationCase: BenchCase = {
  id: 'P1',
  also: ['P2'],
  title: 'federated evaluation, against Apollo',
  titleZh: '联合查询一个对象的评价，对照 Apollo',
  bar: 'P1: gateway CPU per request ≤ 0.75 × the peer; P2: ≥ 10 × its requests/s',
  needs: ['hub', 'peers', 'linux'],
  async run(context) {
    const measurements: Measurement[] = [];
    if (context.isWanted('P1')) measurements.push(...(await measureCold(context)));
    if (context.isWanted('P2')) measurements.push(...(await measureHot(context)));
    return measurements;
  },
};

interface Side {
  readonly pid: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Turn {
  readonly cpuMs: number;
  readonly perSecond: number;
  readonly result: LoadResult;
}

/** Every request another subject-year, no cache of answers on either side. */
async function measureCold(context: BenchContext): Promise<Measurement[]> {
  return withBoth(context, { hasCache: false }, async ({ ours, theirs, load, variables, name }) => {
    const take = async (side: Side, from: number): Promise<Turn> => {
      const cpu = cpuSecondsOf(side.pid);
      const job = { url: side.url, headers: side.headers, document: withoutSources, variables, workers: WORKERS };
      const result = await load.run({ ...job, from, count: REQUESTS });
      const cpuMs = ((cpuSecondsOf(side.pid) - cpu) * 1_000) / result.asked;
      return { cpuMs, perSecond: result.asked / result.seconds, result };
    };
    for (const side of [ours, theirs]) await load.run({ ...jobOf(side, variables), from: 0, count: WARM_UP });
    const turns: { ours: Turn; theirs: Turn; load: number }[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      const from = turn * REQUESTS;
      const pair = { ours: await take(ours, from), theirs: await take(theirs, from) };
      turns.push({ ...pair, load: round(0).load });
      context.say(`P1 round ${turn + 1}: ${pair.ours.cpuMs.toFixed(2)} / ${pair.theirs.cpuMs.toFixed(2)} CPU-ms`);
    }
    const of = (figure: (turn: Turn) => number): Round[] =>
      turns.map((turn) => ({ product: figure(turn.ours), reference: figure(turn.theirs), load: turn.load }));
    const base = { id: 'P1', referenceWhat: name, conditions: conditions('no cache of answers on either side') };
    return [
      compared({
        ...{
          ...base,
          what: 'gateway CPU for one evaluation with 88 indicators, 3,000 subjects',
          unit: 'CPU-ms/request',
        },
        rounds: of(({ cpuMs }) => cpuMs),
        bar: atMost(0.75),
        beside: {
          'characters of an answer': Math.round(turns[0]?.ours.result.bytes ?? 0),
          'PSS of the gateway, MB': Math.round(pssMb(ours.pid)),
          'PSS of the peer, MB': Math.round(pssMb(theirs.pid)),
        },
      }),
      compared({ ...base, what: 'the same, requests', unit: 'requests/s', rounds: of(({ perSecond }) => perSecond) }),
      compared({ ...base, what: 'the same, p50', unit: 'ms', rounds: of(({ result }) => quantile(result.times, 0.5)) }),
      compared({
        ...base,
        what: 'the same, p99',
        unit: 'ms',
        rounds: of(({ result }) => quantile(result.times, 0.99)),
      }),
    ];
  });
}

/** A few subjects, both with their caches of answers. */
async function measureHot(context: BenchContext): Promise<Measurement[]> {
  return withBoth(context, { hasCache: true }, async ({ ours, theirs, load, variables, name }) => {
    const hot = variables.slice(0, HOT);
    const take = (side: Side): Promise<LoadResult> =>
      load.run({
        ...jobOf(side, hot),
        document: withoutAvailability,
        from: 0,
        workers: WORKERS * 2,
        seconds: HOT_SECONDS,
      });
    for (const side of [ours, theirs])
      await load.run({ ...jobOf(side, hot), document: withoutAvailability, from: 0, count: WARM_UP });
    const rounds: Round[] = [];
    const slowest: Round[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      const [a, b] = [await take(ours), await take(theirs)];
      rounds.push(round(a.asked / a.seconds, b.asked / b.seconds));
      slowest.push(round(quantile(a.times, 0.99), quantile(b.times, 0.99)));
    }
    const note = "peer's cache: @apollo/server-plugin-response-cache in memory, maximum age 600 s for everything";
    const base = { id: 'P2', referenceWhat: `${name}, response cache on`, conditions: conditions(note) };
    return [
      compared({
        ...base,
        what: `the same of ${HOT} subjects without availability, hot`,
        unit: 'requests/s',
        rounds,
        bar: atLeast(10),
      }),
      compared({ ...base, what: 'the same hot, p99', unit: 'ms', rounds: slowest }),
    ];
  });
}

interface Both {
  readonly ours: Side;
  readonly theirs: Side;
  readonly load: Load;
  readonly variables: readonly object[];
  readonly name: string;
}

async function withBoth<T>(
  context: BenchContext,
  { hasCache }: { hasCache: boolean },
  act: (both: Both) => Promise<T>,
): Promise<T> {
  const folder = await context.peers();
  const shared = await context.hub();
  const variables = await shared.withNation(context.say);
  await shared.restart(hasCache ? {} : NO_ANSWER_CACHE);
  const ours = sideOf(shared);
  const load = await Load.prepare();
  const peer = await PeerGateway.start(shared.hub, { folder, viewer: lead, hasCache });
  try {
    const theirs: Side = { pid: peer.pid, url: peer.url, headers: {} };
    await expectSameAnswer(ours, theirs, variables[0] ?? {});
    const name = `${folder.versionOf('@apollo/gateway')}, ${folder.versionOf('@apollo/server')}`;
    return await act({ ours, theirs, load, variables, name });
  } finally {
    load.close();
    await peer.stop();
  }
}

/** Two sides that answer differently are not compared. */
async function expectSameAnswer(ours: Side, theirs: Side, variables: object): Promise<void> {
  const [one, other] = await Promise.all(
    [ours, theirs].map(async ({ url, headers }) => {
      const body = JSON.stringify({ query: withoutSources, variables });
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      const { data }: { data?: object } = JSON.parse(await response.text());
      // The instant of the answer is the one thing that may differ.
      return JSON.stringify(data)?.replace(/"asOf":"[^"]*"/g, '');
    }),
  );
  if (one === undefined || one !== other) {
    const at = [...(one ?? '')].findIndex((letter, place) => letter !== other?.[place]);
    const told = [one, other].map((text) => text?.slice(Math.max(0, at - 80), at + 120)).join(' | ');
    throw new Error(`product and peer answer differently at ${at}: ${told}`);
  }
}

function sideOf({ hub }: SharedHub): Side {
  const headers = { authorization: `Bearer ${hub.token('lead')}` };
  return { pid: hub.pidOf('gateway'), url: `http://127.0.0.1:${hub.port}/graphql`, headers };
}

function jobOf({ url, headers }: Side, variables: readonly object[]) {
  return { url, headers, document: withoutSources, variables, workers: WORKERS };
}

function conditions(...more: readonly string[]): string[] {
  return [
    pinningLine(),
    `${WORKERS} workers wait for their answers, in a process of their own`,
    'rates and requests in flight of the product relaxed; the peer checks no token, scope or limit',
    'the same subgraphs, key and viewer; security links stripped from the supergraph for the peer',
    ...more,
  ];
}
