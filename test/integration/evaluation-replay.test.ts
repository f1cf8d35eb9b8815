import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import type { FeedState } from '../../subgraphs/evaluation/input-store/feed-change.ts';
import { IngestService } from '../../subgraphs/evaluation/input-store/ingest.service.ts';
import { aChange } from '../../subgraphs/evaluation/worker/fake-change-source.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';

const catalogue = loadCatalogue();
const log = createLogger('evaluation', 'silent');

/** Ways of a publication through its states. */
const LIVES: readonly (readonly FeedState[])[] = [
  ['ACCEPTED', 'LOCKED'],
  ['SUBMITTED', 'APPROVED', 'ACCEPTED', 'WITHDRAWN'],
  ['SUBMITTED', 'RETURNED', 'SUBMITTED', 'APPROVED', 'ACCEPTED', 'LOCKED'],
  ['SUBMITTED', 'APPROVED', 'WITHDRAWN'],
];

describe('the input store', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let ingest: IngestService;
  let runs = 0;

  beforeAll(async () => {
    database = await createServiceDatabase('evaluation');
    dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
    ingest = new IngestService(dataSource, new FrameworkRegister(catalogue));
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** What the store holds of a department, but for when it learned of it. */
  async function contents(department: string): Promise<unknown> {
    return dataSource.query(
      `select measure, value, state, revision, first_reported_on::text, position::integer from input_observation
       where department = $1 and known_to is null
       union all
       select measure, value, 'waits ' || state, revision, reported_on::text, position::integer from pending_observation
       where department = $1 order by 1, 3, 4`,
      [department],
    );
  }

  const step = fc.record({ measure: fc.constantFrom('a', 'b'), revision: fc.integer({ min: 1, max: 4 }) });
  const lives = fc.array(fc.constantFrom(...LIVES), { minLength: 8, maxLength: 8 });
  const steps = fc.array(step, { maxLength: 24 });
  const cuts = fc.array(fc.nat(24), { maxLength: 5 });

  it('holds the same whether a feed came as it grew, at once from zero, or once more', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(lives, steps, cuts, async (ways, turns, places) => {
        runs += 1;
        const left = ways.map((way) => [...way]);
        const told = turns.flatMap(({ measure, revision }) => {
          const state = left[revision - 1 + (measure === 'a' ? 0 : 4)]?.shift();
          return state === undefined ? [] : [{ measure, revision, state }];
        });
        const feedOf = (department: string) =>
          told.map(({ measure, revision, state }, index) => {
            const id = `${department}:2025:${measure}${revision}`;
            const reportedOn = `2026-01-0${revision}`;
            const more = { id, state, revision, reportedOn, subject: department, value: String(revision) };
            return aChange(department, BigInt(index + 1), { measure, ...more });
          });
        const head = BigInt(told.length);
        const [grown, whole] = [`grown${runs}`, `whole${runs}`];
        const ends = [0, ...places.sort((a, b) => a - b), told.length];
        for (const [index, end] of ends.slice(1).entries()) {
          await ingest.ingest(grown, { head, changes: feedOf(grown).slice(ends[index], end) });
        }
        await ingest.ingest(whole, { head, changes: feedOf(whole) });
        const held = await contents(whole);
        expect(await contents(grown)).toEqual(held);
        await dataSource.query('update feed_cursor set position = 0 where department = $1', [whole]);
        await ingest.ingest(whole, { head, changes: feedOf(whole) });
        expect(await contents(whole)).toEqual(held);
      }),
      { numRuns: 25 },
    );
  });
});
