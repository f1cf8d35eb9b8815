import { expect, it } from 'vitest';
import { frameworkFor } from './catalogue-lookup.ts';
import { loadCatalogue } from './load-catalogue.ts';

const catalogue = loadCatalogue();

it('finds the framework of a kind of subject for a year it is used in', () => {
  expect(frameworkFor(catalogue, 'district', 2025)?.id).toBe('fengtai-2023');
  expect(frameworkFor(catalogue, 'province', 2022)?.id).toBe('national-2022');
  expect(frameworkFor(catalogue, 'district', 2022)).toBeNull();
  expect(frameworkFor(catalogue, 'township', 2025)).toBeNull();
});
