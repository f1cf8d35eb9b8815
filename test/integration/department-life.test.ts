import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { department as union } from '../../subgraphs/union/department.ts';
import { startDepartment } from '../testkit/department.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { aViewer, lead, service } from '../testkit/viewers.ts';
import { aPerson, aRow, filler, head, LifeWorld, reviewer } from './life-world.ts';

let world: LifeWorld;
const fillerWhoApproves = aPerson('filler', 'hrss', 'unit-editor', 'unit-approver');

beforeAll(async () => {
  world = new LifeWorld(await startDepartment(hrss));
  expect(await world.decide('FOUR_EYES')).toMatchObject({ policy: { policy: 'FOUR_EYES', approvals: 1 }, errors: [] });
});
afterAll(async () => {
  expect(await world.faults()).toEqual([]);
  await world.running.close();
});

const measures = ['engineers', 'technicians', 'senior-technicians', 'special-grade-technicians', 'chief-technicians'];
let used = 0;

/** A row about a cell no other test uses. */
function aFreshRow(value = '100') {
  used += 1;
  return aRow({
    measure: measures[used % measures.length],
    period: String(2016 + Math.floor(used / measures.length)),
    value,
  });
}

function keyOf({ subject, measure, period }: { subject: string; measure: string; period: string }): string {
  return `${subject} ${measure} ${period}`;
}

async function one(id: string, viewer = filler) {
  const { data } = await world.running.ask(
    viewer,
    `query ($id: ID!) { hrssPublication(id: $id) { id state feedPosition
      events { state actor capacity reason reasonCode deadline } receipts { sequence }
      observations { totalCount edges { node { value state } } } } }`,
    { id },
  );
  return data.hrssPublication;
}

