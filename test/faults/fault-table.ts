import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Reporter, TestModule } from 'vitest/node';
import { type FaultRow, SEED } from './fault-row.ts';

/** Tests elsewhere that are a row of the plan by themselves; run with the others, counted by test. */
export const ELSEWHERE: readonly { readonly row: string; readonly what: string; readonly file: string }[] = [
  {
    row: 'B4',
    what: 'replies of every wrong shape, from random right ones',
    file: 'test/integration/gateway-reply-shape.test.ts',
  },
  { row: 'A9', what: 'hostile and odd files, read', file: 'test/integration/intake-hostile.test.ts' },
  { row: 'B7', what: 'what counts as failure of a department', file: 'gateway/resilience/call-outcome.test.ts' },
  { row: 'C1 S3', what: '10,000 hostile requests in each mode', file: 'test/security/gateway-fuzz.test.ts' },
  {
    row: 'C2 S10',
    what: 'limits, refused before any subgraph is called',
    file: 'test/integration/gateway-limits.test.ts',
  },
  { row: 'C3', what: 'graphql-cop', file: 'test/security/gateway-cop.test.ts' },
  { row: 'C4', what: 'graphql-http audits', file: 'test/security/gateway-conformance.test.ts' },
  {
    row: 'C5 C12 C13 C15',
    what: 'foreign pages, addresses, headers, logs',
    file: 'test/security/gateway-requests.test.ts',
  },
  { row: 'C9', what: 'signature of the hop', file: 'shared/identity/signed-hop.test.ts' },
  { row: 'C10', what: 'identity headers of clients', file: 'test/integration/gateway-identity.test.ts' },
  { row: 'C11 S5', what: 'expired, forged, foreign and revoked tokens', file: 'test/security/oidc-tokens.test.ts' },
  { row: 'C13', what: 'ports of the gateway', file: 'test/integration/gateway-process.test.ts' },
];

/** Makes one table and one file of what all fault tests have found. */
export class FaultTable implements Reporter {
  constructor(private readonly file: string) {}

  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules.flatMap(rowsOf).sort((a, b) => (a.row < b.row ? -1 : 1));
    for (const { row, what, n, failures, figures, goals } of rows) {
      process.stdout.write(
        `${row.padEnd(15)} n=${String(n).padEnd(7)} failures=${String(failures).padEnd(3)} ${what}\n`,
      );
      for (const [name, value] of Object.entries(figures ?? {}))
        process.stdout.write(`${' '.repeat(19)}${name}: ${value}\n`);
      for (const [name, isReached] of Object.entries(goals ?? {}))
        process.stdout.write(`${' '.repeat(19)}${isReached ? 'reached' : 'NOT reached'}: ${name}\n`);
    }
    const machine = {
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    };
    writeFileSync(
      this.file,
      `${JSON.stringify({ at: new Date().toISOString(), seed: SEED, machine, rows }, null, 2)}\n`,
    );
    process.stdout.write(`\n${rows.length} rows, also in ${this.file}\n`);
  }
}

/** What a module's tests have handed in; a test that failed before it could is a row of its own. */
function rowsOf(module: TestModule): FaultRow[] {
  const tests = [...module.children.allTests()];
  const elsewhere = ELSEWHERE.find(({ file }) => module.moduleId.endsWith(file));
  const failed = tests.filter((test) => test.result().state === 'failed');
  if (elsewhere)
    return [{ row: elsewhere.row, what: `${elsewhere.what} (tests)`, n: tests.length, failures: failed.length }];
  const known = tests.filter((test) => test.options.fails === true);
  const silent = failed.filter((test) => test.meta().faultRows === undefined);
  return [
    ...tests.flatMap((test) => test.meta().faultRows ?? []),
    ...[...known, ...silent].map((test) => ({
      row: /^[A-Z]\d+/.exec(test.fullName)?.[0] ?? '?',
      what: `${test.options.fails === true ? 'known defect: ' : ''}${test.fullName}`,
      n: 1,
      failures: 1,
    })),
  ];
}
