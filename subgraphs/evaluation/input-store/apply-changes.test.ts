import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aChange, type FakeValue } from '../worker/fake-change-source.ts';
import { applyChanges, cellText, type KnownStore } from './apply-changes.ts';
import type { FeedChange, FeedState } from './feed-change.ts';
import type { KnownCell } from './fold-counting.ts';
import type { KnownPending } from './fold-pending.ts';

const change = (position: number, value: Partial<FakeValue> = {}) =>
  aChange('hrss', BigInt(position), { measure: 'm', value: '1', ...value });
const FIRST = 'hrss:2025:1';
const key = cellText(change(1).observation);

const nothing: KnownStore = { counting: new Map(), pending: new Map() };
const counting = (given: Partial<KnownCell> = {}): KnownStore => ({
  counting: new Map([
    [
      key,
      {
        rowId: 'row',
        periodYear: 2025,
        observationId: FIRST,
        state: 'ACCEPTED',
        revision: 1,
        firstReportedOn: '2026-01-01',
        ...given,
      },
    ],
  ]),
  pending: new Map(),
});
const waiting = (...pending: KnownPending[]): KnownStore => ({
  counting: new Map(),
  pending: new Map([[key, pending]]),
});
const untouched = { closed: [], added: [], pending: [], settled: [], touched: [] };

describe('the value that counts', () => {
  it('is an accepted value where none is known', () => {
    const result = applyChanges([change(1)], nothing);
    expect(result.closed).toEqual([]);
    expect(result.added.map(({ change: { position } }) => position)).toEqual([1n]);
    expect(result.touched.map(cellText)).toEqual([key]);
  });

  it('is replaced by an accepted revision and keeps the day of first filing', () => {
    const result = applyChanges([change(2, { revision: 2, reportedOn: '2026-03-01' })], counting());
    expect(result.closed.map(({ rowId }) => rowId)).toEqual(['row']);
    expect(result.added[0]?.firstReportedOn).toBe('2026-01-01');
  });

  it('is the last of several revisions in one page', () => {
    const result = applyChanges([change(1), change(2, { revision: 2 }), change(3, { revision: 3 })], nothing);
    expect(result.added.map(({ change: { observation } }) => observation.revision)).toEqual([3]);
  });

  it('is not replaced by an earlier revision that is accepted late, but by the first one of another department', () => {
    expect(applyChanges([change(2)], counting({ revision: 3 }))).toEqual(untouched);
    const moved = change(2, { id: 'education:2025:9' });
    expect(applyChanges([moved], counting({ revision: 3 })).added).toHaveLength(1);
  });

  it('ends when it is withdrawn, in the store or in the same page', () => {
    const withdrawal = change(2, { id: FIRST, state: 'WITHDRAWN' });
    expect(applyChanges([withdrawal], counting()).closed).toHaveLength(1);
    expect(applyChanges([change(1), withdrawal], nothing)).toMatchObject({ closed: [], added: [] });
  });

  it('is left alone by an amendment on its way, returned or withdrawn', () => {
    for (const state of ['DRAFT', 'SUBMITTED', 'APPROVED', 'RETURNED', 'WITHDRAWN'] as const) {
      expect(applyChanges([change(2, { revision: 2, state })], counting())).toMatchObject({ closed: [], added: [] });
    }
  });

  it('moves on only to LOCKED or WITHDRAWN, whatever is told of it again', () => {
    for (const state of ['SUBMITTED', 'APPROVED', 'RETURNED', 'ACCEPTED'] as const) {
      expect(applyChanges([change(2, { id: FIRST, state })], counting())).toEqual(untouched);
      expect(applyChanges([change(2, { id: FIRST, state })], counting({ state: 'LOCKED' }))).toEqual(untouched);
    }
    const locked = change(2, { id: FIRST, state: 'LOCKED' });
    expect(applyChanges([locked], counting()).added).toHaveLength(1);
    expect(applyChanges([locked], counting({ state: 'LOCKED' }))).toEqual(untouched);
  });
});

describe('the values that wait', () => {
  it('come when they are submitted and change their state when they are approved', () => {
    const submitted = change(1, { state: 'SUBMITTED' });
    expect(applyChanges([submitted], nothing).pending).toEqual([submitted]);
    const approved = change(2, { id: FIRST, state: 'APPROVED' });
    const result = applyChanges([approved], waiting({ observationId: FIRST, state: 'SUBMITTED' }));
    expect(result).toMatchObject({ pending: [approved], settled: [], touched: [] });
  });

  it('go when they are accepted, returned or withdrawn', () => {
    for (const state of ['ACCEPTED', 'RETURNED', 'WITHDRAWN'] as const) {
      const result = applyChanges(
        [change(2, { id: FIRST, state })],
        waiting({ observationId: FIRST, state: 'APPROVED' }),
      );
      expect(result).toMatchObject({ settled: [FIRST], pending: [] });
      expect(result.touched).toHaveLength(1);
    }
  });

  it('leave no trace when they come and go in one page, as under an automatic policy', () => {
    const states = ['SUBMITTED', 'APPROVED', 'ACCEPTED'] as const;
    const result = applyChanges(
      states.map((state, index) => change(index + 1, { id: FIRST, state })),
      nothing,
    );
    expect(result).toMatchObject({ pending: [], settled: [] });
    expect(result.added).toHaveLength(1);
  });

  it('touch an evaluation only where nothing counts and nothing waited', () => {
    const amendment = change(2, { revision: 2, state: 'SUBMITTED' });
    expect(applyChanges([amendment], counting()).touched).toEqual([]);
    expect(applyChanges([amendment], nothing).touched).toHaveLength(1);
    expect(applyChanges([amendment], waiting({ observationId: FIRST, state: 'SUBMITTED' })).touched).toEqual([]);
  });
});

