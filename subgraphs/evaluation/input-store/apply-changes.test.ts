import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aChange, type FakeValue } from '../worker/fake-change-source.ts';
import { applyChanges, cellText, type KnownCell } from './apply-changes.ts';

const change = (position: number, value: Partial<FakeValue> = {}) =>
  aChange('hrss', BigInt(position), { measure: 'm', value: '1', ...value });
const key = cellText(change(1).observation);
const known = (given: Partial<KnownCell> = {}): Map<string, KnownCell> =>
  new Map([
    [
      key,
      {
        rowId: 'row',
        periodYear: 2025,
        observationId: 'hrss:2025:1',
        state: 'ACCEPTED',
        revision: 1,
        firstReportedOn: '2026-01-01',
        ...given,
      },
    ],
  ]);

describe('applyChanges', () => {
  it('adds an accepted value where none is known', () => {
    const result = applyChanges([change(1)], new Map());
    expect(result.closed).toEqual([]);
    expect(result.added.map(({ change: { position } }) => position)).toEqual([1n]);
  });

  it('closes the known value when a revision is accepted and keeps the day of first filing', () => {
    const result = applyChanges([change(2, { revision: 2, reportedOn: '2026-03-01' })], known());
    expect(result.closed.map(({ rowId }) => rowId)).toEqual(['row']);
    expect(result.added[0]?.firstReportedOn).toBe('2026-01-01');
  });

  it('keeps only the last of several revisions in one page', () => {
    const result = applyChanges([change(1), change(2, { revision: 2 }), change(3, { revision: 3 })], new Map());
    expect(result.added.map(({ change: { observation } }) => observation.revision)).toEqual([3]);
  });

  it('ends a value that is withdrawn, in the store or in the same page', () => {
    const withdrawal = change(2, { id: 'hrss:2025:1', state: 'WITHDRAWN' });
    expect(applyChanges([withdrawal], known()).closed).toHaveLength(1);
    expect(applyChanges([change(1), withdrawal], new Map())).toEqual({ closed: [], added: [] });
  });

  it('ends a value when a later revision withdraws it', () => {
    expect(applyChanges([change(2, { revision: 2, state: 'WITHDRAWN' })], known()).closed).toHaveLength(1);
  });

  it('leaves the accepted value alone while a later draft is on its way', () => {
    for (const state of ['DRAFT', 'SUBMITTED', 'APPROVED', 'RETURNED'] as const) {
      expect(applyChanges([change(2, { revision: 2, state })], known())).toEqual({ closed: [], added: [] });
    }
  });

  it('replaces the row of a value that is locked, and does nothing when it is told so again', () => {
    const locked = change(2, { id: 'hrss:2025:1', state: 'LOCKED' });
    expect(applyChanges([locked], known()).added).toHaveLength(1);
    expect(applyChanges([locked], known({ state: 'LOCKED' }))).toEqual({ closed: [], added: [] });
  });

  it('gives the same end however a feed is cut into pages', () => {
    const step = fc.record({
      measure: fc.constantFrom('a', 'b'),
      revision: fc.integer({ min: 1, max: 3 }),
      state: fc.constantFrom('ACCEPTED', 'WITHDRAWN', 'SUBMITTED', 'LOCKED') as fc.Arbitrary<'ACCEPTED'>,
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.nat(12), (steps, cut) => {
        const feed = steps.map((each, index) => change(index + 1, each));
        expect(ids(replay([feed]))).toEqual(ids(replay([feed.slice(0, cut), feed.slice(cut)])));
      }),
    );
  });
});

function replay(pages: readonly ReturnType<typeof change>[][]): Map<string, KnownCell> {
  const store = new Map<string, KnownCell>();
  for (const page of pages) {
    const { closed, added } = applyChanges(page, store);
    for (const row of closed) for (const [cell, value] of store) if (value === row) store.delete(cell);
    for (const { change: each, firstReportedOn } of added) {
      const { id, revision } = each.observation;
      store.set(cellText(each.observation), {
        rowId: id,
        periodYear: 2025,
        observationId: id,
        state: each.state,
        revision,
        firstReportedOn,
      });
    }
  }
  return store;
}

function ids(store: Map<string, KnownCell>): string[] {
  return [...store.values()].map(({ observationId, state }) => `${observationId} ${state}`).sort();
}
