import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../shared/primitives/identifiers.ts';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { startDepartment } from '../testkit/department.ts';
import { aViewer, lead, service } from '../testkit/viewers.ts';
import { aPerson, aRow, filler, LifeWorld } from './life-world.ts';

let world: LifeWorld;

beforeAll(async () => {
  world = new LifeWorld(await startDepartment(hrss));
});
beforeEach(() => world.decide('AUTOMATIC'));
afterAll(async () => {
  expect(await world.faults()).toEqual([]);
  await world.running.close();
});

const subjects = ['990101', '990102', '990103', '990104', '990105', '990106', '990107', '990108', '990109', '990110'];
let used = 0;

/** A row of a subject no other test uses. */
function aFreshRow(value = '100') {
  used += 1;
  return aRow({
    subject: subjects[used % subjects.length],
    period: String(2010 + Math.floor(used / subjects.length)),
    value,
  });
}

function keyOf({ subject, measure, period }: { subject: string; measure: string; period: string }): string {
  return `${subject} ${measure} ${period}`;
}

async function history(row: { subject: string; measure: string; period: string }, viewer = filler) {
  const { data } = await world.running.ask(
    viewer,
    `query ($filter: HrssObservationFilterInput) { hrssObservations(filter: $filter, provisional: true) { edges { node {
      history { revision value state kind justification explanation receipt { sequence } events { state actor capacity reason } } } } } }`,
    { filter: { subject: row.subject, measures: [row.measure], period: row.period } },
  );
  return data.hrssObservations.edges[0]?.node.history ?? null;
}

describe('an amendment', () => {
  it('waits for the lead also under the automatic policy; until then the old value counts, and ever after it can be read', async () => {
    const row = aFreshRow('10');
    const first = (await world.publish([row])).publication?.id ?? '';
    const amended = await world.amend([{ ...row, value: '11' }]);
    expect(amended).toMatchObject({
      errors: [],
      publication: { kind: 'AMENDMENT', state: 'APPROVED', rowCount: 1 },
      comparison: {
        changed: 1,
        changes: [{ row: 1, kind: 'CHANGED', currentValue: '10', value: '11', difference: '1' }],
      },
    });
    expect((await world.values()).get(keyOf(row))).toBe('10');
    expect((await world.values(filler, { provisional: true })).get(keyOf(row))).toBe('11');
    const ids = [amended.publication?.id ?? ''];
    expect(await world.act('accept', filler, ids)).toMatchObject({ refusal: 'FORBIDDEN' });
    await world.act('accept', lead, ids, { comment: '同意更正' });
    expect((await world.values()).get(keyOf(row))).toBe('11');
    const revisions = await history(row);
    expect(revisions).toMatchObject([
      { revision: 1, value: '10', state: 'ACCEPTED', kind: 'REPORT', receipt: { sequence: expect.any(Number) } },
      { revision: 2, value: '11', state: 'ACCEPTED', kind: 'AMENDMENT', justification: '复核后发现漏报' },
    ]);
    expect(revisions[1].events.at(-1)).toMatchObject({
      state: 'ACCEPTED',
      actor: 'test:union',
      capacity: 'OFFICE',
      reason: '同意更正',
    });
    const { data } = await world.running.ask(
      filler,
      `{ hrssPublication(id: "${first}") { observations { edges { node { value } } } } }`,
    );
    expect(data.hrssPublication.observations.edges).toEqual([{ node: { value: '10' } }]);
  });

  it('needs an accepted value and a justification, and the same key gives the same answer', async () => {
    const row = aFreshRow();
    expect(await world.amend([row])).toMatchObject({
      publication: null,
      errors: [{ code: 'NOTHING_TO_AMEND', row: 1 }],
    });
    await world.publish([row]);
    expect(await world.amend([{ ...row, value: '9' }], { justification: '错' })).toMatchObject({
      errors: [{ code: 'JUSTIFICATION_MISSING' }],
    });
    const key = newId();
    const first = await world.amend([{ ...row, value: '90' }], { idempotencyKey: key });
    const again = await world.amend([{ ...row, value: '90' }], { idempotencyKey: key });
    expect(again.publication).toEqual(first.publication);
    expect(again.receipt).toEqual(first.receipt);
    expect(await world.amend([{ ...row, value: '91' }], { idempotencyKey: key })).toMatchObject({
      errors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
    });
    await world.act('return', lead, [first.publication?.id ?? ''], {
      reasonCode: 'NOT_AGREED',
      reason: '依据不足，不予更正',
    });
    expect((await world.values()).get(keyOf(row))).toBe('100');
    expect(await world.act('accept', lead, [first.publication?.id ?? ''])).toMatchObject({
      errors: [{ code: 'STATE_NOT_ALLOWED' }],
    });
  });

  it('of a value withdrawn meanwhile is told so, and a withdrawal of an amended one likewise', async () => {
    const row = aFreshRow('10');
    const first = (await world.publish([row])).publication?.id ?? '';
    const amended = (await world.amend([{ ...row, value: '11' }])).publication?.id ?? '';
    const request = (await world.withdraw(first)).publication?.id ?? '';
    await world.act('accept', lead, [request]);
    expect(await world.act('accept', lead, [amended])).toMatchObject({ errors: [{ code: 'NOTHING_TO_AMEND' }] });
    const other = aFreshRow('10');
    const second = (await world.publish([other])).publication?.id ?? '';
    const change = (await world.amend([{ ...other, value: '11' }])).publication?.id ?? '';
    const removal = (await world.withdraw(second)).publication?.id ?? '';
    await world.act('accept', lead, [change]);
    expect(await world.act('accept', lead, [removal])).toMatchObject({ errors: [{ code: 'NOTHING_TO_WITHDRAW' }] });
    expect((await world.values()).get(keyOf(other))).toBe('11');
  });
});

