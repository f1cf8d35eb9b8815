import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../shared/identity/role.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { aViewer, HubWorld } from './hub-world.ts';

let world: HubWorld;
beforeAll(async () => {
  world = await HubWorld.open();
});
afterAll(() => world.close());

const as = (role: Role, memberUnit: string | null = null, subject = `test:${role}:${memberUnit ?? ''}`): Viewer =>
  aViewer({ subject, memberUnit, roles: [role] });
const security = as('security-administrator');
const system = as('system-administrator');
const auditor = as('auditor');

// biome-ignore lint/suspicious/noExplicitAny: answers are read by path
async function ask(query: string, input: unknown, viewer: Viewer): Promise<any> {
  const { body } = await world.ask(query, { input }, viewer);
  if (body.errors) throw new Error(JSON.stringify(body.errors));
  return Object.values(body.data ?? {})[0];
}

// biome-ignore lint/suspicious/noExplicitAny: answers are read by path
async function query(text: string, viewer: Viewer): Promise<any> {
  return Object.values((await world.ask(text, {}, viewer)).body.data ?? {})[0];
}

async function codeOf(text: string, variables: Record<string, unknown>, viewer: Viewer): Promise<string | undefined> {
  return (await world.ask(text, variables, viewer)).body.errors?.[0]?.extensions.code;
}

const CREATE_TOKEN = `mutation ($input: CreateTokenInput!) { createToken(input: $input) {
  text token { id subject roles memberUnit { code } purpose createdBy revokedAt lastUsedOn } errors { code path } } }`;
const REVOKE_TOKEN =
  'mutation ($input: RevokeTokenInput!) { revokeToken(input: $input) { token { id revokedAt } errors { code } } }';

async function issue(input: object = {}): Promise<{ id: string; text: string }> {
  const { text, token } = await ask(
    CREATE_TOKEN,
    { roles: ['INTEGRATOR'], purpose: '月报', days: 1, ...input },
    security,
  );
  return { id: token.id, text };
}

const introspect = async (token: string) =>
  ((await world.post('/internal/introspect', { token })).body as { viewer: Viewer | null }).viewer;

