import { expect, it } from 'vitest';
import { carriedBy, frameworkFor, frameworksUsing, indicatorOf, unitOfMeasureOf } from './catalogue-lookup.ts';
import { loadCatalogue } from './load-catalogue.ts';

const catalogue = loadCatalogue();

it('finds the subgraph that carries a unit', () => {
  expect(carriedBy(catalogue, 'hrss')).toBe('hrss');
  expect(carriedBy(catalogue, 'finance')).toBe('union');
  expect(carriedBy(catalogue, 'nobody')).toBeNull();
});

it('finds the framework of a kind of subject for a year it is used in', () => {
  expect(frameworkFor(catalogue, 'district', 2025)?.id).toBe('fengtai-2023');
  expect(frameworkFor(catalogue, 'province', 2022)?.id).toBe('national-2022');
  expect(frameworkFor(catalogue, 'district', 2022)).toBeNull();
  expect(frameworkFor(catalogue, 'township', 2025)).toBeNull();
});

it('finds the frameworks that have a measure', () => {
  expect(frameworksUsing(catalogue, 'in-five-year-plan').map(({ id }) => id)).toEqual([
    'national-2022',
    'fengtai-2023',
  ]);
  expect(frameworksUsing(catalogue, 'municipal-pilot-projects').map(({ id }) => id)).toEqual(['fengtai-2023']);
});

it('finds the indicator of a measure or assessment item and the unit of measure', () => {
  const framework = frameworkFor(catalogue, 'district', 2025);
  if (framework === null) throw new Error('no framework');
  expect(indicatorOf(framework, 'enterprises-running-reform')?.key).toBe('last-mile');
  expect(indicatorOf(framework, 'pilot-rating')?.nationalCode).toBe('18');
  expect(indicatorOf(framework, 'nothing')).toBeNull();
  expect(unitOfMeasureOf(framework, 'reform-deployed-enterprise-rate')?.code).toBe('percent');
  expect(unitOfMeasureOf(framework, 'nothing')).toBeNull();
});