describe('a withdrawal', () => {
  it('shows what it would take out, and empties the cell only when it is accepted', async () => {
    const rows = [aFreshRow('5'), aFreshRow('6')];
    const id = (await world.publish(rows)).publication?.id ?? '';
    const key = newId();
    const request = await world.withdraw(id, { idempotencyKey: key });
    expect(request).toMatchObject({ errors: [], publication: { kind: 'WITHDRAWAL', state: 'APPROVED', rowCount: 2 } });
    expect((await world.withdraw(id, { idempotencyKey: key })).receipt).toEqual(request.receipt);
    const { data } = await world.running.ask(
      lead,
      `{ hrssPublication(id: "${request.publication?.id}") { justification observations { totalCount edges { node { value } } } }
        hrssPublications(filter: { isRequest: true, states: ["APPROVED"] }) { totalCount edges { node { id kind } } } }`,
    );
    expect(data.hrssPublication.observations).toEqual({
      totalCount: 2,
      edges: [{ node: { value: '5' } }, { node: { value: '6' } }],
    });
    expect(data.hrssPublications.edges[0].node).toEqual({ id: request.publication?.id, kind: 'WITHDRAWAL' });
    await world.act('return', lead, [request.publication?.id ?? ''], {
      reasonCode: 'NOT_AGREED',
      reason: '不同意撤回',
    });
    expect((await world.values()).get(keyOf(rows[0] ?? aRow()))).toBe('5');
    const again = await world.withdraw(id);
    const twin = await world.withdraw(id);
    await world.act('accept', lead, [again.publication?.id ?? '', twin.publication?.id ?? '']);
    const after = await world.values();
    expect(rows.map((row) => after.has(keyOf(row)))).toEqual([false, false]);
    expect((await world.withdraw(id)).errors).toMatchObject([{ code: 'NOTHING_TO_WITHDRAW' }]);
    expect(await world.faults()).toEqual([]);
    const anew = await world.publish([{ ...(rows[0] ?? aRow()), value: '7' }]);
    expect(anew).toMatchObject({ errors: [], comparison: { new: 1 } });
  });

  it('of single values leaves the others, and says which ids it does not know', async () => {
    const rows = [aFreshRow('5'), aFreshRow('6')];
    const id = (await world.publish(rows)).publication?.id ?? '';
    const { data } = await world.running.ask(
      filler,
      `{ hrssPublication(id: "${id}") { observations { edges { node { id } } } } }`,
    );
    const [first] = data.hrssPublication.observations.edges.map(({ node }: { node: { id: string } }) => node.id);
    const wrong = await world.withdraw(id, { observations: [first, 'hrss:2025:nonsense'] });
    expect(wrong).toMatchObject({
      publication: null,
      errors: [{ code: 'NOTHING_TO_WITHDRAW', path: ['observations', '1'] }],
    });
    const request = await world.withdraw(id, { observations: [first] });
    await world.act('accept', lead, [request.publication?.id ?? '']);
    const after = await world.values();
    expect(rows.map((row) => after.get(keyOf(row)) ?? null)).toEqual([null, '6']);
    expect((await world.withdraw(id, {}, aPerson('x', 'education', 'unit-editor'))).refusal).toBe('FORBIDDEN');
    expect((await world.withdraw('nonsense')).errors).toMatchObject([{ code: 'NOTHING_TO_WITHDRAW' }]);
  });
});

