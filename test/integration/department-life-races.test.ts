import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../shared/primitives/identifiers.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { startDepartment } from '../testkit/department.ts';
import { lead } from '../testkit/viewers.ts';
import { aPerson, aRow, filler, LifeWorld, reviewer } from './life-world.ts';

let world: LifeWorld;

beforeAll(async () => {
  world = new LifeWorld(await startDepartment(hrss));
});
afterAll(async () => {
  expect(await world.faults()).toEqual([]);
  await world.running.close();
});

const MEASURES = ['engineers', 'technicians', 'senior-technicians'];

async function revisionOf(measure: string, period: string): Promise<number> {
  const { data } = await world.running.ask(
    lead,
    'query ($filter: HrssObservationFilterInput) { hrssObservations(filter: $filter) { edges { node { revision } } } }',
    { filter: { measures: [measure], period } },
  );
  return data.hrssObservations.edges[0].node.revision;
}

describe('twenty writers correcting the same cells', () => {
  it('lose nothing: each correction is one revision, and who came second is told so', async () => {
    const rows = (value: string) => MEASURES.map((measure) => aRow({ measure, period: '2016', value }));
    await world.publish(rows('100'));
    let conflicts = 0;
    const correct = async (writer: number): Promise<void> => {
      for (;;) {
        const expectedRevision = await revisionOf('engineers', '2016');
        const corrections = rows(String(101 + writer)).map((row) => ({ ...row, expectedRevision }));
        const { publication, errors } = await world.publish(corrections);
        if (publication) return;
        expect(errors.map(({ code, row }) => [code, row])).toEqual(MEASURES.map((_, index) => ['CONFLICT', index + 1]));
        conflicts += 1;
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, writer) => correct(writer)));
    expect(conflicts).toBeGreaterThan(0);
    for (const measure of MEASURES) expect(await revisionOf(measure, '2016')).toBe(21);
    const values = await world.running.dataSource.query(
      `select count(distinct value_number)::int as count from observation where period = '2016' and measure = 'engineers'`,
    );
    expect(values).toEqual([{ count: 21 }]);
  });
});

