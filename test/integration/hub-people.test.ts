import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { addDays, dayInShanghai } from '../../shared/primitives/calendar-day.ts';
import { aViewer, HubWorld } from './hub-world.ts';

let world: HubWorld;
beforeAll(async () => {
  world = await HubWorld.open();
});
afterAll(() => world.close());

const system = aViewer({ subject: 'test:system', memberUnit: null, roles: ['system-administrator'] });
const security = aViewer({ subject: 'test:security', memberUnit: null, roles: ['security-administrator'] });
const today = dayInShanghai(new Date());
const ISSUER = 'https://id.example/district';
let count = 0;

interface PersonAnswer {
  readonly id: string;
  readonly subject: string;
  readonly roles: readonly { readonly id: string }[];
  readonly actingAppointments: readonly { readonly id: string }[];
}

/** Runs a mutation about a person; the person after it and the codes of what was wrong. */
async function does(name: string, input: object, viewer: Viewer): Promise<{ person: PersonAnswer; codes: string[] }> {
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  const { body } = await world.ask(
    `mutation ($input: ${type}Input!) { payload: ${name}(input: $input) {
      person { id subject roles { id } actingAppointments { id } } errors { code } } }`,
    { input },
    viewer,
  );
  if (body.errors) return { person: {} as never, codes: body.errors.map(({ extensions }) => extensions.code) };
  const { payload } = body.data as unknown as { payload: { person: PersonAnswer; errors: { code: string }[] } };
  return { person: payload.person, codes: payload.errors.map(({ code }) => code) };
}

async function aPerson(): Promise<{ person: PersonAnswer; login: string }> {
  count += 1;
  const login = `login-${count}`;
  const { person } = await does('createPerson', { name: `人员${count}`, issuer: ISSUER, loginSubject: login }, system);
  return { person, login };
}

async function signIn(login: string, factors: object = { amr: ['pwd', 'otp'] }): Promise<Viewer | null> {
  const question = { issuer: ISSUER, subject: login, amr: [], acr: null, authTime: 1_790_000_000, ...factors };
  return ((await world.post('/internal/person-viewer', question)).body as { viewer: Viewer | null }).viewer;
}

