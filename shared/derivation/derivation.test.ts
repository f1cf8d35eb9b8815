import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dimension } from '../catalogue/framework/dimension.ts';
import type { Framework } from '../catalogue/framework/framework.ts';
import type { Measure } from '../catalogue/framework/measure.ts';
import { decimal } from '../primitives/decimal.ts';
import { deriveCell } from './derive-cell.ts';
import { deriveFrom, deriveValue } from './derive-value.ts';
import { type CellRef, createDerivationGraph, dependentCells } from './derived-cells.ts';
import { cellsAt } from './dimension-total.ts';
import { rollUp } from './roll-up.ts';

function aMeasure(code: string, overrides: Partial<Measure> = {}): Measure {
  return {
    code,
    nameZh: code,
    nameEn: code,
    type: 'count',
    unitOfMeasure: 'person',
    role: 'core',
    temporal: 'stock',
    frequency: 'annual',
    countedFrom: null,
    direction: 'higher',
    derived: overrides.derivation != null,
    derivation: null,
    dimensions: [],
    appliesTo: ['district'],
    periodicity: null,
    unavailable: null,
    burdenRelief: false,
    releaseLag: null,
    note: null,
    ...overrides,
  };
}

function aFramework(measures: readonly Measure[], dimensions: readonly Dimension[] = []): Framework {
  const empty = {
    status: 'derived',
    documentNo: '',
    title: '',
    source: '',
    replaceBy: null,
    subjectKind: 'district',
  } as const;
  return {
    id: 'f',
    ...empty,
    validFrom: '2023-01-01',
    validTo: null,
    years: [],
    basedOn: null,
    statedCounts: { pillars: 0, groups: 0, indicators: 0 },
    pillars: [],
    groups: [],
    indicators: [],
    measures: new Map(measures.map((measure) => [measure.code, measure])),
    assessmentItems: new Map(),
    dimensions: new Map(dimensions.map((dimension) => [dimension.id, dimension])),
    unitsOfMeasure: new Map(),
  };
}

function aDimension(id: string, partition: boolean, codes: readonly string[]): Dimension {
  return { id, nameZh: id, nameEn: id, partition, values: codes.map((code) => ({ code, zh: code, en: code })) };
}

describe('deriveValue', () => {
  const read = (values: Record<string, string>) => (measure: string, yearsEarlier: 0 | 1) => {
    const text = values[yearsEarlier === 1 ? `${measure}-1` : measure];
    return text === undefined ? null : decimal(text);
  };

  it.each([
    [{ op: 'share', numerator: 'a', denominator: 'b' }, { a: '1', b: '3' }, '0.33333333'],
    [{ op: 'share', numerator: 'a', denominator: 'b' }, { a: '2', b: '3' }, '0.66666667'],
    [{ op: 'completion', numerator: 'a', denominator: 'b' }, { a: '12', b: '10' }, '1.2'],
    [{ op: 'growth', base: 'a' }, { a: '110', 'a-1': '100' }, '0.1'],
    [{ op: 'change', base: 'a' }, { a: '0.63', 'a-1': '0.7' }, '-0.07'],
    [{ op: 'sum', parts: ['a', 'b'] }, { a: '1.5', b: '2' }, '3.5'],
  ] as const)('computes %o', (derivation, values, expected) => {
    expect(deriveValue(derivation, read(values))?.toFixed()).toBe(expected);
  });

  it.each([
    ['a denominator of zero', { op: 'share', numerator: 'a', denominator: 'b' }, { a: '1', b: '0' }],
    ['growth from zero', { op: 'growth', base: 'a' }, { a: '1', 'a-1': '0' }],
    ['growth from below zero', { op: 'growth', base: 'a' }, { a: '1', 'a-1': '-2' }],
    ['a missing part', { op: 'sum', parts: ['a', 'b'] }, { a: '1' }],
  ] as const)('has no value for %s', (_, derivation, values) => {
    expect(deriveValue(derivation, read(values))).toBeNull();
  });

  it('rounds half up exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 6n }), (n, d) => {
        const expected = (n * 10n ** 8n * 2n + d) / (d * 2n);
        const result = deriveFrom('share', [decimal(String(n)), decimal(String(d))]);
        expect(result?.times(10 ** 8).toFixed()).toBe(expected.toString());
      }),
    );
  });
});

