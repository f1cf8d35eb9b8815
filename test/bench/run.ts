import 'reflect-metadata';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../shared/config/project-root.ts';
import { openContext } from './harness/context.ts';
import { documentReport } from './harness/document.ts';
import { readLoad, readMachine } from './harness/machine.ts';
import { conditionsOf, toMarkdown } from './harness/markdown.ts';
import { chooseCases, unknownRows } from './harness/registry.ts';
import { mergeReports, type Report } from './harness/report.ts';
import { type Results, runCases } from './harness/run-cases.ts';

/**
 * `npm run bench [-- P1 P5 …] [-- --document]`: what the product does on this machine, as a table and as `bench.json`.
 * No bar is asserted here: machines differ, and a figure is worth something only beside others of the same run. Rows that
 * failed are told and make the exit code 1.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    /** Writes table and picture into `docs/performance.md` and beside it. */
    document: { type: 'boolean', default: false },
    /** Measures nothing: only writes anew what an earlier run has left in `bench.json`. */
    'no-run': { type: 'boolean', default: false },
    /** Rows of an earlier run that this one does not measure stay in `bench.json`. */
    merge: { type: 'boolean', default: false },
    /** Another file for the table alone. */
    write: { type: 'string' },
  },
});
const file = join(projectRoot, 'bench.json');
const wanted = new Set(positionals);
const unknown = unknownRows(wanted);

if (unknown.length > 0) {
  process.stderr.write(`no such row: ${unknown.join(', ')}\n`);
  process.exitCode = 2;
} else await main();

async function main(): Promise<void> {
  const earlier: Report | null = existsSync(file) ? readReport() : null;
  if (values['no-run'] && earlier === null) throw new Error('there is no bench.json of an earlier run');
  const report = values['no-run'] && earlier !== null ? earlier : await measure(values.merge ? earlier : null);
  const table = toMarkdown(report);
  process.stdout.write(`\n${conditionsOf(report)}\n\n${table}\n`);
  if (values.write !== undefined) writeFileSync(values.write, `${conditionsOf(report)}\n\n${table}\n`);
  if (values.document) documentReport(report, join(projectRoot, 'docs'));
  if (report.missing.some(({ kind }) => kind === 'failed')) process.exitCode = 1;
}

async function measure(earlier: Report | null): Promise<Report> {
  const [startedAt, loadBefore] = [new Date().toISOString(), readLoad()];
  const machine = readMachine();
  const keep = (results: Results): Report => {
    const ended = { endedAt: new Date().toISOString(), loadAfter: readLoad() };
    const report = mergeReports(earlier, { version: 1, startedAt, loadBefore, ...ended, machine, ...results });
    writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
    return report;
  };
  const context = openContext(wanted);
  try {
    return keep(await runCases(chooseCases(wanted), context, keep));
  } finally {
    await context.close();
  }
}

/** Of another shape, left by an older version: worth nothing. */
function readReport(): Report | null {
  const report: Report = JSON.parse(readFileSync(file, 'utf8'));
  return report.version === 1 ? report : null;
}