describe('a person', () => {
  it('is nobody before being registered, and then who the days say', async () => {
    expect(await signIn('stranger')).toBeNull();
    const { person, login } = await aPerson();
    expect(await signIn(login)).toEqual({ subject: person.subject, memberUnit: null, roles: [], purpose: '本人办理' });
    const from = addDays(today, -10);
    await does('createMembership', { person: person.id, memberUnit: 'hrss', validFrom: from }, system);
    await does('createRoleAssignment', { person: person.id, role: 'UNIT_EDITOR', validFrom: today }, security);
    expect(await signIn(login)).toMatchObject({ memberUnit: 'hrss', roles: ['unit-editor'] });
    const at = (day: string) => world.services.people.viewerOfPerson(person.subject, new Date(`${day}T12:00:00+08:00`));
    expect(await at(addDays(today, -11))).toMatchObject({ memberUnit: null, roles: [] });
    expect(await at(addDays(today, -1))).toMatchObject({ memberUnit: 'hrss', roles: [] });
    expect(await at(today)).toMatchObject({ memberUnit: 'hrss', roles: ['unit-editor'] });
  });

  it('loses what needs a second factor when only one was shown', async () => {
    const { person, login } = await aPerson();
    await does('createMembership', { person: person.id, memberUnit: 'hrss', validFrom: today }, system);
    for (const role of ['UNIT_EDITOR', 'UNIT_APPROVER', 'AUDITOR'])
      await does('createRoleAssignment', { person: person.id, role, validFrom: today }, security);
    const two = ['auditor', 'unit-approver', 'unit-editor'];
    expect((await signIn(login, { amr: ['pwd'] }))?.roles).toEqual(['unit-editor']);
    expect((await signIn(login))?.roles).toEqual(two);
    expect((await signIn(login, { amr: [] }))?.roles).toEqual(['unit-editor']);
    expect((await signIn(login, { amr: ['otp', 'sms'] }))?.roles).toEqual(['unit-editor']);
    expect((await signIn(login, { amr: ['pwd', 'mfa'] }))?.roles).toEqual(two);
    expect((await signIn(login, { amr: [], acr: 'aal2' }))?.roles).toEqual(two);
    expect((await signIn(login, { amr: [], acr: 'aal1' }))?.roles).toEqual(['unit-editor']);
  });

  it('is one administrator at most, in roles and tokens together', async () => {
    const { person } = await aPerson();
    const give = (role: string) =>
      does('createRoleAssignment', { person: person.id, role, validFrom: today }, security);
    const auditor = await give('AUDITOR');
    expect(auditor.codes).toEqual([]);
    expect((await give('SECURITY_ADMINISTRATOR')).codes).toEqual(['ADMINISTRATORS_EXCLUDE']);
    const token = { subject: person.subject, memberUnit: null, purpose: 'x', days: 1 };
    const act = { viewer: security, traceId: 't' };
    const asked = await world.services.tokens.create({ ...token, roles: ['system-administrator'] }, act);
    expect(asked).toMatchObject({ ok: false, error: [{ code: 'TOKEN_ADMINISTRATORS_EXCLUDE' }] });
    const id = auditor.person.roles[0]!.id;
    expect((await does('endRoleAssignment', { person: person.id, id }, security)).codes).toEqual([]);
    expect((await give('SECURITY_ADMINISTRATOR')).codes).toEqual([]);
  });

  it('belongs to one unit at a time, and moves from day to day', async () => {
    const { person, login } = await aPerson();
    const join = (memberUnit: string, validFrom: string) =>
      does('createMembership', { person: person.id, memberUnit, validFrom }, system);
    expect((await join('hrss', addDays(today, -5))).codes).toEqual([]);
    expect((await join('sasac', today)).codes).toEqual(['MEMBERSHIP_OVERLAPS']);
    const ended = await does('endMembership', { person: person.id, memberUnit: 'hrss' }, system);
    expect(ended.codes).toEqual([]);
    expect((await join('sasac', today)).codes).toEqual([]);
    expect((await signIn(login))?.memberUnit).toBe('sasac');
    expect((await does('endMembership', { person: person.id, memberUnit: 'hrss' }, system)).codes).toEqual([
      'MEMBERSHIP_UNKNOWN',
    ]);
    const past = { person: person.id, memberUnit: 'sasac', endsOn: addDays(today, -1) };
    expect((await does('endMembership', past, system)).codes).toEqual(['PERSON_TERM_PAST']);
  });

  it('joins one unit when two are asked at once', async () => {
    const { person } = await aPerson();
    const asked = ['hrss', 'sasac', 'education', 'union'].map((memberUnit) =>
      does('createMembership', { person: person.id, memberUnit, validFrom: today }, system),
    );
    expect((await Promise.all(asked)).filter(({ codes }) => codes.length === 0)).toHaveLength(1);
  });

  it('acts as approver for its unit during the days written down, and not a moment after the end was recorded', async () => {
    const { person, login } = await aPerson();
    await does('createMembership', { person: person.id, memberUnit: 'education', validFrom: today }, system);
    const acting = { person: person.id, memberUnit: 'education', validFrom: today, reason: '审签人出差' };
    const given = await does('createActingAppointment', { ...acting, validTo: addDays(today, 7) }, security);
    expect(given.codes).toEqual([]);
    expect(await signIn(login)).toMatchObject({ roles: ['unit-approver'], purpose: '代理审签：审签人出差' });
    expect((await signIn(login, { amr: ['pwd'] }))?.roles).toEqual([]);
    const last = new Date(`${addDays(today, 7)}T00:00:00+08:00`);
    expect((await world.services.people.viewerOfPerson(person.subject, last))?.roles).toEqual([]);
    const id = given.person.actingAppointments[0]!.id;
    await does('endActingAppointment', { person: person.id, id }, security);
    expect((await signIn(login))?.roles).toEqual([]);
    for (const [change, code] of [
      [{ memberUnit: 'hrss', validTo: addDays(today, 7) }, 'ACTING_NOT_A_MEMBER'],
      [{ validTo: addDays(today, 300) }, 'ACTING_TOO_LONG'],
      [{ validTo: today }, 'PERSON_TERM_REVERSED'],
    ] as const)
      expect((await does('createActingAppointment', { ...acting, ...change }, security)).codes).toContain(code);
  });

  it('is registered by the one administrator and given roles by the other', async () => {
    const { person } = await aPerson();
    const role = { person: person.id, role: 'INTEGRATOR', validFrom: today };
    expect((await does('createRoleAssignment', role, system)).codes).toEqual(['FORBIDDEN']);
    const membership = { person: person.id, memberUnit: 'hrss', validFrom: today };
    expect((await does('createMembership', membership, security)).codes).toEqual(['FORBIDDEN']);
    const himself = { ...security, subject: person.subject };
    expect((await does('createRoleAssignment', role, himself)).codes).toEqual(['ROLE_OF_ONESELF']);
    const again = { name: 'x', issuer: ISSUER, loginSubject: 'login-1' };
    expect((await does('createPerson', again, system)).codes).toEqual(['PERSON_IDENTITY_TAKEN']);
  });
});

