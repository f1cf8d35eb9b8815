import type { Viewer } from '../../shared/identity/viewer.ts';
import { quantile } from './measure.ts';
import { withoutAvailability, withoutSources } from './consolidated.ts';
import type { BenchCase, BenchContext } from './harness/bench-case.ts';
import { Load, type LoadJob, type LoadResult } from './harness/load.ts';
import { atLeast, atMost, compared, currentLoad, type Measurement, type Round } from './harness/measurement.ts';
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

interface Pair {
  readonly ours: Turn;
  readonly theirs: Turn;
  readonly load: number;
}

/** One turn of each side, with what its gateway spent on it. */
async function takeTurns(
  load: Load,
  { ours, theirs }: Pick<Both, 'ours' | 'theirs'>,
  jobFor: (side: Side) => LoadJob,
): Promise<Pair> {
  const take = async (side: Side): Promise<Turn> => {
    const cpu = cpuSecondsOf(side.pid);
    const result = await load.run(jobFor(side));
    const cpuMs = ((cpuSecondsOf(side.pid) - cpu) * 1_000) / result.asked;
    return { cpuMs, perSecond: result.asked / result.seconds, result };
  };
  return { ours: await take(ours), theirs: await take(theirs), load: currentLoad() };
}

function roundsOf(turns: readonly Pair[], figure: (turn: Turn) => number): Round[] {
  return turns.map(({ ours, theirs, load }) => ({ product: figure(ours), reference: figure(theirs), load }));
}

/** Every request another subject-year, no cache of answers on either side. */
async function measureCold(context: BenchContext): Promise<Measurement[]> {
  return withBoth(context, { hasCache: false }, async ({ ours, theirs, load, variables, name }) => {
    for (const side of [ours, theirs]) await load.run({ ...jobOf(side, variables), from: 0, count: WARM_UP });
    const turns: Pair[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      const pair = await takeTurns(load, { ours, theirs }, (side) => ({
        ...{ ...jobOf(side, variables), from: turn * REQUESTS, count: REQUESTS },
      }));
      turns.push(pair);
      context.say(`P1 round ${turn + 1}: ${pair.ours.cpuMs.toFixed(2)} / ${pair.theirs.cpuMs.toFixed(2)} CPU-ms`);
    }
    const base = { id: 'P1', referenceWhat: name, conditions: conditions('no cache of answers on either side') };
    return [
      compared({
        ...{
          ...base,
          what: 'gateway CPU for one evaluation with 88 indicators, 3,000 subjects',
          unit: 'CPU-ms/request',
        },
        rounds: roundsOf(turns, ({ cpuMs }) => cpuMs),
        bar: atMost(0.75),
        beside: {
          'characters of an answer': Math.round(turns[0]?.ours.result.characters ?? 0),
          'PSS of the gateway, MB': Math.round(pssMb(ours.pid)),
          'PSS of the peer, MB': Math.round(pssMb(theirs.pid)),
        },
      }),
      compared({
        ...base,
        what: 'the same, requests',
        unit: 'requests/s',
        rounds: roundsOf(turns, ({ perSecond }) => perSecond),
      }),
      compared({
        ...base,
        what: 'the same, p50',
        unit: 'ms',
        rounds: roundsOf(turns, ({ result }) => quantile(result.times, 0.5)),
      }),
      compared({
        ...base,
        what: 'the same, p99',
        unit: 'ms',
        rounds: roundsOf(turns, ({ result }) => quantile(result.times, 0.99)),
      }),
    ];
  });
}

/** Once for clients that say nothing of compression, once for those that take it, as browsers and most libraries do. */
const HOT_WAYS = [
  { what: '', headers: {} },
  { what: ', accept-encoding: gzip', headers: { 'accept-encoding': 'gzip' } },
] as const;

/** A few subjects, both with their caches of answers. */
async function measureHot(context: BenchContext): Promise<Measurement[]> {
  return withBoth(context, { hasCache: true }, async (both) => {
    const measurements: Measurement[] = [];
    for (const way of HOT_WAYS) measurements.push(...(await measureHotAs(both, way)));
    return measurements;
  });
}

async function measureHotAs(
  { ours, theirs, load, variables, name }: Both,
  { what, headers }: (typeof HOT_WAYS)[number],
): Promise<Measurement[]> {
  const hot = variables.slice(0, HOT);
  const jobFor = (side: Side) => {
    const job = jobOf({ ...side, headers: { ...side.headers, ...headers } }, hot);
    return { ...job, document: withoutAvailability, from: 0 };
  };
  for (const side of [ours, theirs]) await load.run({ ...jobFor(side), count: WARM_UP });
  const turns: Pair[] = [];
  for (let turn = 0; turn < ROUNDS; turn += 1)
    turns.push(
      await takeTurns(load, { ours, theirs }, (side) => ({
        ...{ ...jobFor(side), workers: WORKERS * 2, seconds: HOT_SECONDS },
      })),
    );
  const [first] = turns;
  const notes = [
    "peer's cache: @apollo/server-plugin-response-cache in memory, maximum age 600 s for everything",
    'the peer as its guides set it up compresses nothing, whatever is accepted',
    'the client unpacks and reads an answer once; the same bytes again are only compared',
  ];
  const base = { id: 'P2', referenceWhat: `${name}, response cache on`, conditions: conditions(...notes) };
  return [
    compared({
      ...base,
      what: `the same of ${HOT} subjects without availability, hot${what}`,
      unit: 'requests/s',
      rounds: roundsOf(turns, ({ perSecond }) => perSecond),
      bar: atLeast(10),
      beside: {
        'bytes of an answer': Math.round(first?.ours.result.bytes ?? 0),
        "bytes of the peer's": Math.round(first?.theirs.result.bytes ?? 0),
      },
    }),
    compared({
      ...base,
      what: `the same hot${what}, gateway CPU`,
      unit: 'CPU-ms/request',
      rounds: roundsOf(turns, ({ cpuMs }) => cpuMs),
    }),
    compared({
      ...base,
      what: `the same hot${what}, p99`,
      unit: 'ms',
      rounds: roundsOf(turns, ({ result }) => quantile(result.times, 0.99)),
    }),
  ];
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
      // The instant of the answer may differ, and since when a department that has just been started is known to answer.
      return JSON.stringify(data)?.replace(/"(asOf|since)":"[^"]*"/g, '');
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
