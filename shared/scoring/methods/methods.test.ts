import { describe, expect, it } from 'vitest';
import type { ScoringMethod } from '../../catalogue/scoring-model/scoring-model.ts';
import { calculateEvaluation } from '../calculate.ts';
import type { ScoreResult } from '../evaluation-result.ts';
import { type CalendarFacts, indexValues, type InputValue, type Mark } from '../reading/input-value.ts';
import { aDimension, aMark, aMeasure, aPlan, aValue, type SmallWorld } from '../testing/small-framework.ts';

const BEFORE = { period: '2024' };

interface Facts {
  readonly values?: readonly InputValue[];
  readonly marks?: readonly (readonly [string, readonly Mark[]])[];
  readonly calendar?: CalendarFacts;
}

function evaluate(world: SmallWorld, { values = [], marks = [], calendar = new Map() }: Facts) {
  const result = calculateEvaluation({
    plan: aPlan(world),
    values: indexValues(values),
    marks: new Map(marks),
    calendar,
  });
  const [indicator] = result.indicators;
  if (indicator === undefined) throw new Error('no indicator');
  return indicator;
}

function world(method: ScoringMethod, parameters: Record<string, unknown>, more: Partial<SmallWorld> = {}): SmallWorld {
  return { indicators: [{ method, parameters }], measures: [aMeasure('m')], ...more };
}

function point(score: string): ScoreResult {
  return { value: score, low: score, high: score, isComplete: true };
}

function open(low: string, high: string): ScoreResult {
  return { value: null, low, high, isComplete: false };
}

describe('linear-to-target', () => {
  const linear = { measure: 'm', floor: '0.20', target: '0.80' };

  it.each([
    ['0.1', '0'],
    ['0.2', '0'],
    ['0.5', '50'],
    ['0.3', '16.6667'],
    ['0.8', '100'],
    ['0.95', '100'],
  ])('gives %s → %s', (value, score) => {
    expect(evaluate(world('linear-to-target', linear), { values: [aValue('m', value)] }).score).toEqual(point(score));
  });

  it('falls where less is better', () => {
    const lower = { measure: 'm', floor: '0.20', target: '0.05', direction: 'lower' };
    const score = (value: string) =>
      evaluate(world('linear-to-target', lower), { values: [aValue('m', value)] }).score.value;
    expect([score('0.25'), score('0.125'), score('0.05'), score('0')]).toEqual(['0', '50', '100', '100']);
  });

  it('leaves the bounds open while the value is missing, never zero', () => {
    expect(evaluate(world('linear-to-target', linear), {})).toMatchObject({
      status: 'MISSING',
      score: open('0', '100'),
    });
  });

  it('earns full marks without a case where the model says so', () => {
    const measures = [
      aMeasure('a'),
      aMeasure('b'),
      aMeasure('m', { type: 'ratio', derivation: { op: 'share', numerator: 'a', denominator: 'b' } }),
    ];
    const given = { values: [aValue('a', '0'), aValue('b', '0')] };
    const zeroCases = '当年没有受理案件的得满分';
    expect(evaluate(world('linear-to-target', { ...linear, zeroCases }, { measures }), given).score).toEqual(
      point('100'),
    );
    expect(evaluate(world('linear-to-target', linear, { measures }), given).score).toEqual(open('0', '100'));
  });

  it('computes a share over a partition from the sums, not as a mean of shares', () => {
    const dimensions = [aDimension('own', true, ['s', 'n'])];
    const own = { dimensions: ['own'] };
    const derivation = { op: 'share', numerator: 'a', denominator: 'b' } as const;
    const measures = [aMeasure('a', own), aMeasure('b', own), aMeasure('m', { ...own, type: 'ratio', derivation })];
    const cell = (measure: string, code: string, value: string) =>
      aValue(measure, value, { dimensions: `own=${code}` });
    const values = [cell('a', 's', '10'), cell('b', 's', '10'), cell('a', 'n', '0'), cell('b', 'n', '30')];
    const result = evaluate(
      world('linear-to-target', { measure: 'm', floor: '0', target: '1' }, { measures, dimensions }),
      { values },
    );
    expect(result.score).toEqual(point('25'));
    expect(result.derivedEvidence).toMatchObject([{ measure: 'm', value: '0.25' }]);
  });

  it('reads the dimension value the model names', () => {
    const dimensions = [aDimension('own', true, ['s', 'n'])];
    const measures = [aMeasure('m', { dimensions: ['own'] })];
    const values = [aValue('m', '0.8', { dimensions: 'own=s' }), aValue('m', '0', { dimensions: 'own=n' })];
    expect(
      evaluate(world('linear-to-target', { ...linear, dimensionValue: 's' }, { measures, dimensions }), { values })
        .score,
    ).toEqual(point('100'));
  });
});

