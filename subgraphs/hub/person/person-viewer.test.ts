import { describe, expect, it } from 'vitest';
import type { Person } from './person.ts';
import { viewerOn } from './person-viewer.ts';
import { hasSecondFactor } from './second-factor.ts';

function aPerson(overrides: Partial<Person> = {}): Person {
  return {
    id: 'p',
    subject: 'person:p',
    name: '甲',
    identities: [],
    memberships: [{ memberUnit: 'hrss', validFrom: '2026-01-01', validTo: '2026-07-01' }],
    roles: [{ id: 'r', role: 'unit-editor', validFrom: '2026-02-01', validTo: null }],
    actingAppointments: [],
    ...overrides,
  };
}

describe('who a person is on a day', () => {
  it.each([
    ['2025-12-31', null, []],
    ['2026-01-31', 'hrss', []],
    ['2026-02-01', 'hrss', ['unit-editor']],
    ['2026-06-30', 'hrss', ['unit-editor']],
    ['2026-07-01', null, []],
  ])('%s: of %s, %s', (day, memberUnit, roles) => {
    expect(viewerOn(aPerson(), day)).toMatchObject({ memberUnit, roles });
  });

  it('keeps roles that need no unit after leaving one', () => {
    const roles = [{ id: 'r', role: 'integrator' as const, validFrom: '2026-01-01', validTo: null }];
    expect(viewerOn(aPerson({ roles }), '2026-08-01')).toMatchObject({ memberUnit: null, roles: ['integrator'] });
  });

  it('acts for its own unit only, and says for what', () => {
    const acting = { id: 'a', validFrom: '2026-03-01', validTo: '2026-03-08', reason: '出差' };
    const own = aPerson({ actingAppointments: [{ ...acting, memberUnit: 'hrss' }] });
    expect(viewerOn(own, '2026-03-07')).toMatchObject({
      roles: ['unit-approver', 'unit-editor'],
      purpose: '代理审签：出差',
    });
    expect(viewerOn(own, '2026-03-08')).toMatchObject({ roles: ['unit-editor'], purpose: '本人办理' });
    const other = aPerson({ actingAppointments: [{ ...acting, memberUnit: 'sasac' }] });
    expect(viewerOn(other, '2026-03-07').roles).toEqual(['unit-editor']);
  });
});

describe('a second factor', () => {
  const trusted = new Set(['aal2']);
  it.each([
    [true, ['pwd', 'otp'], null],
    [true, ['pin', 'hwk'], null],
    [true, ['fpt', 'hwk'], null],
    [true, ['mfa'], null],
    [true, [], 'aal2'],
    [false, ['pwd'], null],
    [false, ['pwd', 'pin'], null],
    [false, ['otp', 'sms'], null],
    [false, [], 'aal1'],
    [false, [], null],
  ])('is %s for %j and %s', (expected, amr, acr) => {
    expect(hasSecondFactor({ amr, acr }, trusted)).toBe(expected);
  });
});
