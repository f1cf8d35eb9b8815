import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { FakeChangeSource } from '../../subgraphs/evaluation/worker/fake-change-source.ts';
import { startWorker } from '../../subgraphs/evaluation/worker/worker.ts';

/**
 * The worker alone, in a process of its own so that its memory is its own: it finds what has no result, works until the
 * queue is empty and tells what it took. `npx tsx round-worker.ts DATABASE_URL CONCURRENCY BATCH`.
 */
const [url = '', concurrency = '2', batch = '25'] = process.argv.slice(2);
const log = createLogger('bench', 'error');
const dataSource = await openDataSource({ service: 'evaluation', url, entities: [], log });
const shipped = loadCatalogue();
// One round is measured: the year before is there as a base and not judged.
const frameworks = [...shipped.frameworks].map(([code, framework]) => [code, { ...framework, years: [2025] }] as const);
const catalogue = { ...shipped, frameworks: new Map(frameworks) };
const started = performance.now();
const worker = await startWorker({
  ...{ dataSource, databaseUrl: url, catalogue, log },
  source: new FakeChangeSource(),
  departments: [],
  recalculations: { concurrency: Number(concurrency), batch: Number(batch) },
});
for (;;) {
  const [row]: { jobs: number }[] = await dataSource.query(
    'select count(*)::integer as jobs from graphile_worker.jobs',
  );
  if (row?.jobs === 0) break;
  await delay(100);
}
const milliseconds = performance.now() - started;
await worker.stop();
await dataSource.destroy();
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.stdout.write(
  `${JSON.stringify({ milliseconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024 })}\n`,
);
process.exit(0);
