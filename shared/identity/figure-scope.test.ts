import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { type FigureStage, isEmbargoed, releaseKey } from '../catalogue/calendar/release-calendar.ts';
import { createDisclosure, type Disclosure, type Figure } from './disclosure.ts';
import { type FigureScope, figureScopeOf, mayReadFigure } from './figure-scope.ts';
import { ROLES } from './role.ts';
import type { Viewer } from './viewer.ts';

const catalogue = loadCatalogue();
const OFFICE = ['lead-evaluator', 'lead-approver', 'service'] as const;
const unit = fc.constantFrom('hrss', 'union', 'finance');
const measure = fc.constantFrom(
  'industrial-workers',
  'party-members',
  'party-member-share',
  'in-five-year-plan',
  'wage-arrears-cases',
);
const viewer = fc.record({
  subject: fc.constant('s'),
  memberUnit: fc.option(unit),
  roles: fc.subarray([...ROLES]),
  purpose: fc.constant(''),
  grants: fc.array(fc.record({ memberUnit: unit, measures: fc.option(fc.array(measure, { maxLength: 2 })) }), {
    maxLength: 3,
  }),
});
const figure: fc.Arbitrary<Figure> = fc.record({
  memberUnit: fc.option(unit, { freq: 9 }),
  measure,
  period: fc.constantFrom('2023', '2024', '2025', '2026'),
  stage: fc.constantFrom<FigureStage | null>('PRELIMINARY', 'FINAL', null),
});
const onSomeDay = fc.constantFrom(
  ...[
    '2026-01-15',
    '2026-03-30',
    '2026-03-31',
    '2026-06-30',
    '2026-07-01',
    '2026-09-29',
    '2026-09-30',
    '2026-11-21',
  ].map((day) => disclosureAt(new Date(`${day}T12:00:00+08:00`))),
);

function disclosureAt(instant: Date): Disclosure {
  return createDisclosure(catalogue, { now: () => instant })();
}

/** What the condition for statements says, in words of this test. */
function isListed(scope: FigureScope | null, { memberUnit, measure, ...rest }: Figure): boolean {
  if (scope === null) return true;
  if (memberUnit === null) return false;
  const key = releaseKey({ measure, ...rest });
  const isOwn = scope.ownUnits.includes(memberUnit) && !scope.officeOnly.includes(key);
  const isOpen = scope.units.includes(memberUnit) || scope.pairs.includes(`${memberUnit}/${measure}`);
  return isOwn || (isOpen && !scope.sensitive.includes(measure) && !scope.embargoed.includes(key));
}

describe('the condition for lists', () => {
  it('lets through exactly the figures that may be read one by one', () => {
    fc.assert(
      fc.property(viewer, figure, onSomeDay, (reader, asked, disclosure) => {
        const scope = figureScopeOf(reader, disclosure);
        expect(isListed(scope, asked)).toBe(mayReadFigure(reader, asked, disclosure));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a figure before its release', () => {
  it('is seen by nobody but its owner and the office, whatever was granted', () => {
    fc.assert(
      fc.property(viewer, figure, onSomeDay, (reader, asked, disclosure) => {
        const { dataClass } = disclosure.rowOf(asked);
        const isOffice = reader.roles.some((role) => OFFICE.some((each) => each === role));
        const isOwner = asked.memberUnit !== null && asked.memberUnit === reader.memberUnit;
        if (dataClass === 'internal' || isOffice || isOwner) return;
        expect(mayReadFigure(reader, asked, disclosure)).toBe(false);
        expect(isListed(figureScopeOf(reader, disclosure), asked)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  const figureOf = (given: Partial<Figure>): Figure => ({
    memberUnit: 'hrss',
    measure: 'industrial-workers',
    period: '2025',
    stage: 'PRELIMINARY',
    ...given,
  });
  const granted = (...roles: Viewer['roles']): Viewer => ({
    subject: 's',
    memberUnit: 'finance',
    roles,
    purpose: '',
    grants: [{ memberUnit: 'hrss', measures: null }],
  });
  const lastInstant = new Date('2026-03-30T23:59:59.999+08:00');
  const firstInstant = new Date('2026-03-31T00:00:00+08:00');

  it('opens to those granted with the first instant of the day in Shanghai', () => {
    for (const reader of [granted('unit-editor'), granted('assessor'), granted('integrator')]) {
      expect(mayReadFigure(reader, figureOf({}), disclosureAt(lastInstant))).toBe(false);
      expect(mayReadFigure(reader, figureOf({}), disclosureAt(firstInstant))).toBe(true);
      expect(mayReadFigure(reader, figureOf({ stage: 'FINAL' }), disclosureAt(firstInstant))).toBe(false);
    }
  });

  it('is its owner’s to see, unless it tells another unit’s', () => {
    const owner: Viewer = { subject: 's', memberUnit: 'hrss', roles: ['unit-editor'], purpose: '' };
    const disclosure = disclosureAt(lastInstant);
    expect(mayReadFigure(owner, figureOf({}), disclosure)).toBe(true);
    const share = figureOf({ measure: 'party-member-share', memberUnit: 'organisation' });
    const organisation = { ...owner, memberUnit: 'organisation' };
    expect(mayReadFigure(organisation, share, disclosure)).toBe(false);
    expect(mayReadFigure(organisation, { ...share, period: '2024' }, disclosure)).toBe(true);
    expect(mayReadFigure({ ...owner, roles: ['lead-evaluator'] }, share, disclosure)).toBe(true);
  });
});

describe('a sensitive figure', () => {
  const arrears: Figure = { memberUnit: 'hrss', measure: 'wage-arrears-cases', period: '2024', stage: null };
  const disclosure = disclosureAt(new Date('2026-11-21T00:00:00Z'));

  it('is seen by its owner and the office and by nobody it was granted to', () => {
    const reads = (memberUnit: string, role: Viewer['roles'][number], grants: Viewer['grants'] = []) =>
      mayReadFigure({ subject: 's', memberUnit, roles: [role], purpose: '', grants }, arrears, disclosure);
    expect(reads('hrss', 'unit-editor')).toBe(true);
    expect(reads('union', 'lead-evaluator')).toBe(true);
    expect(reads('finance', 'unit-editor', [{ memberUnit: 'hrss', measures: null }])).toBe(false);
    expect(reads('finance', 'integrator', [{ memberUnit: 'hrss', measures: ['wage-arrears-cases'] }])).toBe(false);
  });
});

it('a list of what is held back is one of the calendar, of today', () => {
  const disclosure = disclosureAt(new Date('2026-11-21T00:00:00Z'));
  for (const key of disclosure.embargoed) {
    const [code = '', stage = '', period = ''] = key.split('/');
    const told = stage === 'PRELIMINARY' || stage === 'FINAL' ? stage : null;
    expect(isEmbargoed(catalogue.releaseCalendar, { measure: code, period, stage: told }, '2026-11-21')).toBe(true);
  }
  expect(disclosure.embargoed).toEqual(expect.arrayContaining([...disclosure.officeOnly]));
});
