import { describe, expect, it } from 'vitest';
import type { TestModule } from 'vitest/node';
import { plainLine, tallyOf } from './plain-line-reporter.ts';

interface FakeModule {
  readonly errors?: number;
  readonly suiteErrors?: readonly number[];
  readonly states?: readonly string[];
}

function errors(count: number): () => Error[] {
  return () => Array.from({ length: count }, () => new Error('broken'));
}

function aModule({ errors: own = 0, suiteErrors = [], states = [] }: FakeModule): TestModule {
  const children = {
    allSuites: () => suiteErrors.map((count) => ({ errors: errors(count) })),
    allTests: () => states.map((state) => ({ result: () => ({ state }) })),
  };
  return { errors: errors(own), children } as unknown as TestModule;
}

describe('the plain last line', () => {
  it('counts tests by how they ended', () => {
    const modules = [aModule({ states: ['passed', 'failed', 'skipped'] }), aModule({ states: ['passed', 'pending'] })];
    expect(plainLine(tallyOf(modules, 0))).toBe('2 passed, 1 failed, 2 skipped');
  });

  it('leaves out what did not happen', () => {
    expect(plainLine(tallyOf([aModule({ states: ['passed'] })], 0))).toBe('1 passed, 0 failed');
  });

  it('counts a file or suite that cannot run and an error outside any test as failures', () => {
    const modules = [aModule({ errors: 1 }), aModule({ suiteErrors: [1, 0], states: ['passed'] })];
    expect(plainLine(tallyOf(modules, 1))).toBe('1 passed, 3 failed');
  });
});
