import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Framework } from '../framework/framework.ts';
import type { ResponsibilitySplit } from './responsibility-split.ts';
import { loadCatalogue } from '../load-catalogue.ts';
import {
  cellsEnteredBy,
  cellsOf,
  indicatorsLedBy,
  isCell,
  isComputed,
  measuresOwnedBy,
  ownerOfCell,
} from './ownership.ts';

const catalogue = loadCatalogue();

function of(id: string): { framework: Framework; split: ResponsibilitySplit } {
  const framework = catalogue.frameworks.get(id);
  const split = catalogue.splits.get(id);
  if (framework === undefined || split === undefined) throw new Error(`no framework ${id}`);
  return { framework, split };
}

const frameworks = [...catalogue.frameworks.keys()].map(of);
const district = of('fengtai-2023');

const aMeasure = fc
  .constantFrom(...frameworks)
  .chain(({ framework, split }) =>
    fc.constantFrom(...framework.measures.keys()).map((measure) => ({ framework, split, measure })),
  );
const aCell = aMeasure.chain((given) =>
  fc.constantFrom(...cellsOf(given.framework, given.measure)).map((cell) => ({ ...given, cell })),
);

describe('cells', () => {
  it('are as many as the dimensions have combinations, each once, each a cell', () => {
    fc.assert(
      fc.property(aMeasure, ({ framework, split, measure }) => {
        const cells = cellsOf(framework, measure);
        expect(cells).toHaveLength(split.measures.get(measure)?.cells ?? -1);
        expect(new Set(cells.map((cell) => JSON.stringify(cell))).size).toBe(cells.length);
        expect(cells.every((cell) => isCell(framework, measure, cell))).toBe(true);
      }),
    );
  });

  it('are one without coordinates where a measure has no dimension, and none for an unknown measure', () => {
    expect(cellsOf(district.framework, 'in-five-year-plan')).toEqual([[]]);
    expect(cellsOf(district.framework, 'no-such-measure')).toEqual([]);
  });

  it('are no cells with a coordinate too few, too many or misnamed', () => {
    const { framework } = district;
    expect(isCell(framework, 'enterprises-running-reform', [])).toBe(false);
    expect(isCell(framework, 'enterprises-running-reform', [{ key: 'ownership', code: 'foreign' }])).toBe(false);
    expect(isCell(framework, 'in-five-year-plan', [{ key: 'ownership', code: 'non-public' }])).toBe(false);
  });
});

describe('ownerOfCell', () => {
  it('names a known unit for every cell, in whatever order its coordinates come', () => {
    fc.assert(
      fc.property(aCell, ({ split, measure, cell }) => {
        const owner = ownerOfCell(split, measure, cell);
        expect(catalogue.memberUnits.has(owner ?? '')).toBe(true);
        expect(ownerOfCell(split, measure, [...cell].reverse())).toBe(owner);
      }),
    );
  });

  it('follows the value of the dimension the split names', () => {
    const ownerOf = (code: string) =>
      ownerOfCell(district.split, 'enterprises-running-reform', [{ key: 'ownership', code }]);
    expect(ownerOf('state-owned')).toBe('sasac');
    expect(ownerOf('non-public')).toBe('union');
  });

  it('names nobody for an unknown measure, an unsaid value or a value of another object', () => {
    expect(ownerOfCell(district.split, 'no-such-measure', [])).toBeNull();
    expect(ownerOfCell(district.split, 'enterprises-running-reform', [])).toBeNull();
    const strange = [{ key: 'ownership', code: 'constructor' }];
    expect(ownerOfCell(district.split, 'enterprises-running-reform', strange)).toBeNull();
  });
});

describe('what a unit owns', () => {
  it('covers every cell that is entered exactly once over all units', () => {
    for (const { framework, split } of frameworks) {
      const cells = [...catalogue.memberUnits.keys()].flatMap((unit) => cellsEnteredBy(split, framework, unit));
      const entered = [...framework.measures.keys()].filter((measure) => !isComputed(split, measure));
      const expected = entered.flatMap((measure) => cellsOf(framework, measure));
      expect(new Set(cells.map((cell) => JSON.stringify(cell))).size).toBe(cells.length);
      expect(cells).toHaveLength(expected.length);
    }
  });

  it('lists a measure for a unit when one of its cells is the unit\u2019s', () => {
    fc.assert(
      fc.property(aCell, ({ split, measure, cell }) => {
        expect(measuresOwnedBy(split, ownerOfCell(split, measure, cell) ?? '')).toContain(measure);
      }),
    );
    expect(measuresOwnedBy(district.split, 'nobody')).toEqual([]);
  });

  it('gives every indicator of a framework to one lead', () => {
    for (const { framework, split } of frameworks) {
      const led = [...catalogue.memberUnits.keys()].flatMap((unit) => indicatorsLedBy(split, unit));
      expect(led.sort()).toEqual(framework.indicators.map(({ code }) => code).sort());
    }
  });
});
