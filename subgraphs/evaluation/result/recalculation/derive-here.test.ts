import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../../shared/catalogue/load-catalogue.ts';
import type { AcceptedObservation } from '../../input-store/accepted-observation.ts';
import { CrossDepartmentCells } from './cross-department-cells.ts';
import { deriveAcrossDepartments } from './derive-here.ts';

const catalogue = loadCatalogue();
const framework = catalogue.frameworks.get('fengtai-2023');
const split = catalogue.splits.get('fengtai-2023');
const { releaseCalendar } = catalogue;
if (framework === undefined || split === undefined) throw new Error('no district framework');
const cells = new CrossDepartmentCells(catalogue).ofYear(framework, 2025);

describe('CrossDepartmentCells', () => {
  it('are exactly the cells whose parts lie in several subgraphs', () => {
    expect(cells.map(({ measure }) => measure)).toEqual(
      expect.arrayContaining(['highly-skilled-share', 'technician-share']),
    );
    expect(cells.map(({ measure }) => measure)).not.toContain('union-membership-rate');
    expect(cells.length).toBeLessThan(20);
  });
});

describe('deriveAcrossDepartments', () => {
  const workers = anObservation('union', 'industrial-workers', '200');
  const derive = (...observations: AcceptedObservation[]) =>
    deriveAcrossDepartments({ framework, split, releaseCalendar }, cells, observations);

  it('derives a share from the values of two departments and names its parts', () => {
    const [share] = derive(workers, anObservation('hrss', 'technicians', '50'));
    expect(share?.memberUnit).toBe('hrss');
    expect(share).toMatchObject({
      measure: 'technician-share',
      value: '0.25',
      department: 'evaluation',
      memberUnit: 'hrss',
    });
    expect(share?.inputs.map(({ department }) => department).sort()).toEqual(['hrss', 'union']);
  });

  it('leaves out what has a missing part, a zero denominator, or a value of its department', () => {
    expect(derive(workers)).toEqual([]);
    expect(
      derive(anObservation('union', 'industrial-workers', '0'), anObservation('hrss', 'technicians', '5')),
    ).toEqual([]);
    const own = anObservation('hrss', 'technician-share', '0.3');
    expect(derive(workers, anObservation('hrss', 'technicians', '50'), own)).toEqual([]);
  });

  it('is locked only when every part is', () => {
    const locked = { ...workers, state: 'LOCKED' as const };
    const technicians = anObservation('hrss', 'technicians', '50');
    expect(derive(locked, technicians)[0]?.state).toBe('ACCEPTED');
    expect(derive(locked, { ...technicians, state: 'LOCKED' })[0]?.state).toBe('LOCKED');
  });
});

function anObservation(department: string, measure: string, value: string): AcceptedObservation {
  return {
    id: `${department}:2025:${measure}`,
    department,
    subject: '110106',
    measure,
    period: '2025',
    dimensions: '',
    value,
    state: 'ACCEPTED',
    stage: null,
    revision: 1,
    memberUnit: department,
    receiptHash: null,
    isDerived: false,
    isDemo: true,
    inputs: [],
    reportedOn: null,
    receivedAt: '2026-01-10T02:00:00.000Z',
  };
}
