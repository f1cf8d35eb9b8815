import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { loadSubjects } from '../../shared/catalogue/subject/subjects.ts';
import { defaultUploadLimits } from '../../shared/department/upload/upload.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { asCsv, bulkRows } from '../bench/bulk-rows.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { aViewer } from '../testkit/viewers.ts';

const catalogue = loadCatalogue();
const provinces = loadSubjects('national', [...catalogue.memberUnits.values()]).filter(
  ({ kind }) => kind === 'province',
);
const ROWS = 120;

/** How rows are gone through: held in memory; staged with subjects whole; staged with the rows of a subject parted. */
const WAYS = {
  held: defaultUploadLimits,
  staged: { ...defaultUploadLimits, rowsInMemory: 10, batch: 30 },
  parted: { ...defaultUploadLimits, rowsInMemory: 10, batch: 2 },
} as const;
type Way = keyof typeof WAYS;

const departments = new Map<Way, TestDepartment>();
beforeAll(async () => {
  for (const [way, limits] of Object.entries(WAYS) as [Way, (typeof WAYS)[Way]][])
    departments.set(way, await startDepartment(hrss, catalogue, systemClock, limits));
});
afterAll(async () => {
  for (const department of departments.values()) await department.close();
});

async function report(department: TestDepartment, year: number, shift: number, mode = 'ATOMIC') {
  async function* body(): AsyncGenerator<Uint8Array> {
    for (const line of asCsv(bulkRows(ROWS, provinces, year, shift))) yield Buffer.from(line);
  }
  const { status, body: reply } = await department.upload({
    viewer: aViewer('hrss'),
    traceId: newId(),
    contentType: 'text/csv',
    parameters: new URLSearchParams({ idempotencyKey: newId(), mode }),
    body: body(),
    signal: new AbortController().signal,
  });
  expect(status, JSON.stringify(reply).slice(0, 500)).toBe(200);
  return reply as { publication: { rowCount: number; derivedCount: number } };
}

const RECORD = `
select o.subject, o.measure, o.period, o.dimensions, coalesce(trim_scale(o.value_number)::text, o.value_text) as value, o.revision,
  o.member_unit, o.is_derived, o.stage, c.state, c.observation_id = o.id as counts
from observation o left join current_observation c using (subject, measure, period, dimensions)
order by o.subject, o.measure, o.period, o.dimensions, o.revision`;

// One entry for each value, in the order of the publications and of what is in them.
const FEED = `
select c.position::int as position, row_number() over (order by p.created_at, o.ordinal)::int as expected
from change c join observation o on o.period_year = c.period_year and o.id = c.observation_id
join publication p on p.id = o.publication_id order by c.position`;

describe('a report that is gone through in batches', () => {
  it('comes to the same record as one held in memory, computed values included', { timeout: 120_000 }, async () => {
    const told = new Map<Way, unknown>();
    for (const [way, department] of departments) {
      const replies = [await report(department, 2024, 0), await report(department, 2025, 3)].map(({ publication }) => [
        publication.rowCount,
        publication.derivedCount > 0,
      ]);
      expect(replies).toEqual([
        [ROWS, true],
        [ROWS, true],
      ]);
      told.set(way, await department.dataSource.query(RECORD));
    }
    expect(told.get('staged')).toEqual(told.get('held'));
    expect(told.get('parted')).toEqual(told.get('held'));
  });

  it('comes to the same where some of its rows are refused and some say nothing new', {
    timeout: 120_000,
  }, async () => {
    const told: unknown[] = [];
    for (const way of ['held', 'staged'] as const) {
      const department = departments.get(way);
      if (department === undefined) throw new Error(`no department ${way}`);
      const { publication } = await report(department, 2025, 7, 'PARTIAL');
      expect(publication.rowCount).toBeGreaterThan(0);
      expect(publication.rowCount).toBeLessThan(ROWS);
      const { rowCount, derivedCount } = publication;
      told.push([rowCount, derivedCount, await department.dataSource.query(RECORD)]);
    }
    expect(told[1]).toEqual(told[0]);
  });

  it('has its place in the feed without gaps, rows before what was computed from them', async () => {
    for (const [way, department] of departments) {
      const feed: { position: number; expected: number }[] = await department.dataSource.query(FEED);
      expect(feed.length, way).toBeGreaterThan(ROWS * 2);
      expect(
        feed.map(({ position }) => position),
        way,
      ).toEqual(feed.map(({ expected }) => expected));
    }
  });
});
