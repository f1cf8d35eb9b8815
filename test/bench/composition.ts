import { createRequire } from 'node:module';
import { join } from 'node:path';
import { composeSupergraph, readSubgraphSchemas, type SubgraphSdl } from '../../gateway/supergraph/compose.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import { consolidated } from './consolidated.ts';
import type { BenchCase } from './harness/bench-case.ts';
import { Skipped } from './harness/skipped.ts';
import { atMost, measured, type Measurement } from './harness/measurement.ts';
import { quantile } from './measure.ts';

const SUBGRAPHS = 30;
const OPERATIONS = 200;
const ROUNDS = 3;

/** P12: what there is of it. The registry with owners, comparison of versions and rehearsal is not in the product yet. */
export const compositionCase: BenchCase = {
  id: 'P12',
  title: 'composition of 30 subgraphs, 200 operations planned',
  titleZh: '组合30个子图并规划200个操作',
  bar: '≤ 3 s for composition, ownership, breaking changes and rehearsal together',
  needs: [],
  run: measureComposition,
};

async function measureComposition(): Promise<Measurement[]> {
  const shipped = await readSubgraphSchemas(join(projectRoot, 'subgraphs'));
  const many = multiplied(shipped, SUBGRAPHS);
  const times: number[] = [];
  const plans: number[] = [];
  let graph = '';
  const cpu = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    const composed = composeSupergraph(many);
    times.push(performance.now() - started);
    if (!composed.ok) throw new Error(composed.error.slice(0, 3).join('; '));
    graph = composed.value;
    plans.push(timeOfPlans(graph, operations()));
  }
  const { user, system } = process.cpuUsage(cpu);
  const [composing, planning] = [quantile(times, 0.5) / 1_000, quantile(plans, 0.5) / 1_000];
  const conditions = [
    'ownership, breaking changes and rehearsal of the registry are not in the product: their time is not in these figures',
    'subgraphs beyond the shipped ones are copies of the department of human resources under other names',
  ];
  return [
    measured({
      ...{ id: 'P12', what: `composition of ${SUBGRAPHS} subgraphs and ${OPERATIONS} operations planned`, unit: 's' },
      ...{ product: composing + planning, bar: atMost(3, 'product'), conditions },
      beside: {
        'composition, s': composing,
        'planning, s': planning,
        'CPU of both, s': (user + system) / 1e6 / ROUNDS,
        'characters of the supergraph': graph.length,
      },
    }),
  ];
}

/** As many subgraphs as wanted: copies of a department under names of their own. */
function multiplied(shipped: readonly SubgraphSdl[], count: number): SubgraphSdl[] {
  const pattern = shipped.find(({ name }) => name === 'hrss');
  if (pattern === undefined) throw new Error('no department to copy');
  const copies = Array.from({ length: count - shipped.length }, (_, index) => {
    const number = String(index + 1).padStart(2, '0');
    const sdl = pattern.sdl.replaceAll('Hrss', `Unit${number}`).replaceAll('hrss', `unit${number}`);
    return { name: `unit${number}`, sdl };
  });
  return [...shipped, ...copies];
}

/** The consolidated document, each time with another size of page, so that none is planned twice. */
function operations(): string[] {
  return Array.from({ length: OPERATIONS }, (_, index) =>
    consolidated.replace('indicators(first: 100)', `indicators(first: ${index + 1})`),
  );
}

/** Milliseconds to read a graph and plan every operation, as the gateway's planner does; each must have a plan. */
function timeOfPlans(graph: string, documents: readonly string[]): number {
  const Planner = loadPlanner();
  const started = performance.now();
  const planner = new Planner(graph);
  for (const document of documents) {
    if (planner.plan(document, null, new Set(), 0).node === undefined) throw new Error('an operation has no plan');
  }
  return performance.now() - started;
}

/** The native planner, as `gateway/supergraph/planner.ts` loads it. */
function loadPlanner(): new (graph: string) => Planner {
  try {
    const require = createRequire(import.meta.url);
    return createRequire(require.resolve('@graphql-hive/router-runtime'))('@graphql-hive/router-query-planner')
      .QueryPlanner;
  } catch {
    throw new Skipped('the native query planner does not load here');
  }
}

interface Planner {
  plan(document: string, name: null, labels: ReadonlySet<string>, percentage: number): { node?: unknown };
}
