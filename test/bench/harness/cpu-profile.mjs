import { mkdirSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { basename, dirname, join } from 'node:path';

/**
 * Loaded into processes that are measured (`NODE_OPTIONS` takes no `--cpu-prof`): what a service or the peer spent its
 * time on is written into the folder `BENCH_PROFILE` when it ends, to be opened in any profiler of Chromium's.
 */
const folder = process.env.BENCH_PROFILE;
const entry = process.argv[1] ?? '';
const isMeasured = /\/(subgraphs|gateway)\/.*main\.js$|peer-gateway\.ts$/.test(entry);

if (folder !== undefined && isMeasured) {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.start');
  process.once('exit', () => {
    session.post('Profiler.stop', (error, result) => {
      if (error) return;
      mkdirSync(folder, { recursive: true });
      const name = `${basename(dirname(entry))}-${basename(entry).split('.')[0]}-${process.pid}.cpuprofile`;
      writeFileSync(join(folder, name), JSON.stringify(result.profile));
    });
  });
}