describe('bands', () => {
  const bands = [
    { atLeast: '3', score: '100' },
    { atLeast: '1', score: '80' },
    { atLeast: '0', score: '60' },
  ];

  it.each([
    ['0', '60'],
    ['1', '80'],
    ['2', '80'],
    ['3', '100'],
    ['9', '100'],
    ['-1', '0'],
  ])('gives %s → %s', (value, score) => {
    expect(evaluate(world('bands', { measure: 'm', bands }), { values: [aValue('m', value)] }).score).toEqual(
      point(score),
    );
  });

  it('keeps to the scores a count can reach while it is missing', () => {
    expect(evaluate(world('bands', { measure: 'm', bands }), {}).score).toEqual(open('60', '100'));
  });

  it('is certain once the periods received are enough', () => {
    const measures = [aMeasure('m', { temporal: 'flow', frequency: 'quarterly' })];
    const one = evaluate(world('bands', { measure: 'm', bands }, { measures }), {
      values: [aValue('m', '1', { period: '2025-Q1' })],
    });
    expect(one.score).toEqual(open('80', '100'));
    const three = evaluate(world('bands', { measure: 'm', bands }, { measures }), {
      values: [aValue('m', '3', { period: '2025-Q1' })],
    });
    expect(three.score).toEqual(point('100'));
  });

  it('takes the best of any value and of the other measures', () => {
    const dimensions = [aDimension('kind', false, ['x', 'y'])];
    const measures = [aMeasure('m', { dimensions: ['kind'] }), aMeasure('o')];
    const parameters = { measure: 'm', bands, aggregate: '任一取值', orMeasure: 'o' };
    const values = [
      aValue('m', '0', { dimensions: 'kind=x' }),
      aValue('m', '1', { dimensions: 'kind=y' }),
      aValue('o', '0'),
    ];
    expect(evaluate(world('bands', parameters, { measures, dimensions }), { values }).score).toEqual(point('80'));
    const [x, y] = values;
    const missing = evaluate(world('bands', parameters, { measures, dimensions }), {
      values: [x, y].flatMap((v) => v ?? []),
    });
    expect(missing.score).toMatchObject({ value: '80', low: '80', high: '100' });
  });
});