describe('acts at the same time', () => {
  it('on one publication are done once', async () => {
    await world.decide('FOUR_EYES');
    for (let round = 0; round < 3; round += 1) {
      const id = await world.approved([aRow({ period: String(2001 + round) })]);
      const outcomes = await Promise.all([1, 2, 3, 4].map(() => world.act('accept', lead, [id])));
      expect(outcomes.filter(({ publications }) => publications.length === 1)).toHaveLength(1);
      expect(outcomes.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual(
        Array(3).fill('STATE_NOT_ALLOWED'),
      );
    }
  });

  it('on two reports of one cell leave the newer one', async () => {
    await world.decide('FOUR_EYES');
    for (let round = 0; round < 5; round += 1) {
      const period = String(2004 + round);
      const older = await world.approved([aRow({ period, value: '1' })]);
      const newer = await world.approved([aRow({ period, value: '2' })]);
      await Promise.all([world.act('accept', lead, [newer]), world.act('accept', lead, [older])]);
      expect((await world.values()).get(`110106 engineers ${period}`)).toBe('2');
      expect(await world.faults()).toEqual([]);
    }
  });

  it('never let anybody sign what he hands up himself', async () => {
    await world.decide('FOUR_EYES');
    const both = aPerson('both', 'hrss', 'unit-editor', 'unit-approver');
    for (let round = 0; round < 8; round += 1) {
      const { publication } = await world.publish([aRow({ measure: 'technicians', period: String(2001 + round) })]);
      const ids = [publication?.id ?? ''];
      const [, approved] = await Promise.all([world.act('submit', both, ids), world.act('approve', both, ids)]);
      expect(approved.publications).toEqual([]);
      expect(['SAME_PERSON', 'STATE_NOT_ALLOWED']).toContain(approved.errors[0]?.code);
    }
  });

  it('of a reviewer who clicks twice are one signature', async () => {
    await world.decide('FOUR_EYES', 2);
    const { publication } = await world.publish([aRow({ measure: 'technicians', period: '2009' })], { submit: true });
    const ids = [publication?.id ?? ''];
    const outcomes = await Promise.all([1, 2, 3].map(() => world.act('approve', reviewer, ids)));
    expect(outcomes.filter(({ publications }) => publications.length === 1)).toHaveLength(1);
    await world.decide('FOUR_EYES', 1);
  });

  it('accepting beside reporting, withdrawing beside amending: one order or the other, and the record whole', async () => {
    for (let round = 0; round < 4; round += 1) {
      await world.decide('FOUR_EYES');
      const period = String(2010 + round);
      const pending = await world.approved([aRow({ period, value: '1' })]);
      await world.decide('AUTOMATIC');
      const [accepted, reported] = await Promise.all([
        world.act('accept', lead, [pending]),
        world.publish([aRow({ period, value: '2' })]),
      ]);
      expect(reported.publication?.state).toBe('ACCEPTED');
      expect(accepted.errors.map(({ code }) => code).filter((code) => code !== 'SUPERSEDED')).toEqual([]);
      expect((await world.values()).get(`110106 engineers ${period}`)).toBe('2');
      const amendment = (await world.amend([aRow({ period, value: '3' })])).publication?.id ?? '';
      const removal = (await world.withdraw(reported.publication?.id ?? '')).publication?.id ?? '';
      const [amended, removed] = await Promise.all([
        world.act('accept', lead, [amendment]),
        world.act('accept', lead, [removal]),
      ]);
      expect([...amended.publications, ...removed.publications]).toHaveLength(1);
      expect((await world.values()).get(`110106 engineers ${period}`) ?? null).toBe(
        amended.publications.length === 1 ? '3' : null,
      );
      expect(await world.faults()).toEqual([]);
    }
  });

  it('deciding on a policy holds for whatever is stored after the decision', async () => {
    await world.decide('AUTOMATIC');
    const publishing = Array.from({ length: 12 }, (_, index) =>
      world.publish([aRow({ measure: 'senior-technicians', period: String(2001 + index) })]),
    );
    await world.decide('FOUR_EYES');
    const mark = Number((await world.state()).position);
    const outcomes = await Promise.all(publishing);
    const accepted = outcomes.filter(({ publication }) => publication?.state === 'ACCEPTED').length;
    expect(outcomes.filter(({ publication }) => publication?.state === 'DRAFT')).toHaveLength(12 - accepted);
    expect(Number((await world.state()).position)).toBe(mark);
    await world.decide('AUTOMATIC');
  });
});

describe('a large submission being stored', () => {
  it('holds up a report of the same cell until it is stored, and nobody else', async () => {
    await world.decide('AUTOMATIC');
    const template = (await world.publish([aRow({ measure: 'migrants-served', period: '2020-Q1', value: '5' })]))
      .publication;
    await withClient(world.running.database.appUrl, async (large) => {
      await large.query('set search_path = hrss');
      await large.query('begin');
      await large.query(`select pg_advisory_xact_lock(hashtext('large submission'), hashtext('hrss'))`);
      await large.query(
        `insert into observation (id, period_year, subject, measure, period, period_start, period_end, dimensions, value_number,
          revision, member_unit, explanation, is_derived, ordinal, publication_id, recorded_at)
        select $1, period_year, subject, measure, period, period_start, period_end, dimensions, 6,
          2, member_unit, explanation, is_derived, 2, publication_id, recorded_at from observation where publication_id = $2`,
        [newId(), template?.id],
      );
      const same = world.publish([aRow({ measure: 'migrants-served', period: '2020-Q1', value: '7' })]);
      await expect.poll(() => waiting(large), { timeout: 10_000 }).toBe(1);
      const other = await world.publish([aRow({ measure: 'migrants-served', period: '2020-Q2', value: '7' })]);
      expect(other.publication?.state).toBe('ACCEPTED');
      await large.query('rollback');
      expect((await same).publication?.state).toBe('ACCEPTED');
    });
    expect((await world.values()).get('110106 migrants-served 2020-Q1')).toBe('7');
  });
});

/** How many wait for a large submission to be stored. */
async function waiting(client: { query(text: string): Promise<{ rows: { count: number }[] }> }): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`,
  );
  return rows[0]?.count ?? 0;
}

describe('everything at once', () => {
  it('leaves the record whole', async () => {
    await world.decide('FOUR_EYES');
    const write = async (writer: number): Promise<void> => {
      for (let round = 0; round < 4; round += 1) {
        const measure = MEASURES[(writer + round) % 3];
        const { publication } = await world.publish(
          [aRow({ measure, period: '2015', value: String(writer * 10 + round) })],
          {
            submit: true,
          },
        );
        const ids = [publication?.id ?? ''];
        await world.act('approve', reviewer, ids);
        await world.act(writer % 3 === 0 ? 'recall' : 'accept', writer % 3 === 0 ? filler : lead, ids);
        const request = await world.withdraw(ids[0] ?? '', { submit: true });
        const wanted = [request.publication?.id ?? ''];
        await world.act('approve', reviewer, wanted);
        await world.act('accept', lead, wanted);
      }
    };
    await Promise.all(Array.from({ length: 6 }, (_, writer) => write(writer)));
    expect(await world.faults()).toEqual([]);
  }, 60_000);
});