describe('tokens on the graph', () => {
  it('are shown once, stand in the list without their text, and end at once', async () => {
    const { id, text } = await issue({ subject: 'system:report' });
    expect(text).toMatch(/^hub_[\w-]{22}$/);
    expect(await introspect(text)).toMatchObject({ subject: 'system:report', roles: ['integrator'] });
    const list = '{ tokens(filter: { subject: "system:report" }) { totalCount edges { node { id lastUsedOn } } } }';
    const { body } = await world.ask(list, {}, security);
    expect(JSON.stringify(body)).not.toContain(text);
    expect(body.data).toMatchObject({
      tokens: { totalCount: 1, edges: [{ node: { id, lastUsedOn: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) } }] },
    });
    expect((await ask(REVOKE_TOKEN, { id }, security)).token.revokedAt).not.toBeNull();
    expect(await introspect(text)).toBeNull();
    expect((await ask(REVOKE_TOKEN, { id }, security)).errors).toEqual([{ code: 'TOKEN_ALREADY_REVOKED' }]);
    expect((await ask(REVOKE_TOKEN, { id: 'nothing' }, security)).errors).toEqual([{ code: 'TOKEN_UNKNOWN' }]);
  });

  it.each([
    ['TOKEN_UNIT_MISSING', { roles: ['UNIT_EDITOR'] }],
    ['TOKEN_UNIT_UNKNOWN', { memberUnit: 'nobody' }],
    ['TOKEN_TEXT_MISSING', { purpose: ' ' }],
    ['TOKEN_LIFE_OUT_OF_RANGE', { days: 3_651 }],
    ['TOKEN_LIFE_OUT_OF_RANGE', { days: 0 }],
    ['TOKEN_ROLE_MISSING', { roles: [] }],
    ['TOKEN_ADMINISTRATORS_EXCLUDE', { roles: ['AUDITOR', 'SYSTEM_ADMINISTRATOR'] }],
    ['TOKEN_OWN_SUBJECT', { subject: security.subject }],
  ])('are refused with %s, and the refusal is on record', async (code, change) => {
    const input = { roles: ['INTEGRATOR'], purpose: '月报', days: 1, ...change };
    const payload = await ask(CREATE_TOKEN, input, security);
    expect(payload).toMatchObject({ text: null, token: null, errors: [{ code }] });
    const [record] = (
      await query('{ auditTrail(first: 1) { edges { node { result details { name value } } } } }', auditor)
    ).edges;
    expect(record.node).toMatchObject({
      result: 'REFUSED',
      details: expect.arrayContaining([{ name: 'codes', value: code }]),
    });
  });

  it('make no subject two administrators, until the first token is revoked', async () => {
    const subject = 'person:both';
    const first = await issue({ subject, roles: ['AUDITOR'] });
    const second = { subject, roles: ['SECURITY_ADMINISTRATOR'], purpose: 'x', days: 1 };
    expect((await ask(CREATE_TOKEN, second, security)).errors).toMatchObject([
      { code: 'TOKEN_ADMINISTRATORS_EXCLUDE' },
    ]);
    await ask(REVOKE_TOKEN, { id: first.id }, security);
    expect((await ask(CREATE_TOKEN, second, security)).errors).toEqual([]);
  });

  it('of an administrator are issued to one of two who ask at the same moment', async () => {
    const asked = ['AUDITOR', 'SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR'].map((role) =>
      ask(CREATE_TOKEN, { subject: 'person:race', roles: [role], purpose: 'x', days: 1 }, security),
    );
    expect((await Promise.all(asked)).filter(({ text }) => text !== null)).toHaveLength(1);
  });

  it('are nobody else’s business', async () => {
    for (const viewer of [system, as('lead-evaluator', 'union'), as('unit-approver', 'hrss')]) {
      const input = { roles: ['AUDITOR'], purpose: 'x', days: 1 };
      expect(await codeOf(CREATE_TOKEN, { input }, viewer)).toBe('FORBIDDEN');
      expect(await codeOf('{ tokens { totalCount } }', {}, viewer)).toBe('FORBIDDEN');
    }
    expect(await codeOf('{ tokens { totalCount } }', {}, auditor)).toBeUndefined();
  });

  it('are read in pages without a gap', async () => {
    for (let n = 0; n < 5; n += 1) await issue({ subject: 'system:pages' });
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page = await query(
        `{ tokens(first: 2, after: ${JSON.stringify(after)}, filter: { subject: "system:pages", isLive: true })
           { edges { node { id } } pageInfo { hasNextPage endCursor } } }`,
        security,
      );
      seen.push(...page.edges.map(({ node }: { node: { id: string } }) => node.id));
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
    }
    expect(new Set(seen).size).toBe(5);
    expect(seen).toEqual([...seen].sort().reverse());
  });
});

const CREATE_GRANT = `mutation ($input: CreateGrantInput!) { createGrant(input: $input) {
  grant { id ownerUnit { code } readerKind readerSubject readerUnit { code } measures expiresOn } errors { code path } } }`;
const REVOKE_GRANT =
  'mutation ($input: RevokeGrantInput!) { revokeGrant(input: $input) { grant { id } errors { code } } }';