describe('growth', () => {
  const growth = { measure: 'm', zeroAt: '-0.20', fullAt: '0.05', base: '取同一评价对象上年的值' };

  it.each([
    ['80', '0'],
    ['90', '40'],
    ['100', '80'],
    ['105', '100'],
    ['200', '100'],
    ['10', '0'],
  ])('gives 100 → %s: %s', (now, score) => {
    const values = [aValue('m', now), aValue('m', '100', BEFORE)];
    expect(evaluate(world('growth', growth), { values }).score).toEqual(point(score));
  });

  it.each([
    ['no base', []],
    ['a base of zero', [aValue('m', '0', BEFORE)]],
  ])('is not computable with %s: an interval, not zero', (_, base) => {
    expect(evaluate(world('growth', growth), { values: [aValue('m', '5'), ...base] }).score).toEqual(open('0', '100'));
  });

  it('scores value by value where the kinds overlap', () => {
    const dimensions = [aDimension('kind', false, ['x', 'y'])];
    const measures = [aMeasure('m', { dimensions: ['kind'] })];
    const aggregate = '按分组的每个取值计分再平均，从不相加（三类互有重叠）';
    const cell = (code: string, value: string, more = {}) =>
      aValue('m', value, { dimensions: `kind=${code}`, ...more });
    const values = [cell('x', '80'), cell('x', '100', BEFORE), cell('y', '150'), cell('y', '100', BEFORE)];
    expect(evaluate(world('growth', { ...growth, aggregate }, { measures, dimensions }), { values }).score).toEqual(
      point('50'),
    );
  });

  it('is not applicable in a year without a selection, and is once one is known', () => {
    const measures = [aMeasure('m', { periodicity: { calendar: '', event: 'selection', note: '' } })];
    expect(evaluate(world('growth', growth, { measures }), {}).status).toBe('NOT_APPLICABLE');
    const calendar = new Map([[2025, new Set(['selection'] as const)]]);
    expect(evaluate(world('growth', growth, { measures }), { calendar }).status).toBe('MISSING');
  });
});

describe('attainment-and-effort', () => {
  const effort = {
    measure: 'm',
    floor: '0.20',
    target: '0.80',
    effortFullChange: '0.05',
    effortCap: '90',
    direction: 'higher',
  };

  it.each([
    ['the level where it is the better', '0.74', '0.74', '90'],
    ['progress where it is the better', '0.25', '0.20', '90'],
    ['part of the progress', '0.22', '0.20', '36'],
    ['nothing for going back', '0.20', '0.30', '0'],
    ['full marks at the target whatever the base', '0.80', '0.90', '100'],
  ])('counts %s', (_, now, before, score) => {
    expect(
      evaluate(world('attainment-and-effort', effort), { values: [aValue('m', now), aValue('m', before, BEFORE)] })
        .score,
    ).toEqual(point(score));
  });

  it('counts the level alone without a value of the year before', () => {
    expect(evaluate(world('attainment-and-effort', effort), { values: [aValue('m', '0.50')] }).score).toEqual(
      point('50'),
    );
  });

  it('works downwards', () => {
    const lower = { ...effort, floor: '0.80', target: '0.20', direction: 'lower' };
    expect(
      evaluate(world('attainment-and-effort', lower), { values: [aValue('m', '0.75'), aValue('m', '0.80', BEFORE)] })
        .score,
    ).toEqual(point('90'));
  });

  it('takes the mean over the organs with seats, keeps the last election and counts effort in election years only', () => {
    const dimensions = [aDimension('organ', false, ['x', 'y', 'z'])];
    const organ = { dimensions: ['organ'], periodicity: { calendar: '', event: 'election', note: '' } } as const;
    const derivation = { op: 'share', numerator: 'a', denominator: 'b' } as const;
    const measures = [
      aMeasure('a', organ),
      aMeasure('b', organ),
      aMeasure('m', { ...organ, type: 'ratio', derivation }),
    ];
    const parameters = {
      ...effort,
      aggregate: '按机构逐个计分，对有席位的机构取平均，从不相加',
      periodicity: '按任期：最近一次换届的值一直有效到下次换届；进步只在换届年计算',
    };
    const pair = (code: string, a: string, b: string, period: string) => [
      aValue('a', a, { dimensions: `organ=${code}`, period }),
      aValue('b', b, { dimensions: `organ=${code}`, period }),
    ];
    const last = [...pair('x', '8', '10', '2023'), ...pair('y', '2', '10', '2023'), ...pair('z', '0', '0', '2023')];
    const carried = evaluate(world('attainment-and-effort', parameters, { measures, dimensions }), { values: last });
    expect(carried.score).toEqual(point('50'));
    const now = [
      ...last,
      ...pair('x', '8', '10', '2025'),
      ...pair('y', '3', '10', '2025'),
      ...pair('z', '0', '0', '2025'),
    ];
    expect(
      evaluate(world('attainment-and-effort', parameters, { measures, dimensions }), { values: now }).score,
    ).toEqual(point('58.3333'));
    const calendar = new Map([[2025, new Set(['election'] as const)]]);
    expect(
      evaluate(world('attainment-and-effort', parameters, { measures, dimensions }), { values: now, calendar }).score,
    ).toEqual(point('95'));
  });
});

