import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChainFault } from '../../shared/department/receipt/receipt.ts';
import { readChain } from '../../shared/department/receipt/receipt.repository.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { department as union } from '../../subgraphs/union/department.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { aViewer, lead, service } from '../testkit/viewers.ts';

const PUBLISH = `mutation ($input: PublishHrssObservationsInput!) {
  publishHrssObservations(input: $input) {
    publication { id state rowCount feedPosition events { state actor } }
    receipt { sequence hash previousHash signature issuedAt }
    errors { code severity path row message messageEn rule remedy }
  }
}`;

const LIST = `query ($filter: HrssObservationFilterInput, $asOf: DateTime, $first: Int, $after: String) {
  hrssObservations(filter: $filter, asOf: $asOf, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { id measure { code } period { code type start end } dimensions { key code } value state revision isDerived
      recordedAt memberUnit { code } publication { id } receipt { sequence hash } } }
  }
}`;

interface Row {
  subject?: string;
  measure?: string;
  period?: string;
  dimensions?: { key: string; code: string }[];
  value?: string | number | boolean;
  expectedRevision?: number;
}

/** A row that hrss may report. */
function aRow(row: Row = {}) {
  return { subject: '110106', measure: 'technicians', period: '2025', dimensions: [], value: '1200', ...row };
}

function anInput(rows: object[], rest: object = {}) {
  return { idempotencyKey: newId(), observations: rows, ...rest };
}

let department: TestDepartment;
const editor = aViewer('hrss');

beforeAll(async () => {
  department = await startDepartment(hrss);
  // Enough for pages of lists and of the feed, in periods no test uses.
  const years = [2003, 2004, 2005, 2006, 2007, 2008];
  const rows = years.flatMap((year) => [1, 2, 3, 4].map((quarter) => `${year}-Q${quarter}`));
  await publish(rows.map((period) => aRow({ measure: 'migrants-served', period, value: '3' })));
});
afterAll(() => department.close());

async function publish(rows: object[], rest: object = {}, viewer = editor) {
  const answer = await department.ask(viewer, PUBLISH, { input: anInput(rows, rest) });
  return { ...answer.data?.publishHrssObservations, topErrors: answer.errors, statements: answer.statements };
}

async function count(table: string): Promise<number> {
  const rows = await department.dataSource.query(`select count(*)::int as count from ${table}`);
  return rows[0].count;
}

