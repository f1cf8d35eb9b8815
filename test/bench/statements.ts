import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config/project-root.ts';
import type { Role } from '../../shared/identity/role.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import type { HubProcess } from '../testkit/hub-process.ts';
import { type Asked, BenchDepartment } from './bench-department.ts';
import { BenchServer } from './bench-server.ts';
import { bulkRows, manySubjects } from './bulk-rows.ts';
import type { BenchRow } from './measure.ts';
import { toInput } from './writers.ts';

/** Subgraphs that answer from a database. */
const SUBGRAPHS = ['hub', 'hrss', 'sasac', 'education', 'union', 'evaluation'] as const;
/** What happens beside (the worker follows the feeds) only adds: the least of some runs is the query's own. */
const RUNS = 8;

const consolidated = readFileSync(join(projectRoot, 'test/fixtures/documents/consolidated.graphql'), 'utf8');

/** Main documents by name, each with few and with many subjects, indicators or values asked for. */
const DOCUMENTS: readonly (readonly [what: string, document: string, variables: object])[] = [
  ['consolidated evaluation, 100 indicators with sources', consolidated, { code: '110106', year: 2025 }],
  ['the same, 5 indicators', consolidated.replace('first: 100', 'first: 5'), { code: '110106', year: 2025 }],
  ...[1, 100].map((first) => [`department list of ${first}`, listOf(first), {}] as const),
  ...[1, 100].map((first) => [`values with history, ${first}`, historyOf(first), {}] as const),
  ...[1, 50].map((first) => [`publications of ${first}`, publicationsOf(first), {}] as const),
];

function listOf(first: number): string {
  return `{ hrssObservations(first: ${first}) { edges { node { id value subject { code name } memberUnit { name } publication { id } } } } }`;
}

function historyOf(first: number): string {
  return `{ hrssObservations(first: ${first}) { edges { node { id value history { revision value state recordedAt } } } } }`;
}

function publicationsOf(first: number): string {
  return `{ hrssPublications(first: ${first}) { edges { node { id state rowCount } } } }`;
}

/** P4: SQL statements of federated queries, by subgraph. */
export async function measureStatements(hub: HubProcess): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [what, document, variables] of DOCUMENTS) {
    const least = new Map<string, number>();
    for (let run = 0; run < RUNS; run += 1) {
      const before = await countAll(hub);
      const { body } = await hub.ask(hub.token('lead'), document, variables);
      const after = await countAll(hub);
      if (body.errors) throw new Error(`${what}: ${JSON.stringify(body.errors).slice(0, 500)}`);
      for (const name of SUBGRAPHS) {
        const taken = (after.get(name) ?? 0) - (before.get(name) ?? 0);
        least.set(name, Math.min(taken, least.get(name) ?? Number.POSITIVE_INFINITY));
      }
    }
    rows.push(row(what, [...least].flatMap(([name, count]) => (count === 0 ? [] : [`${name} ${count}`])).join(', ')));
  }
  return rows;
}

/** P4: statements of publishing and accepting, counted in one department. */
export async function measureActStatements(): Promise<BenchRow[]> {
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
    const rows: BenchRow[] = [];
    for (const count of [1, 20, 1_000]) {
      const { statements } = await publish(department, take(count));
      rows.push(row(`publish ${count} values`, `hrss ${statements}`));
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
      rows.push(row(`accept ${count} publications of 20 values`, `hrss ${statements}`));
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
  const environment = readFileSync(`/proc/${hub.pidOf(service)}/environ`, 'utf8').split('\0');
  const port = environment.find((each) => each.startsWith('SERVICE_PORT='))?.slice('SERVICE_PORT='.length);
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const counts = [...text.matchAll(/^sql_statement_duration_seconds_count\{.*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

function row(what: string, value: string): BenchRow {
  return { id: 'P4', what, value };
}