describe('checklist', () => {
  const measures = [aMeasure('yes', { type: 'boolean', temporal: 'state' }), aMeasure('m')];
  const items = [
    { measure: 'yes', atLeast: 'true', share: '60' },
    { measure: 'm', atLeast: '2', share: '40' },
  ];

  it.each([
    ['true', '2', '100'],
    ['true', '1', '60'],
    ['false', '5', '40'],
    ['false', '0', '0'],
  ])('gives %s and %s → %s', (yes, count, score) => {
    const values = [aValue('yes', yes), aValue('m', count)];
    expect(evaluate(world('checklist', { items }, { measures }), { values }).score).toEqual(point(score));
  });

  it('rescales on the items received', () => {
    const result = evaluate(world('checklist', { items }, { measures }), { values: [aValue('yes', 'true')] });
    expect(result).toMatchObject({
      status: 'PARTIAL',
      receivedShare: '0.6',
      score: { value: '100', low: '60', high: '100', isComplete: false },
    });
  });

  it('takes either of two as enough for 80', () => {
    const anyOf = '有专门平台或有专栏，其一即得80分';
    const halves = items.map((item) => ({ ...item, share: '50' }));
    const score = (yes: string, count: string) =>
      evaluate(world('checklist', { items: halves, anyOf }, { measures }), {
        values: [aValue('yes', yes), aValue('m', count)],
      }).score.value;
    expect([score('true', '0'), score('false', '2'), score('true', '2'), score('false', '0')]).toEqual([
      '80',
      '80',
      '100',
      '0',
    ]);
  });

  it('asks every value of a dimension, in equal shares, and none of the residual class', () => {
    const dimensions = [
      aDimension('mass-organisation', true, ['a', 'b', 'other']),
      aDimension('tier', true, ['t', 'u']),
    ];
    const posts = [aMeasure('m', { dimensions: ['mass-organisation', 'tier'] })];
    const cell = (code: string, tier: string, value: string) =>
      aValue('m', value, { dimensions: `mass-organisation=${code};tier=${tier}` });
    const values = [cell('a', 't', '0'), cell('a', 'u', '1'), cell('b', 't', '0'), cell('b', 'u', '0')];
    const parameters = {
      items: [{ measure: 'm', atLeast: '1', share: '100' }],
      perDimension: '每个群团组织至少一名',
    };
    expect(evaluate(world('checklist', parameters, { measures: posts, dimensions }), { values }).score).toEqual(
      point('50'),
    );
  });
});

describe('rubric', () => {
  const more = { items: ['i'] };

  it('is the mean of the marks', () => {
    const marks = [['i', [aMark('85'), aMark('70')]]] as const;
    expect(evaluate(world('rubric', { assessmentItem: 'i' }, more), { marks }).score).toEqual(point('77.5'));
  });

  it('is missing without a mark', () => {
    const result = evaluate(world('rubric', { assessmentItem: 'i' }, more), {});
    expect(result).toMatchObject({ status: 'MISSING', gaps: [{ assessmentItem: 'i', reason: 'NOT_RATED' }] });
    expect(result.explanation).toContain('待评价（由第三方机构评）：要点i');
  });

  it('drops out until the level above has rated, and its share goes to the rest', () => {
    const parts = [
      { share: '60', method: 'linear-to-target', parameters: { measure: 'm', floor: '0', target: '10' } },
      { share: '40', method: 'rubric', parameters: { assessmentItem: 'i', ratedByOnly: 'superior' } },
    ];
    const values = [aValue('m', '5')];
    const others = [['i', [aMark('90')]]] as const;
    expect(evaluate(world('rubric', { parts }, more), { values, marks: others }).score).toEqual(point('50'));
    const superior = [['i', [aMark('100', { source: 'superior' })]]] as const;
    expect(evaluate(world('rubric', { parts }, more), { values, marks: superior }).score).toEqual(point('70'));
  });
});

