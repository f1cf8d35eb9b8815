import type { Role } from '../../shared/identity/role.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import type { HubProcess } from '../testkit/hub-process.ts';
import { type Asked, BenchDepartment } from './bench-department.ts';
import { BenchServer } from './bench-server.ts';
import { bulkRows, manySubjects } from './bulk-rows.ts';
import { consolidated } from './consolidated.ts';
import type { BenchCase } from './harness/bench-case.ts';
import { atMost, measured, type Measurement } from './harness/measurement.ts';
import { environmentOf } from './harness/process-cost.ts';
import { toInput } from './writers.ts';

/** Subgraphs that answer from a database. */
const SUBGRAPHS = ['hub', 'hrss', 'sasac', 'education', 'union', 'evaluation'] as const;
/** What happens beside (the worker follows the feeds) only adds: the least of some runs is the query's own. */
const RUNS = 8;

/** Main documents by name, each with few and with many subjects, indicators or values asked for. */
const DOCUMENTS: readonly {
  readonly what: string;
  readonly few: string;
  readonly many: string;
  readonly variables: object;
}[] = [
  {
    what: 'consolidated evaluation, 100 indicators with sources against 50',
    few: consolidated.replace('first: 100', 'first: 50'),
    many: consolidated,
    variables: { code: '110106', year: 2025 },
  },
  { what: 'department list of 100 against 1', few: listOf(1), many: listOf(100), variables: {} },
  { what: 'values with history, 100 against 1', few: historyOf(1), many: historyOf(100), variables: {} },
  { what: 'publications of 50 against 1', few: publicationsOf(1), many: publicationsOf(50), variables: {} },
];

/** P4: SQL statements of federated queries and of acts. */
export const statementsCase: BenchCase = {
  id: 'P4',
  title: 'SQL statements per request',
  titleZh: '每次请求的 SQL 语句数',
  bar: 'constant: independent of subjects, indicators and values in the answer',
  needs: ['hub', 'postgres', 'linux'],
  run: async (context) => [...(await measureActStatements()), ...(await measureStatements((await context.hub()).hub))],
};

function listOf(first: number): string {
  return `{ hrssObservations(first: ${first}) { edges { node { id value subject { code name } memberUnit { name } publication { id } } } } }`;
}

function historyOf(first: number): string {
  return `{ hrssObservations(first: ${first}) { edges { node { id value history { revision value state recordedAt } } } } }`;
}

function publicationsOf(first: number): string {
  return `{ hrssPublications(first: ${first}) { edges { node { id state rowCount } } } }`;
}

/** Statements of federated queries, by subgraph. */
async function measureStatements(hub: HubProcess): Promise<Measurement[]> {
  const rows: Measurement[] = [];
  for (const { what, few, many, variables } of DOCUMENTS) {
    const [least, most] = [await countOne(hub, few, variables), await countOne(hub, many, variables)];
    rows.push(
      measured({
        ...{ id: 'P4', what, unit: 'statements', product: sumOf(most) },
        reference: { what: 'the same with few in the answer', value: sumOf(least) },
        bar: atMost(1),
        beside: { 'by subgraph': tell(most), 'by subgraph, few': tell(least) },
      }),
    );
  }
  return rows;
}