describe('grants', () => {
  const approver = as('unit-approver', 'education');
  const nextYear = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
  const grant = (reader: object, change: object = {}) =>
    ask(CREATE_GRANT, { reader, purpose: '联合分析', expiresOn: nextYear, ...change }, approver);

  it('reach their reader with the next look at its token, and leave it so', async () => {
    const { text } = await issue({ subject: 'system:reader' });
    expect(await introspect(text)).not.toHaveProperty('grants');
    const one = await grant({ subject: 'system:reader' }, { measures: ['wage-arrears-closing-rate'] });
    expect(one.errors).toEqual([]);
    expect((await introspect(text))?.grants).toEqual([
      { memberUnit: 'education', measures: ['wage-arrears-closing-rate'] },
    ]);
    const all = await grant({ subject: 'system:reader' });
    expect((await introspect(text))?.grants).toEqual([{ memberUnit: 'education', measures: null }]);
    for (const { grant: given } of [one, all]) await ask(REVOKE_GRANT, { id: given.id }, approver);
    expect(await introspect(text)).not.toHaveProperty('grants');
  });

  it('are given to everybody of a unit or to all, and never to the owner itself or to who reads no figures', async () => {
    const reader = await issue({ subject: 'u', roles: ['UNIT_EDITOR'], memberUnit: 'sasac' });
    const own = await issue({ subject: 'o', roles: ['UNIT_EDITOR'], memberUnit: 'education' });
    const audit = await issue({ subject: 'a', roles: ['AUDITOR'] });
    const toUnit = await grant({ memberUnit: 'sasac' });
    expect((await introspect(reader.text))?.grants).toEqual([{ memberUnit: 'education', measures: null }]);
    await ask(REVOKE_GRANT, { id: toUnit.grant.id }, approver);
    const toAll = await grant({ isPublic: true });
    expect((await introspect(reader.text))?.grants).toHaveLength(1);
    expect(await introspect(own.text)).not.toHaveProperty('grants');
    expect(await introspect(audit.text)).not.toHaveProperty('grants');
    await ask(REVOKE_GRANT, { id: toAll.grant.id }, approver);
  });

  it.each([
    ['GRANT_READER_UNCLEAR', { reader: {} }],
    ['GRANT_READER_UNCLEAR', { reader: { subject: 's', isPublic: true } }],
    ['GRANT_READER_UNKNOWN', { reader: { memberUnit: 'nobody' } }],
    ['GRANT_READER_IS_OWNER', { reader: { memberUnit: 'education' } }],
    ['GRANT_PURPOSE_MISSING', { purpose: '' }],
    ['GRANT_MEASURES_EMPTY', { measures: [] }],
    ['GRANT_MEASURE_UNKNOWN', { measures: ['nothing'] }],
    ['GRANT_MEASURE_SENSITIVE', { measures: ['wage-arrears-cases'] }],
    ['GRANT_EXPIRY_OUT_OF_RANGE', { expiresOn: '2020-01-01' }],
    ['GRANT_EXPIRY_OUT_OF_RANGE', { expiresOn: '2099-01-01' }],
  ])('are refused with %s', async (code, change) => {
    const payload = await grant({ subject: 's' }, change);
    expect(payload).toMatchObject({ grant: null, errors: [{ code }] });
  });

  it('are the owner’s approver’s alone, and shown to owner and reader only', async () => {
    const { grant: given } = await grant({ memberUnit: 'sasac' });
    const input = { reader: { isPublic: true }, purpose: 'x', expiresOn: nextYear };
    for (const viewer of [as('unit-editor', 'education'), as('lead-approver', 'union'), security])
      expect(await codeOf(CREATE_GRANT, { input }, viewer)).toBe('FORBIDDEN');
    expect((await ask(REVOKE_GRANT, { id: given.id }, as('unit-approver', 'union'))).errors).toEqual([
      { code: 'GRANT_UNKNOWN' },
    ]);
    const list = '{ grants(filter: { isLive: true }) { totalCount } }';
    const counts = await Promise.all(
      [approver, as('unit-editor', 'sasac'), as('unit-editor', 'union'), security].map((viewer) => query(list, viewer)),
    );
    expect(counts.map(({ totalCount }) => totalCount)).toEqual([1, 1, 0, 1]);
    await ask(REVOKE_GRANT, { id: given.id }, approver);
  });

  it('of everything leave out what is sensitive', async () => {
    const { text } = await issue({ subject: 'system:wide' });
    const owner = as('unit-approver', 'hrss');
    const input = { reader: { subject: 'system:wide' }, purpose: 'x', expiresOn: nextYear };
    await ask(CREATE_GRANT, input, owner);
    const [given] = (await introspect(text))?.grants ?? [];
    expect(given?.memberUnit).toBe('hrss');
    expect(given?.measures).toContain('wage-arrears-closing-rate');
    expect(given?.measures).not.toContain('wage-arrears-cases');
  });

  it('end with their last day', async () => {
    const { text } = await issue({ subject: 'system:late' });
    await world.dataSource.query(
      `insert into read_grant (id, owner_unit, reader_kind, reader, purpose, expires_on, created_by, created_at)
       values (gen_random_uuid(), 'hrss', 'SUBJECT', 'system:late', 'x',
         (now() at time zone 'Asia/Shanghai')::date - 1, 'x', now())`,
    );
    expect(await introspect(text)).not.toHaveProperty('grants');
    await world.dataSource.query(
      `insert into read_grant (id, owner_unit, reader_kind, reader, purpose, expires_on, created_by, created_at)
       values (gen_random_uuid(), 'hrss', 'SUBJECT', 'system:late', 'x',
         (now() at time zone 'Asia/Shanghai')::date, 'x', now())`,
    );
    expect((await introspect(text))?.grants).toHaveLength(1);
  });
});