describe('survey', () => {
  const dimensions = [aDimension('who', false, ['w', 'c'])];
  const who = { dimensions: ['who'] };
  const derivation = { op: 'share', numerator: 'yes', denominator: 'all' } as const;
  const measures = [aMeasure('yes', who), aMeasure('all', who), aMeasure('m', { ...who, type: 'ratio', derivation })];
  const survey = {
    measure: 'm',
    floor: '0.60',
    target: '0.90',
    minimumValid: '100',
    minimumPerGroup: '30',
    groupShares: { w: '60', c: '40' },
  };
  const group = (code: string, yes: string, all: string) => [
    aValue('yes', yes, { dimensions: `who=${code}` }),
    aValue('all', all, { dimensions: `who=${code}` }),
  ];

  it('weights the groups', () => {
    const values = [...group('w', '90', '100'), ...group('c', '30', '50')];
    expect(evaluate(world('survey', survey, { measures, dimensions }), { values }).score).toEqual(point('60'));
  });

  it('suppresses a group below its minimum and everything below the whole minimum', () => {
    const small = [...group('w', '90', '100'), ...group('c', '10', '10')];
    const one = evaluate(world('survey', survey, { measures, dimensions }), { values: small });
    expect(one.score).toEqual({ value: '100', low: '60', high: '100', isComplete: false });
    const few = evaluate(world('survey', survey, { measures, dimensions }), {
      values: [...group('w', '40', '40'), ...group('c', '40', '40')],
    });
    expect(few.score).toEqual(open('0', '100'));
    expect(few.explanation).toContain('有效样本少于100份，不予计分');
  });

  it('weights by answers where each person counts once', () => {
    const scores = [aMeasure('m', { ...who, type: 'score', temporal: 'state' }), aMeasure('size', who)];
    const parameters = {
      measure: 'm',
      floor: '60',
      target: '90',
      minimumValid: '20',
      minimumPerGroup: '5',
      aggregate: '对全部答卷取平均，每人一份',
      sizeMeasure: 'size',
    };
    const cell = (measure: string, code: string, value: string) =>
      aValue(measure, value, { dimensions: `who=${code}` });
    const values = [cell('m', 'w', '90'), cell('size', 'w', '30'), cell('m', 'c', '60'), cell('size', 'c', '10')];
    expect(evaluate(world('survey', parameters, { measures: scores, dimensions }), { values }).score).toEqual(
      point('75'),
    );
  });
});

describe('plan-completion', () => {
  it.each([
    ['0.5', '0'],
    ['0.8', '50'],
    ['1', '100'],
    ['1.7', '100'],
  ])('gives %s → %s', (value, score) => {
    expect(
      evaluate(world('plan-completion', { measure: 'm', floor: '0.60', full: '1.00', cap: '100' }), {
        values: [aValue('m', value)],
      }).score,
    ).toEqual(point(score));
  });

  it('computes the completion where numerator and denominator are named, and keeps to the cap', () => {
    const measures = [aMeasure('used'), aMeasure('given')];
    const parameters = {
      measure: 'used',
      floor: '0.60',
      full: '1.00',
      cap: '90',
      numerator: 'used',
      denominator: 'given',
    };
    const score = (used: string) =>
      evaluate(world('plan-completion', parameters, { measures }), {
        values: [aValue('used', used), aValue('given', '10')],
      }).score.value;
    expect([score('8'), score('10')]).toEqual(['50', '90']);
  });
});

describe('informational', () => {
  it('shows values and scores nothing', () => {
    const result = evaluate(world('informational', {}), { values: [aValue('m', '5')] });
    expect(result).toMatchObject({
      status: 'INFORMATIONAL',
      score: { value: null },
      alsoShown: [{ measure: 'm' }],
      explanation: '本指标只作展示，不计分。',
    });
  });
});
