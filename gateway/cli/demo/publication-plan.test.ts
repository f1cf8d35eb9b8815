import { expect, it } from 'vitest';
import { loadCatalogue } from '../../../shared/catalogue/load-catalogue.ts';
import { districtDemo } from './demo-set.ts';
import { planPublications } from './publication-plan.ts';

const set = districtDemo(loadCatalogue());
const plan = planPublications(set.observations, { label: set.label, today: '2026-11-20' });

it('sends every value exactly once, each unit for itself, under keys that differ', () => {
  expect(plan.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(set.observations.length);
  expect(new Set(plan.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(plan.length);
  for (const { rows } of plan) expect(rows.length).toBeLessThanOrEqual(1_000);
});

it('reports after the year has ended, late values later, and never from the future', () => {
  const late = plan.filter(({ idempotencyKey }) => idempotencyKey.includes('-late-'));
  expect(late.length).toBeGreaterThan(10);
  expect(new Set(late.map(({ reportedOn }) => reportedOn.slice(5)))).toEqual(new Set(['02-26']));
  const early = planPublications(set.observations, { label: set.label, today: '2025-06-30' });
  for (const { reportedOn } of early) expect(reportedOn <= '2025-06-30').toBe(true);
});

it('plans the same again', () => {
  expect(
    planPublications(districtDemo(loadCatalogue()).observations, { label: set.label, today: '2026-11-20' }),
  ).toEqual(plan);
});

it('judges about seven items in ten by bodies that may judge them', () => {
  const framework = loadCatalogue().frameworks.get('fengtai-2023')!;
  const possible = framework.assessmentItems.size * 3;
  expect(set.assessments.length / possible).toBeGreaterThan(0.6);
  expect(set.assessments.length / possible).toBeLessThan(0.8);
  for (const { item, source, body } of set.assessments) {
    const { judgedBy, notBy, namedBody } = framework.assessmentItems.get(item)!;
    expect(judgedBy.map((judge) => judge.toUpperCase().replaceAll('-', '_'))).toContain(source);
    expect(body).not.toBe(notBy);
    if (source === 'NAMED_BODY') expect(body).toBe(namedBody);
  }
});