describe('reads of protected figures', () => {
  const read = (change: object = {}) => ({
    subject: 'system:report',
    memberUnit: null,
    purpose: '月报',
    ownerUnit: 'education',
    operation: 'Monthly',
    values: 12,
    at: '2026-10-05T08:00:00.000Z',
    traceId: 'a'.repeat(32),
    ...change,
  });
  const log = (from: string, to: string, viewer: Viewer) =>
    world.ask(
      `{ accessLog(ownerUnit: "education", from: "${from}", to: "${to}") {
          totalCount edges { node { subject purpose operation valueCount memberUnit { code } at } } } }`,
      {},
      viewer,
    );
  const owner = as('unit-editor', 'education');

  it('are kept in batches, once each, and told to the owner by day', async () => {
    const id = '019a0000-0000-7000-8000-000000000001';
    const batch = [read({ id }), read({ at: '2026-10-31T15:59:59.999Z' }), read({ at: '2026-10-31T16:00:00.000Z' })];
    expect((await world.post('/internal/reads', batch)).body).toEqual({ stored: 3 });
    expect((await world.post('/internal/reads', [read({ id })])).body).toEqual({ stored: 0 });
    const october = (await log('2026-10-01', '2026-10-31', owner)).body.data;
    expect(october).toMatchObject({ accessLog: { totalCount: 2 } });
    const first = (await log('2026-10-05', '2026-10-05', owner)).body.data;
    expect(first).toMatchObject({
      accessLog: {
        edges: [{ node: { subject: 'system:report', purpose: '月报', operation: 'Monthly', valueCount: 12 } }],
      },
    });
  });

  it('are told to nobody but the owner and the auditor', async () => {
    const answers = await Promise.all(
      [owner, auditor, as('unit-editor', 'hrss'), as('lead-evaluator', 'union'), system].map((viewer) =>
        log('2026-10-01', '2026-10-31', viewer),
      ),
    );
    expect(answers.map(({ body }) => body.errors?.[0]?.extensions.code ?? 'shown')).toEqual([
      'shown',
      'shown',
      'FORBIDDEN',
      'FORBIDDEN',
      'FORBIDDEN',
    ]);
  });

  it('are refused whole when one is malformed, and from who does not sign', async () => {
    expect((await world.post('/internal/reads', [read(), read({ values: 0 })])).status).toBe(400);
    expect((await world.post('/internal/reads', [read({ at: 'yesterday' })])).status).toBe(400);
    expect((await world.post('/internal/reads', [read()], { isSigned: false })).status).toBe(401);
    expect((await log('2026-10-01', '2026-10-31', owner)).body.data).toMatchObject({ accessLog: { totalCount: 2 } });
  });
});

describe('the audit on the graph', () => {
  it('is the auditor’s alone', async () => {
    for (const viewer of [security, system, as('lead-approver', 'union')])
      expect(await codeOf('{ auditTrail { totalCount } }', {}, viewer)).toBe('FORBIDDEN');
  });

  it('is narrowed by what is asked and read in pages to the end', async () => {
    for (let n = 0; n < 5; n += 1) await issue({ subject: `system:audited-${n}` });
    const nodes: { action: string; result: string }[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page = await query(
        `{ auditTrail(first: 3, after: ${JSON.stringify(after)},
            filter: { actor: "${security.subject}", action: "token.create", result: DONE }) {
            edges { node { id action result traceId } } pageInfo { hasNextPage endCursor } totalCount } }`,
        auditor,
      );
      nodes.push(...page.edges.map(({ node }: { node: never }) => node));
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
      if (!more) expect(nodes).toHaveLength(page.totalCount);
    }
    expect(nodes.length).toBeGreaterThan(5);
    expect(new Set(nodes.map((node) => `${node.action} ${node.result}`))).toEqual(new Set(['token.create DONE']));
    const never = await query('{ auditTrail(filter: { to: "2020-01-01T00:00:00Z" }) { totalCount } }', auditor);
    expect(never.totalCount).toBe(0);
  });
});
