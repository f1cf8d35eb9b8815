import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../shared/catalogue/load-catalogue.ts';
import { loadSubjects } from '../../../shared/catalogue/subject/subjects.ts';
import { formatDimensions } from '../../../shared/primitives/dimensions.ts';
import { calculateEvaluation } from '../../../shared/scoring/calculate.ts';
import type { Grade } from '../../../shared/scoring/evaluation-result.ts';
import { indexValues, type InputValue, type Mark } from '../../../shared/scoring/reading/input-value.ts';
import { prepareScoring } from '../../../shared/scoring/compile/prepare-scoring.ts';
import { aMark, aValue } from '../../../shared/scoring/testing/small-framework.ts';
import { nationalDemo } from './demo-set.ts';
import { planPublications } from './publication-plan.ts';

const catalogue = loadCatalogue();
const set = nationalDemo(catalogue);
const YEARS = [2023, 2024, 2025];
const provinces = loadSubjects('national', []).filter(({ kind }) => kind === 'province');
const grades = gradesOfAll();

/** What the published rules make of the figures: nothing here or in the generator says a grade. */
function gradesOfAll(): Map<string, (Grade | null)[]> {
  const framework = catalogue.frameworks.get('national-2022')!;
  const model = catalogue.scoringModels.get('national-2022')!;
  const split = catalogue.splits.get('national-2022')!;
  const plans = YEARS.map((year) => prepareScoring({ framework, model, split, year }));
  const values = new Map<string, InputValue[]>();
  for (const { subject, measure, period, dimensions, value } of set.observations) {
    const list = values.get(subject) ?? [];
    list.push(aValue(measure, value, { period, dimensions: formatDimensions(dimensions) }));
    values.set(subject, list);
  }
  return new Map(
    provinces.map(({ code }) => {
      const known = indexValues(values.get(code) ?? []);
      return [code, plans.map((plan, index) => gradeOf(code, YEARS[index]!, { plan, values: known }))];
    }),
  );
}

function gradeOf(
  subject: string,
  year: number,
  given: { plan: ReturnType<typeof prepareScoring>; values: Map<string, InputValue> },
): Grade | null {
  const marks = new Map<string, Mark[]>();
  for (const { item, mark, source, body, ...of } of set.assessments) {
    if (of.subject !== subject || of.year !== year) continue;
    const sources = { SUPERIOR: 'superior', SPOT_CHECK_TEAM: 'spot-check-team', NAMED_BODY: 'named-body' } as const;
    const known = source === 'SUPERIOR' || source === 'SPOT_CHECK_TEAM' || source === 'NAMED_BODY';
    marks.set(item, [aMark(mark, { id: item, body, source: known ? sources[source] : 'third-party' })]);
  }
  return calculateEvaluation({ ...given, marks, pending: new Set() }).grade.suggested;
}

describe('the demo of the national framework', () => {
  it('has thirty-two provinces that exist nowhere and say so, over three years', () => {
    expect(provinces).toHaveLength(32);
    expect(provinces.every(({ name, isDemo }) => name.startsWith('示例省') && isDemo)).toBe(true);
    for (const year of YEARS) {
      expect(new Set(set.observations.filter((row) => row.year === year).map(({ subject }) => subject)).size).toBe(32);
      expect(new Set(set.assessments.filter((row) => row.year === year).map(({ subject }) => subject)).size).toBe(32);
    }
    expect(set.assessments.every(({ reason }) => reason.endsWith('（演示）'))).toBe(true);
  });

  it('brings of the year before only what is a base of growth', () => {
    const base = new Set(set.observations.filter(({ year }) => year === 2022).map(({ measure }) => measure));
    expect(base.has('technicians')).toBe(true);
    expect(base.has('in-five-year-plan')).toBe(false);
  });

  it('leaves gaps only in the last year', () => {
    const cells = (year: number) => set.observations.filter((row) => row.year === year).length;
    expect(cells(2023)).toBe(cells(2024));
    expect(cells(2025)).toBeLessThan(cells(2024));
    expect(cells(2025)).toBeGreaterThan(cells(2024) * 0.95);
  });

  it('shows every grade, and provinces that are fair or poor in successive years', () => {
    const all = [...grades.values()];
    expect(new Set(all.flat())).toEqual(new Set(['EXCELLENT', 'GOOD', 'FAIR', 'POOR']));
    const isLow = (grade: Grade | null | undefined) => grade === 'FAIR' || grade === 'POOR';
    const successive = all.filter((years) => years.some((grade, index) => isLow(grade) && isLow(years[index + 1])));
    expect(successive.length).toBeGreaterThanOrEqual(3);
    expect(successive.length).toBeLessThan(16);
    expect(all.filter((years) => years.every((grade) => grade === 'EXCELLENT')).length).toBeGreaterThanOrEqual(2);
    expect(all.filter(([first, , last]) => isLow(first) && last === 'GOOD').length).toBeGreaterThanOrEqual(2);
    expect(all.filter(([first, , last]) => first === 'GOOD' && isLow(last)).length).toBeGreaterThanOrEqual(1);
  });

  it('is reported by departments in small publications, each under a key of its own', () => {
    const plan = planPublications(set.observations, { label: set.label, today: '2026-11-20', rows: set.rows! });
    expect(new Set(plan.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(plan.length);
    expect(plan.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(set.observations.length);
    for (const { rows } of plan) expect(rows.length).toBeLessThanOrEqual(300);
  });

  it('is the same every time', () => {
    expect(nationalDemo(catalogue)).toEqual(set);
  });
});