/** Statements of one document, by subgraph that sent any. */
async function countOne(hub: HubProcess, document: string, variables: object): Promise<Map<string, number>> {
  const least = new Map<string, number>();
  for (let run = 0; run < RUNS; run += 1) {
    const before = await countAll(hub);
    const { body } = await hub.ask(hub.token('lead'), document, variables);
    const after = await countAll(hub);
    if (body.errors) throw new Error(JSON.stringify(body.errors).slice(0, 500));
    for (const name of SUBGRAPHS) {
      const taken = (after.get(name) ?? 0) - (before.get(name) ?? 0);
      least.set(name, Math.min(taken, least.get(name) ?? Number.POSITIVE_INFINITY));
    }
  }
  return least;
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function tell(counts: ReadonlyMap<string, number>): string {
  return [...counts].flatMap(([name, count]) => (count === 0 ? [] : [`${name} ${count}`])).join(', ');
}

/** P4: statements of publishing and accepting, counted in one department. */
async function measureActStatements(): Promise<Measurement[]> {
  const server = await BenchServer.start();
  const subjects = manySubjects(3_000);
  const department = await BenchDepartment.open(await server.database('hrss', 'acts'), subjects);
  try {
    const values = bulkRows(100_000, subjects);
    const take = (count: number): object[] =>
      Array.from({ length: count }, () => {
        const { value } = values.next();
        return toInput(value);
      });
    const rows: Measurement[] = [];
    for (const count of [1, 20, 1_000]) {
      const { statements } = await publish(department, take(count));
      rows.push(row(`publish ${count} values`, statements));
    }
    await ask(department, aPerson('lead', 'union', 'lead-evaluator'), DECIDE, {
      memberUnit: 'hrss',
      policy: 'FOUR_EYES',
    });
    for (const count of [1, 50]) {
      const ids: string[] = [];
      for (let index = 0; index < count; index += 1) {
        const { result } = await publish(department, take(20), true);
        ids.push(/"id":"([^"]+)"/.exec(JSON.stringify(result))?.[1] ?? '');
      }
      await ask(department, aPerson('approver', 'hrss', 'unit-approver'), act('approve'), { ids });
      const { statements } = await ask(department, aPerson('lead', 'union', 'lead-evaluator'), act('accept'), { ids });
      rows.push(row(`accept ${count} publications of 20 values`, statements));
    }
    return rows;
  } finally {
    await department.close();
    await server.stop();
  }
}

const DECIDE = `mutation ($input: DecideHrssApprovalPolicyInput!) {
  decideHrssApprovalPolicy(input: $input) { policy { policy } errors { code } } }`;

const PUBLISH = `mutation ($input: PublishHrssObservationsInput!) {
  publishHrssObservations(input: $input) { publication { id } errors { code severity message } } }`;

function act(verb: 'approve' | 'accept'): string {
  const type = verb === 'approve' ? 'ApproveHrssPublicationsInput' : 'AcceptHrssPublicationsInput';
  return `mutation ($input: ${type}!) { ${verb}HrssPublications(input: $input) { publications { state } errors { code message } } }`;
}

function aPerson(name: string, memberUnit: string, role: Role): Viewer {
  return { subject: `bench:${name}`, memberUnit, roles: [role], purpose: '测试' };
}

function publish(department: BenchDepartment, observations: readonly object[], submit = false): Promise<Asked> {
  const input = { idempotencyKey: newId(), observations, submit };
  return ask(department, aPerson('editor', 'hrss', 'unit-editor'), PUBLISH, input);
}

async function ask(department: BenchDepartment, viewer: Viewer, document: string, input: object): Promise<Asked> {
  const asked = await department.ask(viewer, document, { input });
  const text = JSON.stringify(asked.result);
  if (asked.result.errors || /"publication":null|"publications":\[\]/.test(text)) throw new Error(text.slice(0, 500));
  return asked;
}

async function countAll(hub: HubProcess): Promise<Map<string, number>> {
  const counts = await Promise.all(SUBGRAPHS.map(async (name) => [name, await countOf(hub, name)] as const));
  return new Map(counts);
}

/** Statements a subgraph has sent since it started, as it tells Prometheus. */
async function countOf(hub: HubProcess, service: string): Promise<number> {
  const port = environmentOf(hub.pidOf(service)).get('SERVICE_PORT');
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const counts = [...text.matchAll(/^sql_statement_duration_seconds_count\{.*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

function row(what: string, statements: number): Measurement {
  return measured({ id: 'P4', what, unit: 'statements', product: statements });
}