describe('a locked year', () => {
  it('is reached by accepted amendments alone, which are locked at once', async () => {
    const row = aRow({ subject: '990111', period: '2022', value: '40' });
    await world.publish([row]);
    await world.decide('FOUR_EYES');
    const pending = await world.approved([
      aRow({ subject: '990111', period: '2022', measure: 'technicians', value: '8' }),
    ]);
    expect(await world.lock('990111', 2022)).toMatchObject({ lockedCount: 1, errors: [] });
    expect(await world.lock('990111', 2022)).toMatchObject({ lockedCount: 0, errors: [] });
    expect(await world.act('accept', lead, [pending])).toMatchObject({ errors: [{ code: 'CELL_LOCKED' }] });
    await world.decide('AUTOMATIC');
    expect(await world.publish([{ ...row, value: '41' }])).toMatchObject({
      publication: null,
      errors: [{ code: 'CELL_LOCKED', row: 1 }],
    });
    expect(
      await world.publish([aRow({ subject: '990111', period: '2022', measure: 'technicians', value: '8' })]),
    ).toMatchObject({
      errors: [{ code: 'CELL_LOCKED' }],
    });
    expect(await world.publish([row])).toMatchObject({ errors: [], comparison: { unchanged: 1 } });
    const amendment = await world.amend([{ ...row, value: '41' }]);
    await world.act('accept', lead, [amendment.publication?.id ?? '']);
    const { data } = await world.running.ask(
      lead,
      `{ hrssObservations(filter: { subject: "990111" }) { edges { node { value state } } } }`,
    );
    expect(data.hrssObservations.edges).toEqual([{ node: { value: '41', state: 'LOCKED' } }]);
  });

  it('takes in by request what was left out of it', async () => {
    await world.lock('990113', 2022);
    const late = [aRow({ subject: '990113', period: '2022', value: '12' })];
    expect(await world.publish(late)).toMatchObject({ publication: null, errors: [{ code: 'CELL_LOCKED' }] });
    const request = await world.amend(late);
    expect(await world.act('accept', lead, [request.publication?.id ?? ''])).toMatchObject({ errors: [] });
    const { data } = await world.running.ask(
      lead,
      `{ hrssObservations(filter: { subject: "990113" }) { edges { node { value state } } } }`,
    );
    expect(data.hrssObservations.edges).toEqual([{ node: { value: '12', state: 'LOCKED' } }]);
  });

  it('is not moved through a value of an open year that its computed values rest on', async () => {
    const skilled = [
      'senior-workers',
      'technicians',
      'senior-technicians',
      'special-grade-technicians',
      'chief-technicians',
    ];
    const year = (period: string, value: string) =>
      skilled.map((measure) => aRow({ subject: '990112', period, measure, value }));
    await world.publish(year('2021', '100'));
    await world.publish(year('2022', '110'));
    const growth = async () => (await world.values()).get('990112 technicians-growth 2022');
    expect(await growth()).toBe('0.1');
    await world.lock('990112', 2022);
    const change = [aRow({ subject: '990112', period: '2021', measure: 'technicians', value: '110' })];
    expect(await world.publish(change)).toMatchObject({ errors: [], publication: { state: 'ACCEPTED' } });
    expect(await growth()).toBe('0.1');
    const amendment = await world.amend([{ ...change[0], value: '105' }]);
    expect(amendment.errors.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
    await world.act('accept', lead, [amendment.publication?.id ?? '']);
    expect(await growth()).not.toBe('0.1');
  });

  it('asks for a subject, a year and a reason', async () => {
    expect(await world.lock('999999', 12)).toMatchObject({
      lockedCount: null,
      errors: [{ code: 'SUBJECT_UNKNOWN' }, { code: 'YEAR_OUT_OF_RANGE' }],
    });
  });
});

describe('what says nothing new', () => {
  it('makes no revision, while another explanation, or the final stage of the same figure, does', async () => {
    const row = aFreshRow('10');
    await world.publish([row]);
    expect(await world.publish([row])).toMatchObject({
      publication: { rowCount: 0 },
      comparison: { new: 0, changed: 0, unchanged: 1 },
    });
    const { explanation: _explanation, ...silent } = row;
    expect(await world.publish([silent])).toMatchObject({ comparison: { unchanged: 1 } });
    expect(await world.publish([{ ...row, explanation: '补充说明口径变化' }])).toMatchObject({
      publication: { rowCount: 1 },
      comparison: { changed: 1, changes: [{ difference: '0' }] },
    });
    const figure = aRow({ subject: '990113', measure: 'skilled-workers', period: '2025', stage: 'PRELIMINARY' });
    await world.publish([figure]);
    expect(await world.publish([figure])).toMatchObject({ comparison: { unchanged: 1 } });
    expect(await world.publish([{ ...figure, stage: 'FINAL' }])).toMatchObject({
      publication: { rowCount: 1 },
      comparison: { changed: 1 },
    });
  });

  it('and a dry run stores nothing, in no table', async () => {
    const before = await world.running.dataSource.query(COUNTS);
    const row = aFreshRow();
    expect(await world.publish([row], { dryRun: true })).toMatchObject({
      publication: null,
      isAcceptable: true,
      comparison: { new: 1 },
    });
    expect(await world.publish([{ ...row, value: 'x' }], { dryRun: true })).toMatchObject({ isAcceptable: false });
    expect(await world.running.dataSource.query(COUNTS)).toEqual(before);
  });
});

describe('the number of statements', () => {
  it('does not depend on the number of rows, of publications or of revisions', async () => {
    const one = await world.publish([aFreshRow()]);
    const many = await world.publish(Array.from({ length: 40 }, () => aFreshRow()));
    expect(many.errors.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
    expect(many.publication).not.toBeNull();
    expect(many.statements).toBe(one.statements);
    const asked = async (first: number) => {
      const page = await world.running.ask(
        lead,
        `query ($first: Int) { hrssPublications(first: $first) { edges { node { id events { state } receipts { sequence } } } }
          hrssObservations(first: $first) { edges { node { id history { revision events { state } receipt { hash } } publication { id } } } } }`,
        { first },
      );
      expect(page.errors).toEqual([]);
      expect(page.data.hrssObservations.edges).toHaveLength(first);
      return page.statements;
    };
    // What a list of publications brings with it need not be asked for again.
    expect(await asked(40)).toBeLessThanOrEqual((await asked(2)) + 1);
    const amended = await Promise.all([0, 1, 2].map(() => world.publish([aFreshRow()])));
    const requests: string[] = [];
    for (const { publication } of amended)
      requests.push((await world.withdraw(publication?.id ?? '')).publication?.id ?? '');
    const single = await world.act('accept', lead, requests.slice(0, 1));
    const double = await world.act('accept', lead, requests.slice(1));
    expect([single.errors, double.errors]).toEqual([[], []]);
    expect(double.statements).toBe(single.statements);
  });
});

const COUNTS = `select (select count(*) from publication) as publications, (select count(*) from observation) as observations,
  (select count(*) from idempotency) as keys, (select count(*) from audit) as audit, (select count(*) from receipt) as receipts`;

describe('a waiver', () => {
  it('lets one value of one cell pass one rule, and is told as a hint', async () => {
    const rules = await world.running.ask(lead, '{ hrssRules { id isWaivable strength } }');
    const waivable = rules.data.hrssRules.filter(({ isWaivable }: { isWaivable: boolean }) => isWaivable);
    expect(waivable.length).toBeGreaterThan(0);
    const cell = { subject: '990114', measure: 'performance-weight', period: '2025' };
    const refused = await world.publish([aRow({ ...cell, value: '1.2' })]);
    const rule = 'value.range';
    expect(refused.publication).toBeNull();
    const order = { memberUnit: 'hrss', ...cell, value: '1.2', rule, reason: '经办公室核实属实' };
    if (!waivable.some(({ id }: { id: string }) => id === rule)) {
      expect(await world.waive(order)).toMatchObject({ waiver: null, errors: [{ code: 'RULE_NOT_WAIVABLE' }] });
    }
    expect(await world.waive({ ...order, subject: '999999', rule: waivable[0].id })).toMatchObject({
      errors: [{ code: 'SUBJECT_UNKNOWN' }],
    });
  });
});

describe('who may do what', () => {
  const anybody = [
    aPerson('a', 'hrss', 'assessor'),
    aPerson('i', 'hrss', 'integrator'),
    aPerson('s', 'hrss', 'service'),
    aPerson('n', 'hrss', 'auditor'),
    aPerson('y', 'hrss', 'system-administrator'),
  ];

  it('is refused to all others by FORBIDDEN, and the refusal is on record', async () => {
    const id = (await world.publish([aFreshRow()])).publication?.id ?? '';
    for (const viewer of anybody) {
      const refusals = [
        await world.publish([aFreshRow()], {}, viewer),
        await world.amend([aFreshRow()], {}, viewer),
        await world.withdraw(id, {}, viewer),
        await world.decide('AUTOMATIC', 1, 'hrss', viewer),
        // The worker locks on behalf of the office.
        ...(viewer.roles.includes('service') ? [] : [await world.lock('990101', 2025, viewer)]),
        await world.waive(
          {
            memberUnit: 'hrss',
            subject: '990101',
            measure: 'engineers',
            period: '2025',
            value: '1',
            rule: 'x',
            reason: '经核实属实',
          },
          viewer,
        ),
        await world.act('submit', viewer, [id]),
        await world.act('approve', viewer, [id]),
        await world.act('accept', viewer, [id]),
        await world.act('recall', viewer, [id]),
        await world.act('return', viewer, [id], { reasonCode: 'OTHER', reason: '请再核对' }),
      ];
      expect(refusals.map(({ refusal }) => refusal)).toEqual(refusals.map(() => 'FORBIDDEN'));
      const audit = await world.running.dataSource.query(
        `select action from audit where actor = $1 and result = 'REFUSED'`,
        [viewer.subject],
      );
      expect(new Set(audit.map(({ action }: { action: string }) => action)).size).toBe(refusals.length);
    }
    for (const viewer of [filler, aPerson('r', 'hrss', 'unit-approver')]) {
      expect((await world.decide('AUTOMATIC', 1, 'hrss', viewer)).refusal).toBe('FORBIDDEN');
      expect((await world.lock('990101', 2025, viewer)).refusal).toBe('FORBIDDEN');
    }
    expect((await world.amend([aFreshRow()], {}, lead)).refusal).toBe('FORBIDDEN');
  });

  it('and what cannot be done is on record, also where the rest was done', async () => {
    const person = aPerson('careful', 'union', 'lead-evaluator');
    await world.decide('FOUR_EYES');
    const id = await world.approved([aFreshRow()]);
    await world.act('accept', person, [id, newId()], { mode: 'PARTIAL' });
    await world.act('accept', person, ['\u0000', 'x'.repeat(10_000)]);
    const audit = await world.running.dataSource.query('select result from audit where actor = $1 order by at', [
      person.subject,
    ]);
    expect(audit.map(({ result }: { result: string }) => result)).toEqual(['ACCEPTED', 'REFUSED', 'REFUSED']);
  });

  it('shows history, receipts and what is pending to the owner and the office alone', async () => {
    const row = aFreshRow('10');
    const { publication } = await world.publish([row]);
    const id = publication?.id ?? '';
    const pending = (await world.amend([{ ...row, value: '11' }])).publication?.id ?? '';
    const granted = { ...aViewer('education', 'integrator'), grants: [{ memberUnit: 'hrss', measures: null }] };
    const own = await world.running.ask(
      filler,
      `{ hrssPublication(id: "${pending}") { observations { edges { node { id } } } } }`,
    );
    const pendingId = own.data.hrssPublication.observations.edges[0].node.id;
    const document = `query ($id: ID!, $pending: ID!, $filter: HrssObservationFilterInput) {
      hrssPublication(id: $id) { id } hrssObservation(id: $pending) { value } hrssReceipts(memberUnit: "hrss") { totalCount }
      hrssPublications { totalCount }
      hrssObservations(filter: $filter, provisional: true) { edges { node { value history { value } publication { id submittedBy } } } } }`;
    const filter = { subject: row.subject, measures: [row.measure], period: row.period };
    const seen = await world.running.ask(granted, document, { id, pending: pendingId, filter });
    expect(seen.errors).toEqual([]);
    expect(seen.data).toEqual({
      hrssPublication: null,
      hrssObservation: null,
      hrssReceipts: null,
      hrssPublications: { totalCount: 0 },
      hrssObservations: { edges: [{ node: { value: '10', history: [], publication: null } }] },
    });
    for (const viewer of [filler, lead, service]) {
      const shown = await world.running.ask(viewer, document, { id, pending: pendingId, filter });
      expect(shown.data).toMatchObject({
        hrssPublication: { id },
        hrssObservation: { value: '11' },
        hrssObservations: { edges: [{ node: { value: '11', history: [{ value: '10' }, { value: '11' }] } }] },
      });
    }
  });
});

describe('receipts', () => {
  it('are found by key and paged by unit, and a key nobody used answers nothing', async () => {
    const key = newId();
    const { publication, receipt } = await world.publish([aFreshRow()], { idempotencyKey: key });
    const document = `query ($key: String!) { hrssReceipt(key: $key) { key receipt { sequence hash content } publication { id state } } }`;
    const { data } = await world.running.ask(filler, document, { key });
    expect(data.hrssReceipt).toMatchObject({ key, receipt, publication: { id: publication?.id, state: 'ACCEPTED' } });
    for (const unused of ['nothing', '\u0000']) {
      const none = await world.running.ask(filler, document, { key: unused });
      expect(none).toMatchObject({ errors: [], data: { hrssReceipt: null } });
    }
    const sequences: number[] = [];
    let after: string | null = null;
    do {
      const page = await world.running.ask(
        filler,
        `query ($after: String) { hrssReceipts(first: 7, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { sequence } } } }`,
        { after },
      );
      const { edges, pageInfo, totalCount } = page.data.hrssReceipts;
      sequences.push(...edges.map(({ node }: { node: { sequence: number } }) => node.sequence));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      expect(totalCount).toBeGreaterThanOrEqual(sequences.length);
    } while (after !== null);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    const upload = await world.running.ask(filler, `{ hrssUpload(key: "nothing") { state } }`);
    expect(upload).toMatchObject({ errors: [], data: { hrssUpload: null } });
  });
});
