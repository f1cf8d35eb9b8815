import type { Viewer } from '../../shared/identity/viewer.ts';
import type { HubProcess } from '../testkit/hub-process.ts';
import { consolidated } from './consolidated.ts';
import { directFetch } from './direct-call.ts';
import type { BenchCase, BenchContext } from './harness/bench-case.ts';
import { atMost, type Bar, compared, type Measurement, round, type Round } from './harness/measurement.ts';
import { isPinning, pinningLine } from './harness/pinning.ts';
import { NO_ANSWER_CACHE } from './harness/shared-hub.ts';
import { quantile, timed } from './measure.ts';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const REQUESTS = 25;
const WARM_UP = 10;
const VARIABLES = { code: '110106', year: 2025 };
/** What only the department that was told the value can say of it. */
const SOURCE = 'id value state recordedAt';
const DOCUMENT = consolidated.replace('source { id }', `source { __typename ${SOURCE} }`);
const VIEWS = { hrss: 'hrss', sasac: 'sasac', education: 'education', union: 'tradeUnion' } as const;
type Department = keyof typeof VIEWS;

const lead: Viewer = { subject: 'bench:lead', memberUnit: 'union', roles: ['lead-evaluator'], purpose: '测试' };

/**
 * P3: the whole graph in one question against the slowest department asked for its part alone. The question keeps seven
 * processes at work, so that what counts is how many cores they may use: all of them on both sides, as where nobody
 * pins. With the gateway on a core of its own, as in the rows beside, five subgraphs share what is left of the machine.
 */
export const sourcesCase: BenchCase = {
  id: 'P3',
  title: 'evaluation with sources in all departments, against the slowest of them',
  titleZh: '评价连同各部门来源，对照最慢的一个部门',
  bar: 'p50 ≤ 2.5 ×',
  needs: ['hub', 'linux'],
  run: measureSources,
};

async function measureSources(context: BenchContext): Promise<Measurement[]> {
  const shared = await context.hub();
  await shared.restart(NO_ANSWER_CACHE);
  const { hub } = shared;
  const url = `http://127.0.0.1:${hub.port}/graphql`;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${hub.token('lead')}` };
  const body = JSON.stringify({ query: DOCUMENT, variables: VARIABLES });
  // Read as text, as the reference is: what a client does with it is not the product's time.
  const whole = async (): Promise<string> => {
    const text = await (await fetch(url, { method: 'POST', headers, body })).text();
    if (text.includes('"errors":')) throw new Error(text.slice(text.indexOf('"errors":')).slice(0, 500));
    return text;
  };
  const parts = partsOf(hub, await whole());
  shared.unpin();
  const measurements = [
    row(await takeTurns({ whole, parts }), { bar: atMost(2.5), pinning: 'no process pinned: every one on any core' }),
  ];
  if (isPinning()) {
    shared.pinGateway();
    const pinned = await takeTurns({ whole, parts });
    measurements.push(row(pinned, { note: ', the gateway on a core of its own', pinning: pinningLine() }));
  }
  return measurements;
}

interface Sides {
  readonly whole: () => Promise<string>;
  readonly parts: ReadonlyMap<Department, () => Promise<string>>;
}

interface Turns {
  readonly rounds: readonly Round[];
  /** Of each department the medians of the rounds. */
  readonly alone: ReadonlyMap<Department, readonly number[]>;
}

async function takeTurns({ whole, parts }: Sides): Promise<Turns> {
  for (let count = 0; count < WARM_UP; count += 1) for (const ask of [whole, ...parts.values()]) await ask();
  const rounds: Round[] = [];
  const alone = new Map<Department, number[]>([...parts.keys()].map((name) => [name, []]));
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    const together: number[] = [];
    const times = new Map<Department, number[]>([...parts.keys()].map((name) => [name, []]));
    for (let count = 0; count < REQUESTS; count += 1) {
      together.push(await timed(whole));
      for (const [name, ask] of parts) times.get(name)?.push(await timed(ask));
    }
    const medians = [...times].map(([name, each]) => [name, quantile(each, 0.5)] as const);
    for (const [name, median] of medians) alone.get(name)?.push(median);
    rounds.push(round(quantile(together, 0.5), Math.max(...medians.map(([, median]) => median))));
  }
  return { rounds, alone };
}

interface RowWords {
  readonly bar?: Bar;
  readonly note?: string;
  readonly pinning: string;
}

function row({ rounds, alone }: Turns, { bar, note = '', pinning }: RowWords): Measurement {
  const each = [...alone].map(([name, medians]) => [`${name} alone, ms`, quantile(medians, 0.5)] as const);
  return compared({
    ...{
      id: 'P3',
      what: `consolidated evaluation with sources and all department views${note}, p50`,
      unit: 'ms',
      rounds,
    },
    ...(bar && { bar }),
    referenceWhat: 'the slowest department asked directly for its part',
    beside: Object.fromEntries(each),
    conditions: [pinning, 'one request at a time, each side in turn; the gateway without its cache of answers'],
  });
}

/** For each department the question that gives its part of an answer, asked without the gateway. */
function partsOf(hub: HubProcess, answer: string): Map<Department, () => Promise<string>> {
  const found = answer.matchAll(/"source":\{"__typename":"(\w+)","id":"([^"]+)"/g);
  // A value that several indicators rest on is asked for once, as the gateway does.
  const types = new Map([...found].map(([, type = '', id = '']) => [id, type]));
  const sources = [...types].map(([id, type]) => ({ __typename: type, id }));
  const parts = new Map<Department, () => Promise<string>>();
  for (const name of ['hrss', 'sasac', 'education', 'union'] as const) {
    const mine = sources.filter(({ id }) => id.startsWith(`${name}:`));
    const type = mine[0]?.__typename;
    if (type === undefined) continue;
    const { url, send } = directFetch(hub, name, lead);
    const nodes = name === 'hrss' ? 'totalCount edges { node { id measure { code } value state } }' : 'totalCount';
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { __typename
      ... on ${type} { ${SOURCE} } ... on Subject { ${VIEWS[name]}(period: "2025") { observations(first: 100) { ${nodes} } } } } }`;
    const of = [{ __typename: 'Subject', code: VARIABLES.code }, ...mine];
    const body = JSON.stringify({ query, variables: { of } });
    parts.set(name, async () => {
      const text = await (await send(url, { method: 'POST', body })).text();
      if (text.includes('"errors":')) throw new Error(`${name}: ${text.slice(0, 500)}`);
      return text;
    });
  }
  if (parts.size < 2) throw new Error(`sources of ${[...parts.keys()].join(', ') || 'no department'} only`);
  return parts;
}