describe('a draft of a unit with four eyes', () => {
  it('is in no feed and no list, and its unit sees it as provisional and as a publication', async () => {
    const row = aFreshRow('12');
    const before = await world.state();
    const { publication, receipt } = await world.publish([row]);
    expect(publication).toMatchObject({ state: 'DRAFT', kind: 'REPORT', rowCount: 1 });
    expect(receipt).not.toBeNull();
    expect(await world.state()).toEqual(before);
    for (const viewer of [filler, reviewer, lead, service])
      expect((await world.values(viewer)).has(keyOf(row))).toBe(false);
    expect((await world.values(filler, { provisional: true })).get(keyOf(row))).toBe('12');
    expect((await world.values(reviewer, { provisional: true })).get(keyOf(row))).toBe('12');
    expect((await world.values(lead, { provisional: true })).has(keyOf(row))).toBe(false);
    expect((await world.values(aViewer('education'), { provisional: true })).has(keyOf(row))).toBe(false);
    expect(await one(publication?.id ?? '')).toMatchObject({
      state: 'DRAFT',
      feedPosition: null,
      observations: { totalCount: 1, edges: [{ node: { value: '12', state: 'DRAFT' } }] },
    });
    expect(await one(publication?.id ?? '', aViewer('education'))).toBeNull();
  });

  it('is its unit’s own paper until it is handed in: the office sees neither it nor its value', async () => {
    const row = aFreshRow('13');
    const id = (await world.publish([row])).publication?.id ?? '';
    const listed = async (viewer: Viewer) => {
      const { data } = await world.running.ask(
        viewer,
        '{ hrssPublications(filter: { states: ["DRAFT"] }, first: 500) { totalCount edges { node { id } } } }',
      );
      return data.hrssPublications;
    };
    const isIn = ({ edges }: { edges: { node: { id: string } }[] }) => edges.some(({ node }) => node.id === id);
    expect(isIn(await listed(filler))).toBe(true);
    expect(await listed(lead)).toEqual({ totalCount: 0, edges: [] });
    expect(await one(id, lead)).toBeNull();
    expect(await world.act('accept', lead, [id])).toMatchObject({ errors: [{ code: 'PUBLICATION_NOT_FOUND' }] });
    expect(await world.act('submit', filler, [id])).toMatchObject({ publications: [{ state: 'SUBMITTED' }] });
    expect(await one(id, lead)).toMatchObject({ state: 'SUBMITTED' });
  });

  it('is approved by nobody who filled it in, by no other unit and not by the lead', async () => {
    const { publication } = await world.publish([aFreshRow()], { submit: true });
    const ids = [publication?.id ?? ''];
    expect(await world.act('approve', fillerWhoApproves, ids)).toMatchObject({
      errors: [{ code: 'SAME_PERSON', row: 1 }],
    });
    const stranger = aPerson('stranger', 'education', 'unit-approver');
    expect(await world.act('approve', stranger, ids)).toMatchObject({ errors: [{ code: 'PUBLICATION_NOT_FOUND' }] });
    expect(await world.act('approve', lead, ids)).toMatchObject({ refusal: 'FORBIDDEN' });
    expect(await world.act('approve', aPerson('boss', 'union', 'lead-approver'), ids)).toMatchObject({
      refusal: 'FORBIDDEN',
    });
    expect(await world.act('approve', filler, ids)).toMatchObject({ refusal: 'FORBIDDEN' });
    expect(await one(ids[0] ?? '')).toMatchObject({ state: 'SUBMITTED' });
    expect(await world.act('approve', reviewer, ids)).toMatchObject({
      publications: [{ state: 'APPROVED' }],
      errors: [],
    });
  });

  it('counts once the lead accepts it, and only the lead may', async () => {
    const row = aFreshRow('31');
    const id = await world.approved([row]);
    for (const own of [reviewer, head]) {
      expect(await world.act('accept', own, [id])).toMatchObject({ publications: [], errors: [{ code: 'FORBIDDEN' }] });
    }
    expect(await world.act('accept', filler, [id])).toMatchObject({ refusal: 'FORBIDDEN' });
    expect((await world.values()).has(keyOf(row))).toBe(false);
    expect((await world.values(lead, { provisional: true })).get(keyOf(row))).toBe('31');
    expect(await world.act('accept', lead, [id])).toMatchObject({
      publications: [{ id, state: 'ACCEPTED' }],
      errors: [],
    });
    expect((await world.values()).get(keyOf(row))).toBe('31');
    const { events, receipts } = await one(id);
    expect(events).toMatchObject([
      { state: 'DRAFT', actor: 'person:filler', capacity: 'FILLER' },
      { state: 'SUBMITTED', capacity: 'FILLER' },
      { state: 'APPROVED', actor: 'person:reviewer', capacity: 'REVIEWER' },
      { state: 'ACCEPTED', actor: 'test:union', capacity: 'OFFICE' },
    ]);
    expect(receipts).toHaveLength(3);
    expect(await world.act('accept', lead, [id])).toMatchObject({ errors: [{ code: 'STATE_NOT_ALLOWED', row: 1 }] });
  });

  it('waits for a reviewer and then for the head where the lead wants both', async () => {
    await world.decide('FOUR_EYES', 2);
    const { publication } = await world.publish([aFreshRow()], { submit: true });
    const ids = [publication?.id ?? ''];
    expect(await world.act('approve', reviewer, ids)).toMatchObject({ publications: [{ state: 'SUBMITTED' }] });
    expect(await world.act('approve', reviewer, ids)).toMatchObject({ errors: [{ code: 'SAME_PERSON' }] });
    expect(await world.act('accept', lead, ids)).toMatchObject({ errors: [{ code: 'STATE_NOT_ALLOWED' }] });
    expect(await world.act('approve', head, ids)).toMatchObject({ publications: [{ state: 'APPROVED' }] });
    const { events } = await one(ids[0] ?? '');
    expect(events.slice(2)).toMatchObject([{ capacity: 'REVIEWER' }, { capacity: 'HEAD' }]);
    await world.decide('FOUR_EYES', 1);
  });

  it('comes back with reason and deadline, is handed up again and needs new signatures', async () => {
    const id = await world.approved([aFreshRow()]);
    const reason = { reasonCode: 'EVIDENCE_MISSING', reason: '请补充证书清单' };
    expect(await world.act('return', lead, [id], { ...reason, deadline: '2020-01-01' })).toMatchObject({
      errors: [{ code: 'DEADLINE_PAST' }],
    });
    expect(await world.act('return', lead, [id], { ...reason, reason: ' ' })).toMatchObject({
      errors: [{ code: 'REASON_MISSING' }],
    });
    expect(await world.act('return', lead, [id], { ...reason, deadline: '2099-01-31' })).toMatchObject({
      publications: [{ state: 'RETURNED' }],
    });
    expect((await one(id)).events.at(-1)).toEqual({
      state: 'RETURNED',
      actor: 'test:union',
      capacity: 'OFFICE',
      reason: '请补充证书清单',
      reasonCode: 'EVIDENCE_MISSING',
      deadline: '2099-01-31',
    });
    expect(await world.act('submit', filler, [id])).toMatchObject({ publications: [{ state: 'SUBMITTED' }] });
    expect(await world.act('approve', fillerWhoApproves, [id])).toMatchObject({ errors: [{ code: 'SAME_PERSON' }] });
    expect(await world.act('return', reviewer, [id], reason)).toMatchObject({ publications: [{ state: 'RETURNED' }] });
    expect(await world.act('recall', filler, [id], { comment: '不再需要' })).toMatchObject({
      publications: [{ state: 'WITHDRAWN' }],
    });
    expect(await world.act('submit', filler, [id])).toMatchObject({ errors: [{ code: 'STATE_NOT_ALLOWED' }] });
  });

  it('may be called back until it is accepted, by its unit alone', async () => {
    const id = await world.approved([aFreshRow()]);
    expect(await world.act('recall', lead, [id])).toMatchObject({ refusal: 'FORBIDDEN' });
    expect(await world.act('recall', aViewer('education'), [id])).toMatchObject({
      errors: [{ code: 'PUBLICATION_NOT_FOUND' }],
    });
    expect(await world.act('recall', filler, [id])).toMatchObject({ publications: [{ state: 'WITHDRAWN' }] });
    expect(await world.act('accept', lead, [id])).toMatchObject({ errors: [{ code: 'STATE_NOT_ALLOWED' }] });
    const states = (await world.feed()).filter(({ state }) => state === 'WITHDRAWN');
    expect(states.length).toBeGreaterThan(0);
  });
});

