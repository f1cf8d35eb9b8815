import { type LaneResult, runLane } from './load-lane.ts';
import type { LoadJob } from './load.ts';

/** A process that makes load: what it measures is not mixed with the work of those it measures. */
let until = 0;
process.on('message', (job: LoadJob | 'stop') => {
  if (job === 'stop') until = 0;
  else void run(job).then((results) => process.send?.(results));
});
process.once('disconnect', () => process.exit(0));
process.send?.('ready');

async function run({ address, lanes, seconds }: LoadJob): Promise<Record<string, LaneResult>> {
  until = performance.now() + seconds * 1000;
  const results = await Promise.all(
    Object.entries(lanes).map(async ([name, lane]) => [name, await runLane(address, lane, () => until)] as const),
  );
  return Object.fromEntries(results);
}
