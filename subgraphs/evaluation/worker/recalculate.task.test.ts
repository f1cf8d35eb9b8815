import type { JobHelpers } from 'graphile-worker';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../shared/observability/logger.ts';
import type { StoredChange } from '../result/evaluation-store.repository.ts';
import { batchesOf } from './recalculation-batches.ts';
import { createRecalculateTask } from './recalculate.task.ts';

const log = createLogger('worker', 'silent');
const CHANGE: StoredChange = { headerChanged: true, indicatorsChanged: 1 };
const NO_HELPERS = {} as JobHelpers;

/** Calculates everything but the subjects that cannot be. */
class FakeRecalculation {
  readonly asked: string[] = [];

  constructor(private readonly impossible: readonly string[] = []) {}

  async recalculateAll(year: number, subjects: readonly string[]): Promise<Map<string, StoredChange>> {
    this.asked.push(`${year}: ${subjects.join(' ')}`);
    const fault = subjects.find((subject) => this.impossible.includes(subject));
    if (fault !== undefined) throw new Error(`${fault} cannot be calculated`);
    return new Map(subjects.map((subject) => [subject, CHANGE]));
  }
}

const pairs = (year: number, ...subjects: string[]) => subjects.map((subject) => ({ subject, year }));

describe('batches of recalculations', () => {
  it('hold each subject of a year once, earlier years first', () => {
    const given = [...pairs(2025, 'a', 'b', 'a'), ...pairs(2024, 'c'), ...pairs(2025, 'd')];
    expect(batchesOf(given, 2)).toEqual([
      { year: 2024, subjects: ['c'] },
      { year: 2025, subjects: ['a', 'b'] },
      { year: 2025, subjects: ['d'] },
    ]);
    expect(batchesOf([], 2)).toEqual([]);
  });
});

describe('the recalculate job', () => {
  const settled = async (outcome: unknown) => {
    const entries = await outcome;
    return Array.isArray(entries) ? (await Promise.allSettled(entries)).map(({ status }) => status) : entries;
  };

  it('calculates one subject and year, or many in batches', async () => {
    const recalculation = new FakeRecalculation();
    const task = createRecalculateTask(recalculation, log, 2);
    await task({ subject: 'a', year: 2025 }, NO_HELPERS);
    await task(pairs(2025, 'a', 'b', 'c'), NO_HELPERS);
    expect(recalculation.asked).toEqual(['2025: a', '2025: a b', '2025: c']);
  });

  it('tells for each entry whether it is to be tried again, and lets one that cannot be calculated hold up no other', async () => {
    const recalculation = new FakeRecalculation(['b']);
    const task = createRecalculateTask(recalculation, log, 3);
    expect(await settled(task(pairs(2025, 'a', 'b', 'c', 'd'), NO_HELPERS))).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(recalculation.asked).toEqual(['2025: a b c', '2025: a', '2025: b', '2025: c', '2025: d']);
  });

  it('fails as a whole where it is about one only', async () => {
    const task = createRecalculateTask(new FakeRecalculation(['a']), log, 3);
    await expect(task({ subject: 'a', year: 2025 }, NO_HELPERS)).rejects.toThrow('a cannot be calculated');
  });

  it('refuses a payload it does not know', async () => {
    const task = createRecalculateTask(new FakeRecalculation(), log, 3);
    await expect(task({ subject: 'a' }, NO_HELPERS)).rejects.toThrow();
  });
});
