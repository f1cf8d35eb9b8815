import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config/project-root.ts';
import { HubProcess } from '../testkit/hub-process.ts';
import { measureArchive } from './archive.ts';
import { measureBulk, measureLargeBulk } from './bulk.ts';
import { measureCalculator } from './calculator.ts';
import { measureFeeds } from './feeds.ts';
import { measureGrowth } from './growth.ts';
import { measureLists } from './lists.ts';
import { measureRound } from './round.ts';
import { type BenchRow, machineLine, quantile, timed, toMarkdown } from './measure.ts';
import { measureActStatements, measureStatements } from './statements.ts';
import { measureWriters } from './writers.ts';

/**
 * `npm run bench [-- P7a P11 …]`: what the product does on this machine, as a table and as `bench.json`.
 * No bar is asserted here: machines differ, and a figure is worth something only beside others of the same run.
 */
const wanted = new Set(process.argv.slice(2));
const isWanted = (id: string): boolean => wanted.size === 0 || wanted.has(id);
const consolidated = readFileSync(join(projectRoot, 'test/fixtures/documents/consolidated.graphql'), 'utf8');
const rows: BenchRow[] = [];

if (isWanted('P7a')) rows.push(...measureCalculator());
if (isWanted('S6')) rows.push(...(await measureArchive()));
if (isWanted('P5')) rows.push(...(await measureBulk()));
if (isWanted('P5b')) rows.push(...(await measureWriters()));
// Minutes: only when asked for by name.
if (wanted.has('P5L')) rows.push(...(await measureLargeBulk()));
if (isWanted('P4')) rows.push(...(await measureActStatements()));
if (isWanted('P7b')) rows.push(...(await measureRound()));
if (isWanted('P8') || isWanted('P9')) rows.push(...(await measureLists(isWanted)));
if (isWanted('P9')) rows.push(...(await measureGrowth()));
if (['P1', 'P3', 'P4', 'P7c', 'P10', 'P11'].some(isWanted)) await measureProduct();

const table = toMarkdown(rows);
process.stdout.write(`\n${machineLine()}\n\n${table}\n`);
writeFileSync(
  join(projectRoot, 'bench.json'),
  `${JSON.stringify({ machine: machineLine(), at: new Date().toISOString(), rows }, null, 2)}\n`,
);

async function measureProduct(): Promise<void> {
  const hub = await HubProcess.prepare();
  try {
    const first = await timed(() => hub.start({ HUB_DEMO: 'on' }));
    await hub.stop();
    const later = await timed(() => hub.start());
    if (isWanted('P11')) {
      rows.push({
        id: 'P11',
        what: 'npm start after the build, first (with demo data) / later',
        value: `${seconds(first)} / ${seconds(later)}`,
      });
      rows.push({ id: 'P11', what: 'memory of all Node processes (PSS)', value: `${Math.round(hub.memoryMb())} MB` });
    }
    if (isWanted('P1'))
      rows.push(await measureQuery(hub, 'P1', 'consolidated evaluation without sources', withoutSources(consolidated)));
    if (isWanted('P3'))
      rows.push(await measureQuery(hub, 'P3', 'the same with sources and all department views', consolidated));
    if (isWanted('P4')) rows.push(...(await measureStatements(hub)));
    if (isWanted('P7c')) rows.push(...(await measureFeeds(hub)));
    if (isWanted('P10')) rows.push(await measureVisibility(hub));
  } finally {
    await hub.stop();
    hub.remove();
  }
}

/** The document as integrators ask it who need no link to the department's own record. */
function withoutSources(document: string): string {
  return document.replace(/source \{ id \}/, '').replace(/^\s*(hrss|sasac|education|tradeUnion)\(.*$/gm, '');
}

async function measureQuery(hub: HubProcess, id: string, what: string, document: string): Promise<BenchRow> {
  const ask = () => hub.ask(hub.token('lead'), document, { code: '110106', year: 2025 });
  for (let warmUp = 0; warmUp < 20; warmUp += 1) await ask();
  const times: number[] = [];
  const cpuBefore = hub.cpuSeconds('gateway');
  for (let run = 0; run < 100; run += 1) times.push(await timed(ask));
  const cpu = ((hub.cpuSeconds('gateway') - cpuBefore) * 1000) / times.length;
  return {
    id,
    what,
    value: `p50 ${Math.round(quantile(times, 0.5))} ms, p99 ${Math.round(quantile(times, 0.99))} ms, gateway ${cpu.toFixed(1)} CPU-ms per request`,
  };
}

/** From the answer to a publication until the value stands in the evidence of the score. */
async function measureVisibility(hub: HubProcess): Promise<BenchRow> {
  const publish = `mutation ($input: PublishHrssObservationsInput!) { publishHrssObservations(input: $input) { publication { id } errors { code } } }`;
  const read = `{ subject(code: "110106") { evaluation(year: 2025) { indicators(filter: { keys: ["skill-structure"] }, first: 1) {
    edges { node { evidence { measure { code } value } } } } } } }`;
  const times: number[] = [];
  for (let run = 0; run < 30; run += 1) {
    const value = String(20_000 + run);
    const observations = [
      { subject: '110106', measure: 'technicians', period: '2025', value, explanation: '性能测试用数' },
    ];
    const input = { idempotencyKey: `bench-${run}`, observations };
    const answer = await hub.ask(hub.token('hrss'), publish, { input });
    if (!answer.body.data?.publishHrssObservations.publication)
      throw new Error(`not stored: ${JSON.stringify(answer.body).slice(0, 500)}`);
    times.push(
      await timed(async () => {
        for (;;) {
          const { body } = await hub.ask(hub.token('lead'), read);
          if (JSON.stringify(body).includes(`"${value}"`)) return;
        }
      }),
    );
  }
  return {
    id: 'P10',
    what: 'accepted publication → visible in the score',
    value: `p50 ${Math.round(quantile(times, 0.5))} ms, p95 ${Math.round(quantile(times, 0.95))} ms`,
  };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
