import type { Reporter, TestModule } from 'vitest/node';

/** How a run ended, in numbers. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Counts tests; a file or suite that could not run at all, and an error outside any test, count as one failure each. */
export function tallyOf(modules: readonly TestModule[], errorsOutsideTests: number): Tally {
  const tally = { passed: 0, failed: errorsOutsideTests, skipped: 0 };
  for (const module of modules) {
    tally.failed += module.errors().length;
    for (const suite of module.children.allSuites()) tally.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed' || state === 'failed') tally[state] += 1;
      else tally.skipped += 1;
    }
  }
  return tally;
}

/** `12 passed, 0 failed`, with `, 1 skipped` where some were. */
export function plainLine(tally: Tally): string {
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
  return `${tally.passed} passed, ${tally.failed} failed${skipped}`;
}

/**
 * Ends a run with one plain line that a script can read. It is written when the process ends, so that nothing
 * follows it, and never says that nothing failed when the run itself did (a broken set-up, for one).
 */
export default class PlainLineReporter implements Reporter {
  private tally: Tally = { passed: 0, failed: 0, skipped: 0 };

  onInit(): void {
    process.once('exit', (code) => {
      const failed = code !== 0 && this.tally.failed === 0 ? 1 : this.tally.failed;
      process.stdout.write(`\n${plainLine({ ...this.tally, failed })}\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], errorsOutsideTests: readonly unknown[]): void {
    this.tally = tallyOf(modules, errorsOutsideTests.length);
  }
}
