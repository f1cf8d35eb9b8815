import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../config/project-root.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Measure } from '../framework/measure.ts';
import { checkReportingChecks } from '../checks/reporting-checks.check.ts';
import { loadCatalogue } from '../load-catalogue.ts';
import { FileFaults } from '../reading/file-faults.ts';
import { toReportingChecks } from '../reading/to-reporting-checks.ts';
import type { ReportingChecks } from './reporting-checks.ts';
import { allowedFall, deviationOf, hasOutlierCheck } from './reporting-thresholds.ts';
import { reportingChecksSchema } from '../schemas/reporting-checks.schema.ts';

const catalogue = loadCatalogue();
const shipped: unknown = JSON.parse(
  readFileSync(join(projectRoot, 'shared/catalogue/data/reporting-checks.json'), 'utf8'),
);
const checks = catalogue.reportingChecks;

function measure(code: string): Measure {
  const found = catalogue.frameworks.get('fengtai-2023')?.measures.get(code);
  if (found === undefined) throw new Error(`no measure ${code}`);
  return found;
}

function faultsOf(change: Partial<ReportingChecks>): string[] {
  const changed: Catalogue = { ...catalogue, reportingChecks: { ...checks, ...change } };
  return checkReportingChecks(changed).map(({ code }) => code);
}

describe('thresholds of checks', () => {
  it('have a default by type and what a measure has instead', () => {
    expect(deviationOf(checks.jump, measure('technicians'))).toEqual({ relative: '0.3', floor: '5' });
    expect(deviationOf(checks.jump, measure('industrial-workers'))).toEqual({ relative: '0.1', floor: '100' });
    expect(deviationOf(checks.jump, measure('factor-sharing-system'))).toBeNull();
  });

  it('let stocks fall a little, cumulative counts not at all, flows as they like', () => {
    expect(allowedFall(checks, measure('technicians'))).toBe('0.05');
    expect(allowedFall(checks, measure('local-policy-documents'))).toBe('0');
    expect(allowedFall(checks, measure('migrants-served'))).toBeNull();
  });

  it('hold only what is reported by quarter or month against its series', () => {
    expect(hasOutlierCheck(checks, measure('migrants-served'))).toBe(true);
    expect(hasOutlierCheck(checks, measure('technicians'))).toBe(false);
    expect(hasOutlierCheck(checks, measure('union-reform-expenditure'))).toBe(false);
  });

  it('give a reason for every number', () => {
    const { jump, fall, outlier, completion, finalStage, lagged, decimals } = reportingChecksSchema.parse(shipped);
    const tables = [jump, fall, outlier, completion, finalStage, lagged, decimals];
    const rows = [jump.measures, fall.measures, outlier.exempt, completion.measures, lagged.measures].flat();
    for (const { status, reason } of [...tables, ...rows]) expect(`${status} ${reason}`).toMatch(/^derived .{5,}/);
  });

  it('are refused where a measure stands in a table twice', () => {
    const file = reportingChecksSchema.parse(shipped);
    const faults = new FileFaults();
    const [first] = file.lagged.measures;
    if (first === undefined) throw new Error('the shipped table has rows');
    toReportingChecks(
      { ...file, lagged: { ...file.lagged, measures: [first, first] } },
      faults.of('reporting-checks.json'),
    );
    expect(faults.all.map(({ path }) => path)).toEqual(['lagged.measures[1]']);
  });

  it.each<[string, Partial<ReportingChecks>, string]>([
    ['an unknown measure', { lagged: new Set(['no-such-measure']) }, 'UNKNOWN_MEASURE'],
    ['a lag of what is no share', { lagged: new Set(['technicians']) }, 'THRESHOLD_MISPLACED'],
    [
      'a fall of an amount',
      { fall: { ...checks.fall, measures: new Map([['fiscal-expenditure', '0.1']]) } },
      'THRESHOLD_MISPLACED',
    ],
    ['a negative threshold', { jump: { ...checks.jump, relative: '-0.1' } }, 'THRESHOLD_INVALID'],
    [
      'a plan exceeded by less than itself',
      { completion: { ...checks.completion, upper: '0.5' } },
      'THRESHOLD_INVALID',
    ],
    ['an unknown unit of measure', { places: new Map([['parsec', 2]]) }, 'UNKNOWN_UNIT_OF_MEASURE'],
  ])('are refused with %s', (_what, change, code) => {
    expect(faultsOf(change)).toEqual([code]);
  });

  it('ship in order', () => {
    expect(checkReportingChecks(catalogue)).toEqual([]);
  });
});
