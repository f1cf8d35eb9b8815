import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { projectRoot } from '../../shared/config/project-root.ts';
import { ELSEWHERE, FaultTable } from './fault-table.ts';

/** `npm run faults`: every fault test at full size, one file after the other so that none measures another's load. */
process.env.FAULTS = 'full';
const only = process.argv.slice(2);
const files = only.length > 0 ? only : ['test/faults', ...ELSEWHERE.map(({ file }) => file)];
const table = new FaultTable(join(projectRoot, 'faults.json'));
const vitest = await startVitest('test', files, {
  watch: false,
  fileParallelism: false,
  reporters: ['default', table],
});
await vitest.close();
