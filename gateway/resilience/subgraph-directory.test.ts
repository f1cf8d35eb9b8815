import { expect, it } from 'vitest';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { directoryOf } from './subgraph-directory.ts';

it('knows every member unit by the subgraph that carries it', () => {
  const catalogue = loadCatalogue();
  const directory = directoryOf(catalogue);
  expect(directory.nameOf('hrss')).toBe('人力社保');
  expect(directory.unitsOf('hrss')).toEqual([{ code: 'hrss', name: '区人力社保局' }]);
  expect(directory.unitsOf('union').length).toBeGreaterThan(20);
  const known = ['hrss', 'sasac', 'education', 'union'].flatMap((name) => directory.unitsOf(name));
  expect(known).toHaveLength(catalogue.memberUnits.size);
});

it('has a name for the subgraphs that no department owns, and no units', () => {
  const directory = directoryOf(loadCatalogue());
  expect([directory.nameOf('hub'), directory.nameOf('evaluation'), directory.nameOf('justice')]).toEqual([
    '枢纽',
    '评价',
    'justice',
  ]);
  expect(directory.unitsOf('hub')).toEqual([]);
});
