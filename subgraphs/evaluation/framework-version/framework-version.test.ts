import { describe, expect, it } from 'vitest';
import { countingRevision, stateOf, type VersionAction } from './framework-version.ts';

const acts = (...actions: readonly (readonly [VersionAction, number])[]) =>
  actions.map(([action, revision]) => ({ action, revision }));

describe('the state of a framework version', () => {
  it.each([
    ['DRAFT', acts(['IMPORTED', 1], ['IMPORTED', 2]), false],
    ['PUBLISHED', acts(['IMPORTED', 1], ['PUBLISHED', 1], ['CARRIED_OVER', 1]), false],
    ['USED', acts(['SEEDED', 1], ['PUBLISHED', 1], ['USED', 1]), false],
    ['USED', acts(['SEEDED', 1], ['PUBLISHED', 1]), true],
    ['DRAFT', acts(['IMPORTED', 1]), true],
  ] as const)('is %s by its acts and whether a round rests on it', (state, events, isInRound) => {
    expect(stateOf(events, isInRound)).toBe(state);
  });

  it('counts what was published last, and before that what was imported last', () => {
    expect(countingRevision(acts(['IMPORTED', 1], ['IMPORTED', 2]))).toBe(2);
    expect(countingRevision(acts(['IMPORTED', 1], ['PUBLISHED', 1]))).toBe(1);
    expect(countingRevision(acts(['SEEDED', 1], ['PUBLISHED', 1], ['SEEDED', 2], ['PUBLISHED', 2]))).toBe(2);
  });
});