describe('publishing', () => {
  it('accepts a value by the automatic policy, with events, receipt, audit and feed', async () => {
    const result = await publish([aRow({ period: '2021' })]);
    expect(result.errors).toEqual([]);
    expect(result.publication).toMatchObject({ state: 'ACCEPTED', rowCount: 1 });
    expect(result.publication.events.map((event: { state: string }) => event.state)).toEqual([
      'DRAFT',
      'SUBMITTED',
      'APPROVED',
      'ACCEPTED',
    ]);
    const audit = await department.dataSource.query('select * from audit where object_id = $1', [
      result.publication.id,
    ]);
    expect(audit).toMatchObject([{ actor: 'test:hrss', result: 'ACCEPTED', after_hash: result.receipt.hash }]);
    const fed = await department.dataSource.query('select position, state from change where publication_id = $1', [
      result.publication.id,
    ]);
    expect(fed).toEqual([{ position: result.publication.feedPosition, state: 'ACCEPTED' }]);
  });

  it('takes a number of statements that does not depend on the number of rows', async () => {
    const months = (year: number) =>
      Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, '0')}`);
    const quarters = (year: number) => [1, 2, 3, 4].map((quarter) => `${year}-Q${quarter}`);
    expect(months(2024)).toHaveLength(12);
    const one = await publish([aRow({ measure: 'migrants-served', period: '2020-Q1', value: '5' })]);
    const many = await publish(
      quarters(2024)
        .concat(quarters(2023))
        .map((period) => aRow({ measure: 'migrants-served', period, value: '7' })),
    );
    expect(one.errors).toEqual([]);
    expect(many.errors).toEqual([]);
    expect(many.statements).toBe(one.statements);
  });

  it('derives what all parts are its own for, and says so', async () => {
    const skilled = [
      'senior-workers',
      'technicians',
      'senior-technicians',
      'special-grade-technicians',
      'chief-technicians',
    ];
    await publish(skilled.map((measure) => aRow({ measure, value: '100', period: '2023' })));
    await publish(skilled.map((measure) => aRow({ measure, value: '110', period: '2024' })));
    const { data } = await department.ask(lead, LIST, {
      filter: { period: '2024', measures: ['highly-skilled-workers', 'technicians-growth'] },
    });
    const nodes = data.hrssObservations.edges.map(({ node }: { node: object }) => node);
    expect(nodes).toMatchObject([
      { measure: { code: 'highly-skilled-workers' }, value: '550', isDerived: true },
      { measure: { code: 'technicians-growth' }, value: '0.1', isDerived: true },
    ]);
  });

  it.each([
    ['a subject nobody registered', { subject: '999999' }, 'SUBJECT_UNKNOWN', 'subject.known'],
    ['a measure that does not exist', { measure: 'no-such-measure' }, 'MEASURE_UNKNOWN', 'measure.known'],
    [
      'a measure of another unit',
      { measure: 'union-members', dimensions: [{ key: 'member-group', code: 'all' }] },
      'CELL_NOT_OWNED',
      'measure.owner',
    ],
    ['a computed measure', { measure: 'technicians-growth' }, 'MEASURE_COMPUTED', 'measure.entered'],
    ['a period of another frequency', { period: '2025-Q1' }, 'PERIOD_FREQUENCY_MISMATCH', 'period.frequency'],
    ['a malformed period', { period: '2025Q1' }, 'PERIOD_MALFORMED', 'period.form'],
    ['a period that has not begun', { period: '2199' }, 'PERIOD_IN_FUTURE', 'period.begun'],
    [
      'an unknown code of a dimension',
      { measure: 'vocational-schools', dimensions: [{ key: 'school-kind', code: 'no' }] },
      'DIMENSION_CODE_UNKNOWN',
      'dimensions.code',
    ],
    ['a missing dimension', { measure: 'vocational-schools' }, 'DIMENSION_MISSING', 'dimensions.complete'],
    [
      'a dimension the measure has not',
      { dimensions: [{ key: 'ownership', code: 'state-owned' }] },
      'DIMENSION_UNKNOWN',
      'dimensions.complete',
    ],
    ['text for a number', { value: '很多' }, 'VALUE_NOT_A_NUMBER', 'value.type'],
    ['an empty value', { value: ' ' }, 'VALUE_EMPTY', 'value.type'],
    ['half a person', { value: '1.5' }, 'VALUE_NOT_WHOLE', 'value.range'],
    ['a negative count', { value: '-1' }, 'VALUE_NEGATIVE', 'value.range'],
    ['a ratio above 1', { measure: 'performance-weight', value: '1.2' }, 'RATIO_OUT_OF_RANGE', 'value.range'],
  ])('refuses %s, naming row and rule', async (_what, fault, code, rule) => {
    const before = await count('observation');
    const result = await publish([aRow({ period: '2022' }), aRow(fault)]);
    expect(result.publication).toBeNull();
    expect(result.errors).toContainEqual(expect.objectContaining({ code, rule, row: 2, severity: 'ERROR' }));
    expect(result.errors[0].message).toMatch(/[\u4e00-\u9fff]/);
    expect(result.errors[0].remedy).not.toBe('');
    expect(await count('observation')).toBe(before);
  });

  it('stores the right rows and names the wrong ones where the caller asked for that', async () => {
    const result = await publish([aRow({ measure: 'senior-technicians', period: '2022' }), aRow({ value: 'x' })], {
      mode: 'PARTIAL',
    });
    expect(result.publication.rowCount).toBe(1);
    expect(result.errors).toMatchObject([{ row: 2, code: 'VALUE_NOT_A_NUMBER' }]);
  });

  it('refuses the same cell twice in one submission', async () => {
    const result = await publish([aRow(), aRow({ value: '3' })]);
    expect(result.publication).toBeNull();
    expect(result.errors).toContainEqual(expect.objectContaining({ row: 2, code: 'CELL_REPEATED' }));
  });

  it('refuses 1,001 rows, no rows and a key of no characters', async () => {
    expect((await publish(Array.from({ length: 1001 }, () => aRow()))).errors).toMatchObject([
      { code: 'TOO_MANY_ROWS', row: null },
    ]);
    expect((await publish([])).errors).toMatchObject([{ code: 'NO_ROWS' }]);
    expect((await publish([aRow()], { idempotencyKey: '' })).errors).toMatchObject([
      { code: 'IDEMPOTENCY_KEY_INVALID' },
    ]);
  });

  it('checks everything and stores nothing in a dry run', async () => {
    const before = await count('publication');
    const result = await publish([aRow({ period: '2019' })], { dryRun: true });
    expect(result).toMatchObject({ publication: null, errors: [] });
    expect(await count('publication')).toBe(before);
  });

  it('refuses a stale expected revision and stores nothing of the submission', async () => {
    await publish([aRow({ measure: 'engineers', period: '2021', value: '5' })]);
    const stale = await publish([aRow({ measure: 'engineers', period: '2021', value: '6', expectedRevision: 0 })]);
    expect(stale.publication).toBeNull();
    expect(stale.errors).toContainEqual(
      expect.objectContaining({ code: 'CONFLICT', row: 1, rule: 'revision.expected' }),
    );
    const fresh = await publish([aRow({ measure: 'engineers', period: '2021', value: '6', expectedRevision: 1 })]);
    expect(fresh.publication.state).toBe('ACCEPTED');
  });

  it('counts repeated identical refusals instead of multiplying them', async () => {
    const input = anInput([aRow({ value: '坏' })], { idempotencyKey: 'the-same-refusal' });
    const before = await count('audit');
    for (let time = 0; time < 3; time += 1) await department.ask(editor, PUBLISH, { input });
    expect(await count('audit')).toBe(before + 1);
    const refusals = await department.dataSource.query(
      "select times from refusal where codes = '{VALUE_NOT_A_NUMBER}' order by last_at desc limit 1",
    );
    expect(refusals).toEqual([{ times: 3 }]);
  });
});

describe('an idempotency key', () => {
  it('gives the same answer byte for byte when the same submission is sent again', async () => {
    const input = anInput([aRow({ measure: 'engineers', period: '2020', value: '4' })]);
    const first = await department.ask(editor, PUBLISH, { input });
    const before = await count('observation');
    const again = await department.ask(editor, PUBLISH, { input });
    expect(JSON.stringify(again.data)).toBe(JSON.stringify(first.data));
    expect(await count('observation')).toBe(before);
  });

  it('refuses another submission under it and stores nothing', async () => {
    const idempotencyKey = newId();
    await publish([aRow({ measure: 'engineers', period: '2018', value: '4' })], { idempotencyKey });
    const before = await count('observation');
    const other = await publish([aRow({ measure: 'engineers', period: '2018', value: '5' })], { idempotencyKey });
    expect(other).toMatchObject({ publication: null, receipt: null, errors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] });
    expect(await count('observation')).toBe(before);
  });

  it('lets one of many concurrent submissions execute and gives all the same answer', async () => {
    const input = anInput([aRow({ measure: 'engineers', period: '2017', value: '4' })]);
    const answers = await Promise.all(Array.from({ length: 8 }, () => department.ask(editor, PUBLISH, { input })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.data))).size).toBe(1);
    const stored = await department.dataSource.query(
      "select count(*)::int as count from observation where measure = 'engineers' and period = '2017'",
    );
    expect(stored).toEqual([{ count: 1 }]);
  });
});

describe('permission to publish', () => {
  it.each([
    ['another unit', aViewer('education')],
    ['the lead office', lead],
    ['an integrator', aViewer(null, 'integrator')],
    ['the worker', service],
  ])('is refused to %s and the refusal is on record', async (_who, viewer) => {
    const before = await count('observation');
    const result = await publish([aRow()], {}, viewer);
    expect(result.topErrors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(await count('observation')).toBe(before);
    const refusals = await department.dataSource.query('select actor from refusal where actor = $1 and codes = $2', [
      viewer.subject,
      ['FORBIDDEN'],
    ]);
    expect(refusals.length).toBeGreaterThan(0);
  });

  it('is refused where one names a unit that another subgraph carries', async () => {
    const result = await publish([aRow()], { onBehalfOf: 'education' });
    expect(result.topErrors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('reading', () => {
  it('keeps the old value readable at an earlier instant', async () => {
    const cell = { measure: 'engineers', period: '2016' };
    await publish([aRow({ ...cell, value: '10' })]);
    const first = await department.ask(lead, LIST, { filter: { period: '2016', measures: ['engineers'] } });
    const asOf = first.data.hrssObservations.edges[0].node.recordedAt;
    // The clock has milliseconds; the next commit must fall into a later one to be told apart.
    await expect.poll(() => Date.now()).toBeGreaterThan(Date.parse(asOf) + 1);
    await publish([aRow({ ...cell, value: '12' })]);
    const now = await department.ask(lead, LIST, { filter: { period: '2016', measures: ['engineers'] } });
    const then = await department.ask(lead, LIST, { filter: { period: '2016', measures: ['engineers'] }, asOf });
    expect(now.data.hrssObservations.edges[0].node).toMatchObject({ value: '12', revision: 2 });
    expect(then.data.hrssObservations.edges[0].node).toMatchObject({ value: '10', revision: 1 });
    expect(then.data.hrssObservations.totalCount).toBe(1);
    const long = await department.ask(lead, LIST, { filter: { period: '2016' }, asOf: '2000-01-01T00:00:00Z' });
    expect(long.data.hrssObservations.totalCount).toBe(0);
  });

  it('pages through everything once, in a stable order, with constant statements', async () => {
    const all = await department.ask(lead, LIST, { first: 500 });
    const ids = all.data.hrssObservations.edges.map(({ node }: { node: { id: string } }) => node.id);
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const page = await department.ask(lead, LIST, { first: 3, after });
      paged.push(...page.data.hrssObservations.edges.map(({ node }: { node: { id: string } }) => node.id));
      after = page.data.hrssObservations.pageInfo.hasNextPage ? page.data.hrssObservations.pageInfo.endCursor : null;
      expect(page.statements).toBe(all.statements);
    } while (after !== null);
    expect(paged).toEqual(ids);
    expect(ids.length).toBe(all.data.hrssObservations.totalCount);
    expect(ids.length).toBeGreaterThan(20);
  });

  it('refuses pages over 500 and cursors that are not its own', async () => {
    expect((await department.ask(lead, LIST, { first: 501 })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect((await department.ask(lead, LIST, { after: 'bm9uc2Vuc2U' })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('answers entities by id, many in few statements, and null for what is not there', async () => {
    const all = await department.ask(lead, LIST, { first: 30 });
    const ids: string[] = all.data.hrssObservations.edges.map(({ node }: { node: { id: string } }) => node.id);
    const representations = [...ids, 'hrss:2025:00000000-0000-7000-8000-000000000000', 'nonsense'].map((id) => ({
      __typename: 'HrssObservation',
      id,
    }));
    const answer = await department.ask(
      lead,
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on HrssObservation { id value receipt { hash } } } }',
      { representations },
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data._entities.slice(0, ids.length).map((entity: { id: string }) => entity.id)).toEqual(ids);
    expect(answer.data._entities.slice(ids.length)).toEqual([null, null]);
    expect(answer.statements).toBeLessThanOrEqual(2);
  });
});

describe('the change feed', () => {
  const CHANGES =
    'query ($after: String!, $first: Int!, $waitMs: Int!) { hrssChanges(after: $after, first: $first, waitMs: $waitMs) { head changes { id position state observation { id value } } } }';

  it('gives every change in commit order without gaps, however it is paged', async () => {
    const positions: number[] = [];
    let after = '0';
    for (;;) {
      const { data } = await department.ask(service, CHANGES, { after, first: 7, waitMs: 0 });
      if (data.hrssChanges.changes.length === 0) break;
      positions.push(...data.hrssChanges.changes.map((change: { position: string }) => Number(change.position)));
      after = data.hrssChanges.changes.at(-1).position;
    }
    expect(positions).toEqual(Array.from({ length: positions.length }, (_, index) => index + 1));
    expect(positions.length).toBeGreaterThan(20);
  });

  it('wakes a follower when something is accepted', async () => {
    const head = (await department.ask(service, CHANGES, { after: '0', first: 1, waitMs: 0 })).data.hrssChanges.head;
    const waiting = department.ask(service, CHANGES, { after: head, first: 10, waitMs: 1500 });
    await publish([aRow({ measure: 'engineers', period: '2015', value: '1' })]);
    expect((await waiting).data.hrssChanges.changes[0].observation.value).toBe('1');
  });

  it('is refused to those who only report or build reports', async () => {
    for (const viewer of [editor, aViewer(null, 'integrator')]) {
      expect((await department.ask(viewer, CHANGES, { after: '0', first: 1, waitMs: 0 })).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
    }
  });
});

describe('receipts and roles of the database', () => {
  it('form a whole chain per unit under concurrent publishing', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => [
      aRow({ measure: 'migrants-served', period: `20${String(10 + index)}-Q1`, value: String(index) }),
    ]);
    await Promise.all(rows.map((row) => publish(row)));
    const chain = await readChain(department.dataSource.manager, 'hrss');
    expect(chain.length).toBeGreaterThan(12);
    expect(findChainFault(chain, department.signer)).toBeNull();
    const broken = chain.map((receipt, index) =>
      index === 5 ? { ...receipt, content: receipt.content.replace('ACCEPTED', 'ACCEPTEB') } : receipt,
    );
    expect(findChainFault(broken, department.signer)).toMatchObject({ sequence: 6 });
  });

  it.each(['observation', 'change', 'receipt', 'audit', 'publication', 'publication_event'])(
    'let the app neither change nor delete a row of %s',
    async (table) => {
      await expect(department.dataSource.query(`delete from ${table}`)).rejects.toThrow(/permission denied/);
      await expect(department.dataSource.query(`update ${table} set trace_id = ''`)).rejects.toThrow(
        /permission denied|does not exist/,
      );
    },
  );
});

describe('the audit trail', () => {
  const TRAIL = `query ($filter: HrssAuditFilterInput, $first: Int, $after: String) {
    hrssAuditTrail(filter: $filter, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      edges { node { id at actor actorUnit { code } action objectType objectId result codes times traceId } }
    }
  }`;

  it('shows the auditor every act and refusal, newest first, page by page, without a figure', async () => {
    await publish([aRow({ measure: 'engineers', period: '2009', value: '77777' })]);
    const refused = { input: anInput([aRow({ value: '两百' })], { idempotencyKey: 'audit-refusal' }) };
    for (let time = 0; time < 2; time += 1) await department.ask(editor, PUBLISH, refused);
    const auditor = aViewer(null, 'auditor');
    const all = await department.ask(auditor, TRAIL, { first: 500 });
    const entries = all.data.hrssAuditTrail.edges.map(({ node }: { node: object }) => node);
    expect(entries.length).toBe(all.data.hrssAuditTrail.totalCount);
    expect(entries[0]).toMatchObject({
      result: 'REFUSED',
      codes: ['VALUE_NOT_A_NUMBER'],
      times: 2,
      actor: 'test:hrss',
    });
    expect(entries[1]).toMatchObject({
      result: 'ACCEPTED',
      action: 'publishHrssObservations',
      actorUnit: { code: 'hrss' },
    });
    expect(JSON.stringify(all.data)).not.toMatch(/77777|两百/);
    const paged: unknown[] = [];
    let after: string | null = null;
    do {
      const page = await department.ask(auditor, TRAIL, { first: 5, after });
      paged.push(...page.data.hrssAuditTrail.edges.map(({ node }: { node: object }) => node));
      after = page.data.hrssAuditTrail.pageInfo.hasNextPage ? page.data.hrssAuditTrail.pageInfo.endCursor : null;
      expect(page.statements).toBe(all.statements);
    } while (after !== null);
    expect(paged).toEqual(entries);
    const refusals = await department.ask(auditor, TRAIL, { filter: { isRefused: true }, first: 500 });
    expect(
      refusals.data.hrssAuditTrail.edges.every(({ node }: { node: { result: string } }) => node.result === 'REFUSED'),
    ).toBe(true);
  });

  it('is refused to everyone else, the lead office included', async () => {
    for (const viewer of [editor, lead, service, aViewer(null, 'security-administrator')]) {
      expect((await department.ask(viewer, TRAIL)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
  });
});

describe('the union subgraph', () => {
  it('takes a hosted unit’s own reports and those typed in for it by the union, under the unit’s name', async () => {
    const hosted = await startDepartment(union);
    try {
      const mutation = PUBLISH.replaceAll('Hrss', 'TradeUnion');
      const row = { subject: '110106', measure: 'fiscal-expenditure', period: '2025', value: '100' };
      const own = await hosted.ask(aViewer('finance'), mutation, { input: anInput([row]) });
      expect(own.data.publishTradeUnionObservations.errors).toEqual([]);
      const typed = await hosted.ask(aViewer('union'), mutation, {
        input: anInput([{ ...row, value: '101' }], { onBehalfOf: 'finance' }),
      });
      expect(typed.data.publishTradeUnionObservations.publication.state).toBe('ACCEPTED');
      const asItself = await hosted.ask(aViewer('union'), mutation, { input: anInput([row]) });
      expect(asItself.data.publishTradeUnionObservations.errors).toMatchObject([{ code: 'CELL_NOT_OWNED', row: 1 }]);
      const foreign = await hosted.ask(aViewer('finance'), mutation, {
        input: anInput([row], { onBehalfOf: 'union' }),
      });
      expect(foreign.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      const stored = await hosted.dataSource.query(
        'select member_unit, submitted_by from publication order by created_at',
      );
      expect(stored).toEqual([
        { member_unit: 'finance', submitted_by: 'test:finance' },
        { member_unit: 'finance', submitted_by: 'test:union' },
      ]);
    } finally {
      await hosted.close();
    }
  });
});