const LIVES: readonly (readonly FeedState[])[] = [
  ['ACCEPTED', 'LOCKED'],
  ['SUBMITTED', 'APPROVED', 'ACCEPTED', 'LOCKED', 'WITHDRAWN'],
  ['SUBMITTED', 'APPROVED', 'ACCEPTED', 'WITHDRAWN'],
  ['SUBMITTED', 'RETURNED', 'SUBMITTED', 'APPROVED', 'ACCEPTED'],
  ['SUBMITTED', 'APPROVED', 'WITHDRAWN'],
];

describe('a feed', () => {
  /** Steps in the life of a few revisions of two cells, in any order a department could or could not give. */
  const step = fc.record({
    measure: fc.constantFrom('a', 'b'),
    revision: fc.integer({ min: 1, max: 4 }),
    state: fc.constantFrom<FeedState>('SUBMITTED', 'APPROVED', 'RETURNED', 'ACCEPTED', 'WITHDRAWN', 'LOCKED'),
  });
  const feeds = fc
    .array(step, { maxLength: 20 })
    .map((steps) =>
      steps.map((each, index) => change(index + 1, { ...each, id: `hrss:2025:${each.measure}${each.revision}` })),
    );
  /** Feeds in which every revision goes the way of a publication, among each other in any order. */
  const livedFeeds = fc
    .tuple(fc.array(fc.constantFrom(...LIVES), { minLength: 4, maxLength: 4 }), fc.array(fc.nat(3), { maxLength: 20 }))
    .map(([lives, turns]) => {
      const left = lives.map((life) => [...life]);
      const states = turns.flatMap((turn) => {
        const state = left[turn]?.shift();
        return state === undefined ? [] : [{ state, revision: turn + 1 }];
      });
      return states.map((each, index) => change(index + 1, { ...each, id: `hrss:2025:${each.revision}` }));
    });
  const cuts = fc.array(fc.nat(20), { maxLength: 6 });

  it('gives the same store however it is cut into pages', () => {
    fc.assert(
      fc.property(feeds, cuts, (feed, at) => {
        expect(contents(replay(cut(feed, at)))).toEqual(contents(replay([feed])));
      }),
    );
  });

  it('gives the same store when all of it is told again', () => {
    fc.assert(
      fc.property(livedFeeds, cuts, (feed, at) => {
        const once = replay([feed]);
        expect(contents(replay([feed, ...cut(feed, at)]))).toEqual(contents(once));
      }),
    );
  });

  it('touches exactly the cells of which the store says something else', () => {
    fc.assert(
      fc.property(feeds, fc.nat(20), (feed, at) => {
        const [before, after] = [feed.slice(0, at), feed.slice(at)];
        const store = replay([before]);
        const was = answers(store);
        const touched = new Set(play(store, after).touched.map(({ measure }) => measure));
        for (const measure of ['a', 'b']) {
          if (was.get(measure) !== answers(store).get(measure)) expect(touched).toContain(measure);
        }
      }),
    );
  });
});

interface Store {
  readonly counting: Map<string, KnownCell>;
  readonly pending: Map<string, KnownPending[]>;
}

function cut(feed: readonly FeedChange[], at: readonly number[]): FeedChange[][] {
  const places = [0, ...[...at].sort((a, b) => a - b), feed.length];
  return places.slice(1).map((place, index) => feed.slice(places[index], place));
}

function replay(pages: readonly (readonly FeedChange[])[]): Store {
  const store: Store = { counting: new Map(), pending: new Map() };
  for (const page of pages) play(store, page);
  return store;
}

function play(store: Store, page: readonly FeedChange[]) {
  const result = applyChanges(page, store);
  for (const row of result.closed) {
    for (const [cell, value] of store.counting) if (value === row) store.counting.delete(cell);
  }
  for (const { change: each, firstReportedOn } of result.added) {
    const { id, revision } = each.observation;
    const known = { rowId: id, periodYear: 2025, observationId: id, state: each.state, revision, firstReportedOn };
    store.counting.set(cellText(each.observation), known);
  }
  const gone = new Set([...result.settled, ...result.pending.map(({ observation }) => observation.id)]);
  for (const [cell, list] of store.pending) {
    store.pending.set(
      cell,
      list.filter(({ observationId }) => !gone.has(observationId)),
    );
  }
  for (const { observation, state } of result.pending) {
    const list = store.pending.get(cellText(observation)) ?? [];
    store.pending.set(cellText(observation), [...list, { observationId: observation.id, state }]);
  }
  return result;
}

function contents({ counting: values, pending }: Store): string[] {
  return [
    ...[...values.values()].map(({ observationId, state }) => `${observationId} ${state}`),
    ...[...pending.values()].flat().map(({ observationId, state }) => `${observationId} waits ${state}`),
  ].sort();
}

/** What an evaluation says of each measure. */
function answers(store: Store): Map<string, string> {
  return new Map(
    ['a', 'b'].map((measure) => {
      const cell = cellText({ ...change(1).observation, measure });
      const value = store.counting.get(cell);
      const waits = (store.pending.get(cell) ?? []).length > 0;
      return [measure, value ? `${value.observationId} ${value.state}` : waits ? 'unaccepted' : 'missing'];
    }),
  );
}