describe('rollUp', () => {
  const values: Record<string, string> = { '2025-Q1': '1', '2025-Q2': '2', '2025-Q4': '4' };
  const read = (period: string) => (values[period] === undefined ? null : decimal(values[period]));
  const quarterly = { frequency: 'quarterly', type: 'count' } as const;

  it('needs every period of a flow and says which are missing', () => {
    const rolled = rollUp({ ...quarterly, temporal: 'flow' }, 2025, read);
    expect(rolled).toMatchObject({ value: null, used: ['2025-Q1', '2025-Q2', '2025-Q4'], missing: ['2025-Q3'] });
    expect(rolled.partial.toFixed()).toBe('7');
  });

  it.each(['stock', 'state', 'cumulative'] as const)('takes the last period of a %s', (temporal) => {
    expect(rollUp({ ...quarterly, temporal }, 2025, read).value?.toFixed()).toBe('4');
  });

  it('takes the year itself where the measure is annual', () => {
    expect(
      rollUp({ type: 'count', frequency: 'annual', temporal: 'school-year' }, 2025, () => decimal(9)),
    ).toMatchObject({ used: ['2025'] });
  });
});

describe('cellsAt', () => {
  const dimensions = [
    aDimension('own', true, ['s', 'n']),
    aDimension('kind', false, ['x', 'y']),
    aDimension('who', false, ['all', 'z']),
  ];
  const at = (measure: Measure, coordinates: { key: string; code: string }[] = []) =>
    cellsAt(aFramework([measure], dimensions), measure, coordinates)?.map(({ text }) => text) ?? null;

  it('sums over a partition, reads the whole at all, and refuses what overlaps', () => {
    expect(at(aMeasure('a', { dimensions: ['own'] }))).toEqual(['own=s', 'own=n']);
    expect(at(aMeasure('a', { dimensions: ['who'] }))).toEqual(['who=all']);
    expect(at(aMeasure('a', { dimensions: ['kind'] }))).toBeNull();
    expect(at(aMeasure('a', { dimensions: ['own', 'kind'] }), [{ key: 'kind', code: 'x' }])).toEqual([
      'kind=x;own=s',
      'kind=x;own=n',
    ]);
  });

  it('drops coordinates the measure does not have and never adds ratios', () => {
    expect(at(aMeasure('a'), [{ key: 'own', code: 's' }])).toEqual(['']);
    expect(at(aMeasure('a', { type: 'ratio', dimensions: ['own'] }))).toBeNull();
  });
});

describe('derived cells', () => {
  const own = [aDimension('own', true, ['s', 'n'])];
  const measures = [
    aMeasure('rate-change', { type: 'ratio', derivation: { op: 'change', base: 'rate' } }),
    aMeasure('rate', { type: 'ratio', derivation: { op: 'share', numerator: 'part', denominator: 'whole' } }),
    aMeasure('part', { dimensions: ['own'] }),
    aMeasure('whole', { frequency: 'quarterly' }),
    aMeasure('quarter-rate', {
      type: 'ratio',
      frequency: 'quarterly',
      derivation: { op: 'share', numerator: 'whole', denominator: 'whole' },
    }),
  ];
  const framework = aFramework(measures, own);

  it('are found through others, in order of computation, now and a year later', () => {
    const graph = createDerivationGraph(framework);
    const cells = dependentCells(graph, { measure: 'part', period: '2025', dimensions: 'own=s' });
    expect(cells.map(({ measure, period }) => `${measure} ${period}`)).toEqual([
      'rate 2025',
      'rate-change 2025',
      'rate-change 2026',
    ]);
  });

  it('follow the periods: the same quarter, and the year where its last quarter counts', () => {
    const graph = createDerivationGraph(framework);
    const of = (period: string) =>
      dependentCells(graph, { measure: 'whole', period, dimensions: '' }).map(
        ({ measure, period: p }) => `${measure} ${p}`,
      );
    expect(of('2025-Q1')).toEqual(['quarter-rate 2025-Q1']);
    expect(of('2025-Q4')).toContain('rate 2025');
  });

  it('refuses a circle', () => {
    const circle = [
      aMeasure('a', { derivation: { op: 'growth', base: 'b' } }),
      aMeasure('b', { derivation: { op: 'growth', base: 'a' } }),
    ];
    expect(() => createDerivationGraph(aFramework(circle))).toThrow(/rests on itself/);
  });

  it('are computed over dimensions and periods, with inputs and what is missing', () => {
    const values: Record<string, string> = { 'part 2025 own=s': '1', 'part 2025 own=n': '2', 'whole 2025-Q4 ': '4' };
    const read = ({ measure, period, dimensions }: CellRef) => {
      const text = values[`${measure} ${period} ${dimensions}`];
      return text === undefined ? null : decimal(text);
    };
    const cell = { measure: 'rate', period: '2025', dimensions: '' };
    const derived = deriveCell(framework, cell, read);
    expect(derived.value?.toFixed()).toBe('0.75');
    expect(derived.inputs).toHaveLength(3);
    delete values['part 2025 own=n'];
    expect(deriveCell(framework, cell, read)).toMatchObject({
      value: null,
      missing: [{ measure: 'part', dimensions: 'own=n' }],
    });
  });
});