describe('a unit that was merged into another', () => {
  it('takes its people, its tokens and its grants along from that day, and rewrites nothing', async () => {
    const { person, login } = await aPerson();
    await does('createMembership', { person: person.id, memberUnit: 'media', validFrom: addDays(today, -9) }, system);
    const issued = await world.services.tokens.create(
      { subject: 'system:media', memberUnit: 'media', roles: ['unit-editor'], purpose: 'x', days: 1 },
      { viewer: security, traceId: 't' },
    );
    const text = issued.ok ? issued.value.text : '';
    const unitOfToken = async () =>
      ((await world.post('/internal/introspect', { token: text })).body as { viewer: Viewer | null }).viewer
        ?.memberUnit;
    const approver = aViewer({ subject: 'a', memberUnit: 'education', roles: ['unit-approver'] });
    const reader = { subject: null, memberUnit: 'media', isPublic: false };
    await world.services.grants.create(
      { reader, measures: null, purpose: 'x', expiresOn: addDays(today, 9) },
      { viewer: approver, traceId: 't' },
    );
    const merge = (input: object) =>
      world.ask(
        `mutation ($input: CreateMemberUnitSuccessionInput!) { createMemberUnitSuccession(input: $input) {
          succession { successor { code } } errors { code } } }`,
        { input: { kind: 'MERGE', effectiveOn: today, reason: '机构改革', ...input } },
        system,
      );
    expect(await unitOfToken()).toBe('media');
    expect((await merge({ predecessor: 'media', successor: 'justice' })).body.data).toMatchObject({
      createMemberUnitSuccession: { succession: { successor: { code: 'justice' } }, errors: [] },
    });
    expect(await unitOfToken()).toBe('justice');
    expect(await signIn(login)).toMatchObject({
      memberUnit: 'justice',
    });
    const before = new Date(`${addDays(today, -1)}T12:00:00+08:00`);
    expect((await world.services.people.viewerOfPerson(person.subject, before))?.memberUnit).toBe('media');
    const inherited = aViewer({ subject: 'j', memberUnit: 'justice', roles: ['unit-editor'] });
    expect((await world.services.grants.withGrants(inherited)).grants).toEqual([
      { memberUnit: 'education', measures: null },
    ]);
    for (const [predecessor, successor] of [
      ['media', 'hrss'],
      ['justice', 'media'],
      ['justice', 'justice'],
      ['justice', 'nobody'],
    ])
      expect((await merge({ predecessor, successor })).body.data).not.toMatchObject({
        createMemberUnitSuccession: { errors: [] },
      });
  });
});