describe('many publications at once', () => {
  it('are approved and accepted together, by as many statements as one', async () => {
    const single = await world.publish([aFreshRow()], { submit: true });
    const fifty: string[] = [];
    for (let index = 0; index < 50; index += 1) {
      const rows = [0, 1, 2].map((place) =>
        aRow({
          measure: 'migrants-served',
          period: `${2000 + (Math.floor((index * 3 + place) / 4) % 5)}-Q1`,
          value: String(index + place),
        }),
      );
      const distinct = rows.filter((row, place) => rows.findIndex(({ period }) => period === row.period) === place);
      const { publication, errors } = await world.publish(distinct, { submit: true });
      expect(errors.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
      fifty.push(publication?.id ?? '');
    }
    const approveOne = await world.act('approve', reviewer, [single.publication?.id ?? '']);
    const approveAll = await world.act('approve', reviewer, fifty);
    expect(approveAll.publications).toHaveLength(50);
    expect(approveAll.statements).toBe(approveOne.statements);
    const acceptOne = await world.act('accept', lead, [single.publication?.id ?? '']);
    const acceptAll = await world.act('accept', lead, [...fifty].reverse());
    expect(acceptAll.errors).toEqual([]);
    expect(acceptAll.publications.map(({ id }) => id)).toEqual([...fifty].reverse());
    expect(acceptAll.statements).toBeLessThanOrEqual(acceptOne.statements + 1);
    expect(await world.faults()).toEqual([]);
  });

  it('are all left as they are where one cannot be done, unless the caller asks for what can be done', async () => {
    const good = await world.approved([aFreshRow()]);
    const unsigned = (await world.publish([aFreshRow()], { submit: true })).publication?.id ?? '';
    const unknown = '00000000-0000-7000-8000-000000000000';
    const ids = [unknown, good, 'nonsense', unsigned, good];
    const atomic = await world.act('accept', lead, ids);
    expect(atomic.publications).toEqual([]);
    expect(atomic.errors).toMatchObject([
      { code: 'PUBLICATION_NOT_FOUND', row: 1, path: ['ids', '0'] },
      { code: 'PUBLICATION_NOT_FOUND', row: 3, path: ['ids', '2'] },
      { code: 'STATE_NOT_ALLOWED', row: 4, path: ['ids', '3'] },
    ]);
    const partial = await world.act('accept', lead, ids, { mode: 'PARTIAL' });
    expect(partial.publications).toEqual([{ id: good, state: 'ACCEPTED' }]);
    expect(partial.errors).toEqual(atomic.errors);
    expect(await world.act('accept', lead, [])).toMatchObject({ errors: [{ code: 'NO_PUBLICATIONS' }] });
    const tooMany = Array.from({ length: 501 }, () => unknown);
    expect(await world.act('accept', lead, tooMany)).toMatchObject({ errors: [{ code: 'TOO_MANY_PUBLICATIONS' }] });
  });

  it('tells of two reports of one cell only the newer one, in whichever order they are accepted', async () => {
    const row = aFreshRow('1');
    const older = await world.approved([row]);
    const newer = await world.approved([{ ...row, value: '2', explanation: '更正后的数' }]);
    const both = await world.act('accept', lead, [newer, older]);
    expect(both.errors).toEqual([]);
    expect((await world.values()).get(keyOf(row))).toBe('2');
    const other = aFreshRow('1');
    const first = await world.approved([other]);
    const second = await world.approved([{ ...other, value: '2', explanation: '更正后的数' }]);
    await world.act('accept', lead, [second]);
    expect(await world.act('accept', lead, [first])).toMatchObject({ errors: [{ code: 'SUPERSEDED', row: 1 }] });
    expect((await world.values()).get(keyOf(other))).toBe('2');
    expect(await world.faults()).toEqual([]);
  });
});

describe('the office’s own values', () => {
  it('are accepted by the named body and by nobody else', async () => {
    const unionWorld = new LifeWorld(await startDepartment(union), 'TradeUnion');
    const editor = aPerson('union-editor', 'union', 'unit-editor');
    const approver = aPerson('union-approver', 'union', 'unit-approver');
    const body = aPerson('reform', 'reform-office', 'unit-approver');
    await unionWorld.decide('FOUR_EYES', 1, 'union');
    const row = {
      ...aRow({ measure: 'union-members', period: '2025', value: '10' }),
      dimensions: [{ key: 'member-group', code: 'all' }],
    };
    const { publication, errors } = await unionWorld.publish([row], { submit: true }, editor);
    expect(errors).toEqual([]);
    const ids = [publication?.id ?? ''];
    expect(await unionWorld.act('approve', body, ids)).toMatchObject({ errors: [{ code: 'FORBIDDEN' }] });
    expect(await unionWorld.act('approve', approver, ids)).toMatchObject({ publications: [{ state: 'APPROVED' }] });
    const wrong = [lead, aPerson('boss', 'union', 'lead-approver'), approver];
    for (const viewer of wrong)
      expect(await unionWorld.act('accept', viewer, ids)).toMatchObject({ errors: [{ code: 'FORBIDDEN' }] });
    expect(await unionWorld.act('accept', aPerson('x', 'hrss', 'unit-approver'), ids)).toMatchObject({
      errors: [{ code: 'PUBLICATION_NOT_FOUND' }],
    });
    expect(await unionWorld.act('accept', aPerson('y', 'reform-office', 'unit-editor'), ids)).toMatchObject({
      refusal: 'FORBIDDEN',
    });
    expect(await unionWorld.act('accept', body, ids)).toMatchObject({
      publications: [{ state: 'ACCEPTED' }],
      errors: [],
    });
    expect(await unionWorld.faults(['union'])).toEqual([]);
    await unionWorld.running.close();
  });

  it('lets the host submit, follow and recall what it types in for a unit it hosts, and never sign it', async () => {
    const unionWorld = new LifeWorld(await startDepartment(union), 'TradeUnion');
    const editor = aPerson('union-editor', 'union', 'unit-editor', 'unit-approver');
    await unionWorld.decide('FOUR_EYES', 1, 'finance');
    const row = aRow({ measure: 'fiscal-expenditure', period: '2025', value: '1000' });
    const typedIn = await unionWorld.publish([row], { onBehalfOf: 'finance', idempotencyKey: 'typed in' }, editor);
    expect(typedIn.errors).toEqual([]);
    const ids = [typedIn.publication?.id ?? ''];
    expect(await unionWorld.act('submit', editor, ids)).toMatchObject({ publications: [{ state: 'SUBMITTED' }] });
    expect(await unionWorld.act('approve', editor, ids)).toMatchObject({ errors: [{ code: 'FORBIDDEN' }] });
    const answer = await unionWorld.running.ask(
      editor,
      `{ tradeUnionReceipt(key: "typed in", memberUnit: "finance") { publication { id state } }
        tradeUnionPublications(filter: { memberUnit: "finance" }) { totalCount } }`,
    );
    expect(answer.data).toEqual({
      tradeUnionReceipt: { publication: { id: ids[0], state: 'SUBMITTED' } },
      tradeUnionPublications: { totalCount: 1 },
    });
    const other = await unionWorld.act('recall', aPerson('o', 'women', 'unit-editor'), ids);
    expect(other).toMatchObject({ errors: [{ code: 'PUBLICATION_NOT_FOUND' }] });
    expect(await unionWorld.act('recall', editor, ids)).toMatchObject({ publications: [{ state: 'WITHDRAWN' }] });
    expect(await unionWorld.faults(['finance'])).toEqual([]);
    await unionWorld.running.close();
  });
});
