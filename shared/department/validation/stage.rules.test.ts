import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../catalogue/load-catalogue.ts';
import { resolveRow, type RowContext, type RowInput } from './row.ts';
import { checkRow } from './row.rules.ts';
import { stageRules } from './stage.rules.ts';

const { frameworks, splits, reportingChecks } = loadCatalogue();
const framework = frameworks.get('fengtai-2023');
const split = splits.get('fengtai-2023');
if (framework === undefined || split === undefined) throw new Error('no district framework');

const context: RowContext = {
  subjectKind: () => 'district',
  frameworkFor: () => ({ framework, split }),
  isMeasureKnown: () => true,
  unitName: (unit) => unit,
  memberUnit: 'statistics',
  today: '2026-02-20',
  isDemo: false,
  reportingChecks,
};

function codesOf(given: Pick<RowInput, 'measure' | 'stage'>): string[] {
  const row = { subject: '110106', period: '2025', dimensions: [], value: '1', expectedRevision: null };
  const resolved = resolveRow({ ...row, explanation: null, ...given }, 1, context);
  return checkRow(resolved, stageRules, context).map(({ code }) => code);
}

describe('a row that tells its stage', () => {
  it('is one of a measure with stages', () => {
    expect(codesOf({ measure: 'industrial-workers', stage: 'PRELIMINARY' })).toEqual([]);
    expect(codesOf({ measure: 'industrial-workers', stage: 'FINAL' })).toEqual([]);
    expect(codesOf({ measure: 'in-five-year-plan', stage: 'FINAL' })).toEqual(['STAGE_NOT_APPLICABLE']);
  });

  it('need not tell it', () => {
    expect(codesOf({ measure: 'industrial-workers', stage: null })).toEqual([]);
    expect(codesOf({ measure: 'in-five-year-plan', stage: null })).toEqual([]);
  });
});
