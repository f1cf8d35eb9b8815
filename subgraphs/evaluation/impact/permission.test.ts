import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../shared/catalogue/load-catalogue.ts';
import { createDisclosure } from '../../../shared/identity/disclosure.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import type { EvaluationImpact } from './impact.ts';
import { mayAskImpactOf, visibleImpact } from './permission.ts';

const catalogue = loadCatalogue();
const score = (value: string) => ({ value, low: value, high: value, isComplete: true });
const viewer = (memberUnit: string, ...roles: Viewer['roles']): Viewer => ({
  subject: 's',
  memberUnit,
  roles,
  purpose: 'test',
});
const unit = viewer('hrss', 'unit-editor');
const staged = [...catalogue.frameworks.values()]
  .flatMap(({ measures }) => [...measures.keys()])
  .find((measure) => onDay('2026-01-01')().rowOf(evidence(measure)).dataClass === 'statistics-before-release');

describe('who may ask', () => {
  it('is the office about everybody and a unit about itself', () => {
    expect(mayAskImpactOf(viewer('union', 'lead-approver'), 'hrss')).toBe(true);
    expect(mayAskImpactOf(unit, 'hrss')).toBe(true);
    expect(mayAskImpactOf(unit, 'union')).toBe(false);
    expect(mayAskImpactOf(viewer('hrss', 'integrator'), 'hrss')).toBe(false);
    expect(mayAskImpactOf(viewer('hrss', 'auditor'), 'hrss')).toBe(false);
  });
});

describe('what a unit is told', () => {
  const shown = (measure: string, who = unit, day = '2026-01-01') =>
    visibleImpact(who, impactOn(evidence(measure)), { leadOf: () => 'hrss', disclosure: onDay(day)() }).difference;

  it('is the score of an indicator it leads, and neither the whole nor its grade', () => {
    expect(shown('in-five-year-plan')).toMatchObject({
      indicators: [{ before: score('1'), after: score('2') }],
      score: { before: null, after: null },
      grade: { before: null, after: null },
    });
  });

  it('is no score that rests on a figure of another unit before its release', () => {
    if (staged === undefined) throw new Error('no measure is released on a day');
    expect(shown(staged).indicators).toMatchObject([{ code: '1', before: null, after: null }]);
    expect(shown(staged, unit, '2099-01-01').indicators).toMatchObject([{ before: score('1') }]);
    expect(shown(staged, viewer('union', 'lead-approver')).indicators).toMatchObject([{ before: score('1') }]);
  });
});

function onDay(day: string) {
  return createDisclosure(catalogue, { now: () => new Date(`${day}T04:00:00Z`) });
}

function impactOn(observation: AcceptedObservation): EvaluationImpact {
  return {
    pair: { subject: '110106', year: 2025 },
    subject: {
      ...{ code: '110106', name: '', kind: 'district', validFrom: null, validTo: null, parent: null },
      ...{ isDemo: true, sortOrder: 0 },
    },
    framework: 'fengtai-2023',
    values: [],
    valueCount: 0,
    difference: {
      score: { before: score('1'), after: score('2') },
      grade: { before: 'GOOD', after: 'EXCELLENT' },
      indicators: [{ code: '1', before: score('1'), after: score('2'), evidence: [observation] }],
      pillars: [],
      kpis: [],
      memberUnits: [],
    },
  };
}

function evidence(measure: string): AcceptedObservation {
  return {
    ...{ id: 'x:2025:1', department: 'x', subject: '110106', measure, period: '2025', dimensions: '', value: '1' },
    ...{ state: 'ACCEPTED', stage: null, revision: 1, memberUnit: 'statistics', receiptHash: null, isDerived: false },
    ...{ isDemo: true, inputs: [], reportedOn: null, receivedAt: '2026-01-01T00:00:00.000Z' },
  };
}
