import { describe, expect, it } from 'vitest';
import { calculateEvaluation } from './calculate.ts';
import { prepareScoring } from './compile/prepare-scoring.ts';
import { cellKey, indexValues, type InputValue, type Mark } from './reading/input-value.ts';
import type { ScoringInput } from './scoring-input.ts';
import {
  aDimension,
  aMark,
  aMeasure,
  aPlan,
  aValue,
  type SmallIndicator,
  type SmallWorld,
} from './testing/small-framework.ts';

function linear(measure: string, more: Partial<SmallIndicator> = {}): SmallIndicator {
  return { method: 'linear-to-target', parameters: { measure, floor: '0', target: '100' }, ...more };
}

function evaluate(world: SmallWorld, values: readonly InputValue[], more: Partial<ScoringInput> = {}) {
  return calculateEvaluation({ plan: aPlan(world), values: indexValues(values), ...more });
}

const selection = { periodicity: { calendar: '', event: 'selection', note: '' } } as const;

describe('weights', () => {
  const measures = [aMeasure('a'), aMeasure('b'), aMeasure('c'), aMeasure('s', selection)];

  it('weighs indicators, groups and pillars', () => {
    const indicators = [
      linear('a', { weight: '6' }),
      linear('b', { weight: '2' }),
      linear('c', { weight: '2', group: '2', pillar: '2' }),
    ];
    const result = evaluate({ indicators, measures }, [aValue('a', '100'), aValue('b', '50'), aValue('c', '0')]);
    expect(result.groups.map(({ score }) => score.value)).toEqual(['87.5', '0']);
    expect(result.score).toEqual({ value: '70', low: '70', high: '70', isComplete: true });
  });

  it('spreads what does not apply within its group first', () => {
    const indicators = [
      linear('a', { weight: '1' }),
      linear('s', { weight: '4' }),
      linear('c', { weight: '5', group: '2' }),
    ];
    const result = evaluate({ indicators, measures }, [aValue('a', '100'), aValue('c', '0')]);
    expect(result.indicators.map(({ status, effectiveWeight }) => [status, effectiveWeight])).toEqual([
      ['COMPLETE', '50'],
      ['NOT_APPLICABLE', '0'],
      ['COMPLETE', '50'],
    ]);
    expect(result.score.value).toBe('50');
    expect(result.indicators[1]?.explanation).toContain('不适用');
  });

  it('spreads a group that does not apply over its pillar, and a pillar over the whole', () => {
    const indicators = [
      linear('s', { weight: '6' }),
      linear('a', { weight: '2', group: '2' }),
      linear('c', { weight: '2', group: '3', pillar: '2' }),
    ];
    const result = evaluate({ indicators, measures }, [aValue('a', '100'), aValue('c', '0')]);
    expect(result.pillars.map(({ effectiveWeight }) => effectiveWeight)).toEqual(['80', '20']);
    expect(result.groups.map(({ effectiveWeight }) => effectiveWeight)).toEqual(['0', '80', '20']);
    expect(result.score.value).toBe('80');
  });

  it('rescales to what was received and keeps the value within its bounds', () => {
    const result = evaluate({ indicators: [linear('a', { weight: '3' }), linear('b')], measures }, [aValue('a', '20')]);
    expect(result.score).toEqual({ value: '20', low: '15', high: '40', isComplete: false });
    const bands = {
      method: 'bands',
      parameters: {
        measure: 'b',
        bands: [
          { atLeast: '1', score: '100' },
          { atLeast: '0', score: '60' },
        ],
      },
    } as const;
    const floor = evaluate({ indicators: [linear('a'), bands], measures }, [aValue('a', '20')]);
    expect(floor.score).toEqual({ value: '40', low: '40', high: '60', isComplete: false });
  });

  it('rounds half up to four places after exact arithmetic', () => {
    const thirds = { parameters: { measure: 'a', floor: '0', target: '3' } };
    const result = evaluate({ indicators: [linear('a', thirds), linear('b', { weight: '2' })], measures }, [
      aValue('a', '1'),
      aValue('b', '0.0001'),
    ]);
    expect(result.score.value).toBe('11.1112');
    expect(evaluate({ indicators: [linear('a')], measures }, [aValue('a', '12.34565')]).score.value).toBe('12.3457');
    // Three times 16.4611333… and a zero make exactly 12.34585.
    const tie = evaluate({ indicators: [...[1, 2, 3].map(() => linear('a', thirds)), linear('b')], measures }, [
      aValue('a', '0.493834'),
      aValue('b', '0'),
    ]);
    expect([tie.groups[0]?.score.value, tie.score.value]).toEqual(['12.3459', '12.3459']);
  });
});

describe('what counts', () => {
  const world = { indicators: [linear('a')], measures: [aMeasure('a')], owners: { a: 'sasac' } };

  it.each([
    ['SUBMITTED', {}, 'UNACCEPTED'],
    ['RETURNED', {}, 'UNACCEPTED'],
    ['WITHDRAWN', {}, 'MISSING'],
    ['ACCEPTED', { standing: { kind: 'DISPUTED', claim: null, low: null, high: null } }, 'DISPUTED'],
    ['ACCEPTED', { standing: { kind: 'SUPPRESSED', low: null, high: null } }, 'SUPPRESSED'],
  ] as const)('holds a value that is %s %o as an interval', (state, flags, reason) => {
    const result = evaluate(world, [aValue('a', '80', { state, ...flags })]);
    expect(result.indicators[0]).toMatchObject({
      score: { value: null, low: '0', high: '100' },
      gaps: [{ reason, memberUnit: 'sasac' }],
    });
    const unaccepted = state === 'SUBMITTED' ? 1 : 0;
    expect(result.missing).toEqual([{ memberUnit: 'sasac', measures: ['a'], cells: 1, unaccepted }]);
  });

  it('calls a value that waits for acceptance unaccepted and changes nothing else of the result', () => {
    const missing = evaluate(world, []);
    const pending = new Set([cellKey('a', '2025', '')]);
    const waiting = evaluate(world, [], { pending });
    expect(waiting.indicators[0]?.gaps).toEqual([{ ...missing.indicators[0]?.gaps[0], reason: 'UNACCEPTED' }]);
    expect(waiting.indicators[0]?.explanation).toContain('尚未核收');
    expect(waiting.completeness).toEqual({ ...missing.completeness, unaccepted: 1 });
    expect(waiting.missing).toEqual(missing.missing.map((each) => ({ ...each, unaccepted: 1 })));
    const { indicators: _a, completeness: _b, missing: _c, ...rest } = missing;
    expect(waiting).toMatchObject(rest);
    expect(evaluate(world, [aValue('a', '80')], { pending })).toEqual(evaluate(world, [aValue('a', '80')]));
  });

  it('counts a locked value, and the highest revision of a cell', () => {
    const values = [aValue('a', '80', { revision: 2, state: 'LOCKED' }), aValue('a', '30')];
    expect(evaluate(world, values).score.value).toBe('80');
    expect(evaluate(world, [...values].reverse()).score.value).toBe('80');
  });

  it('takes a computed value as its department computed it, else computes it and names its inputs', () => {
    const derivation = { op: 'share', numerator: 'n', denominator: 'd' } as const;
    const measures = [aMeasure('n'), aMeasure('d'), aMeasure('r', { type: 'ratio', derivation })];
    const shares = { indicators: [linear('r', { parameters: { measure: 'r', floor: '0', target: '1' } })], measures };
    const parts = [aValue('n', '1'), aValue('d', '4')];
    const computed = evaluate(shares, parts).indicators[0];
    expect(computed?.evidence.map(({ measure }) => measure)).toEqual(['n', 'd']);
    expect(computed?.derivedEvidence).toEqual([
      {
        measure: 'r',
        operation: 'share',
        period: '2025',
        dimensions: '',
        value: '0.25',
        parts: parts.map(({ id }) => id),
      },
    ]);
    const stored = evaluate(shares, [aValue('r', '0.25', { isDerived: true })]).indicators[0];
    expect(stored).toMatchObject({ score: { value: '25' }, derivedEvidence: [] });
  });

  it('adds up a flow over its quarters and takes the last quarter of a stock', () => {
    const quarterly = { frequency: 'quarterly' } as const;
    const measures = [
      aMeasure('f', { ...quarterly, temporal: 'flow' }),
      aMeasure('s', { ...quarterly, temporal: 'stock' }),
    ];
    const quarters = ['Q1', 'Q2', 'Q3', 'Q4'].flatMap((q, i) => [
      aValue('f', '10', { period: `2025-${q}` }),
      aValue('s', String(i * 20), { period: `2025-${q}` }),
    ]);
    const result = evaluate({ indicators: [linear('f'), linear('s')], measures }, quarters);
    expect(result.indicators.map(({ score }) => score.value)).toEqual(['40', '60']);
    expect(evaluate({ indicators: [linear('f')], measures }, quarters.slice(0, 6)).indicators[0]?.score).toEqual({
      value: null,
      low: '30',
      high: '100',
      isComplete: false,
    });
  });

  it('never scores a cell that cannot be had reliably and never misses it', () => {
    const unavailable = { dimension: 'who', values: ['flexible'], note: '' };
    const measures = [aMeasure('a', { dimensions: ['who'], unavailable })];
    const dimensions = [aDimension('who', false, ['all', 'flexible'])];
    const result = evaluate({ indicators: [linear('a')], measures, dimensions }, [
      aValue('a', '70', { dimensions: 'who=all' }),
    ]);
    expect(result).toMatchObject({
      score: { value: '70', isComplete: true },
      completeness: { expected: 1, received: 1, ratio: '1' },
    });
  });
});

describe('completeness', () => {
  it('expects every entered cell in every period, but nothing computed and no event that was not held', () => {
    const measures = [
      aMeasure('q', { frequency: 'quarterly', temporal: 'flow', dimensions: ['own'] }),
      aMeasure('r', { type: 'ratio', derivation: { op: 'share', numerator: 'q', denominator: 'q' } }),
      aMeasure('s', selection),
      aMeasure('p', { appliesTo: ['province'] }),
    ];
    const world = {
      indicators: [linear('q')],
      measures,
      dimensions: [aDimension('own', true, ['x', 'y'])],
      owners: { q: 'sasac', s: 'union' },
    };
    const values = [aValue('q', '1', { period: '2025-Q1', dimensions: 'own=x' })];
    expect(evaluate(world, values).completeness).toEqual({ expected: 8, received: 1, unaccepted: 0, ratio: '0.125' });
    const calendar = new Map([[2025, new Set(['selection'] as const)]]);
    const held = evaluate(world, values, { calendar });
    expect(held.completeness.expected).toBe(9);
    expect(held.missing).toEqual([
      { memberUnit: 'sasac', measures: ['q'], cells: 7, unaccepted: 0 },
      { memberUnit: 'union', measures: ['s'], cells: 1, unaccepted: 0 },
    ]);
  });
});

describe('grade', () => {
  const survey = {
    key: 'satisfaction-of-workers',
    method: 'survey',
    parameters: { measure: 'w', floor: '0.50', target: '0.80', minimumValid: '10', sizeMeasure: 'n' },
  } as const;
  const measures = [aMeasure('a'), aMeasure('b'), aMeasure('w', { type: 'ratio', temporal: 'state' }), aMeasure('n')];
  const indicators: SmallIndicator[] = [
    linear('a', { weight: '80' }),
    linear('b', { weight: '10', group: '2', pillar: '2' }),
    { ...survey, weight: '10', group: '3', pillar: '3' },
  ];
  const grade = (a: string, b: string, w: string | null) =>
    evaluate({ indicators, measures }, [
      aValue('a', a),
      aValue('b', b),
      aValue('n', '500'),
      ...(w === null ? [] : [aValue('w', w)]),
    ]).grade;

  it('follows the bands', () => {
    expect(grade('95', '80', '0.80')).toEqual({ suggested: 'EXCELLENT', possible: ['EXCELLENT'], reason: null });
    expect(grade('85', '60', '0.80').suggested).toBe('GOOD');
    expect(grade('60', '60', '0.70').suggested).toBe('FAIR');
    expect(grade('10', '10', '0.50').suggested).toBe('POOR');
  });

  it('asks of 优秀 that workers are satisfied and no pillar is weak', () => {
    expect(grade('100', '80', '0.79')).toMatchObject({
      suggested: 'GOOD',
      possible: ['GOOD'],
      reason: expect.stringContaining('满意度低于80%'),
    });
    expect(grade('100', '50', '0.90')).toMatchObject({
      suggested: 'GOOD',
      possible: ['GOOD'],
      reason: expect.stringContaining('一级2得分不足'),
    });
  });

  it('leaves 良好 possible where the score is certain and the guard is not', () => {
    const heavy = indicators.map((each, index) => ({ ...each, weight: index === 0 ? '96' : '2' }));
    const values = [aValue('a', '100'), aValue('b', '100'), aValue('n', '500')];
    expect(evaluate({ indicators: heavy, measures }, values).grade.possible).toEqual(['EXCELLENT', 'GOOD']);
  });

  it('suggests nothing below 90 % of the data and lists what is still possible, with the guard in view', () => {
    expect(grade('100', '90', null)).toEqual({
      suggested: null,
      possible: ['EXCELLENT', 'GOOD'],
      reason: '数据完整率低于90%，暂不提出建议类别',
    });
  });
});

describe('unit view', () => {
  const unitView = {
    commonWeight: '20',
    commonItems: ['year-start-plan', 'data-timeliness', 'data-quality'].map((code) => ({
      code,
      zh: code,
      weight: '4',
      reason: '',
    })),
    specialWeight: '80',
    commentsOnly: new Set(['union']),
  };
  const indicators = [
    linear('a', { weight: '3', lead: 'hrss' }),
    linear('b', { weight: '1', lead: 'hrss' }),
    linear('c', { lead: 'union' }),
  ];
  const world = {
    indicators,
    measures: [aMeasure('a'), aMeasure('b'), aMeasure('c')],
    owners: { c: 'union' },
    model: { unitView },
  };

  it('scores own indicators 80 and common items 20, open where an item has no source', () => {
    const result = evaluate(world, [aValue('a', '100'), aValue('b', '60'), aValue('c', '10')]);
    const hrss = result.memberUnits.find(({ memberUnit }) => memberUnit === 'hrss');
    expect(hrss).toMatchObject({ leads: 2, expected: 2, received: 2, special: { value: '90', isComplete: true } });
    expect(hrss?.common.map(({ score }) => score.value)).toEqual([null, '100', '100']);
    expect(hrss?.score).toEqual({ value: '91.4286', low: '85.3333', high: '92', isComplete: false });
  });

  it('judges timeliness by the due date and quality by what came back', () => {
    const late = aValue('a', '1', { reportedOn: '2026-03-01' });
    const corrected = aValue('b', '1', { revisionOfCorrection: true, reportedOn: '2026-02-28' });
    const hrss = evaluate(world, [late, corrected]).memberUnits.find(({ memberUnit }) => memberUnit === 'hrss');
    expect(hrss?.common.map(({ score }) => score.value)).toEqual([null, '50', '50']);
  });

  it('keeps what is not filed open until its due date is past', () => {
    const timeliness = (asOf: string | null) =>
      evaluate(world, [aValue('a', '1')], { asOf }).memberUnits.find(({ memberUnit }) => memberUnit === 'hrss')
        ?.common[1]?.score;
    expect(timeliness('2026-02-28')).toEqual({ value: '100', low: '50', high: '100', isComplete: false });
    expect(timeliness(null)).toEqual({ value: '100', low: '50', high: '100', isComplete: false });
    expect(timeliness('2026-03-01')).toEqual({ value: '50', low: '50', high: '50', isComplete: true });
  });

  it('gives comments-only units their counts and no score', () => {
    const union = evaluate(world, [aValue('c', '1')]).memberUnits.find(({ memberUnit }) => memberUnit === 'union');
    expect(union).toEqual({
      memberUnit: 'union',
      leads: 1,
      received: 1,
      expected: 1,
      score: null,
      special: null,
      common: [],
    });
  });
});

describe('explanation and trace', () => {
  const world = {
    indicators: [
      {
        method: 'rubric',
        weight: '2',
        parameters: {
          parts: [
            { share: '50', method: 'linear-to-target', parameters: { measure: 'a', floor: '0', target: '0.9' } },
            { share: '50', method: 'rubric', parameters: { assessmentItem: 'i' } },
          ],
        },
      },
    ] satisfies SmallIndicator[],
    measures: [aMeasure('a', { type: 'ratio', temporal: 'state', nameZh: '覆盖率' })],
    items: ['i'],
  };

  it('says the score, the loss and what is missing from whom', () => {
    expect(evaluate(world, [aValue('a', '0.63')]).indicators[0]?.explanation).toBe(
      '得70分（百分制，折合1.4分，权重2）；数据未齐，最终在35至85分之间；扣分原因：覆盖率63%，未达目标90%；待评价（由第三方机构评）：要点i。',
    );
    expect(evaluate(world, []).indicators[0]?.explanation).toBe(
      '尚无可计分的数据，暂不得分也不按零分计；缺（由人社局报送）：2025年覆盖率；待评价（由第三方机构评）：要点i。',
    );
  });

  it('gives the calculation as plain data on request only', () => {
    const marks = new Map<string, Mark[]>([['i', [aMark('80')]]]);
    expect(evaluate(world, [aValue('a', '0.63')], { marks }).indicators[0]?.trace).toBeNull();
    const trace = evaluate(world, [aValue('a', '0.63')], { marks, withTrace: true }).indicators[0]?.trace;
    expect(JSON.parse(JSON.stringify(trace))).toMatchObject({
      rule: 'parts',
      score: { value: '75' },
      children: [
        { rule: 'linear-to-target', weight: '0.5', readings: [{ value: '0.63', inputs: ['a 2025 '] }] },
        { rule: 'rubric', weight: '0.5', marks: ['mark 80'] },
      ],
    });
  });
});

describe('a variant', () => {
  const world: SmallWorld = {
    indicators: [linear('a', { weight: '4' }), linear('b', { weight: '6' })],
    measures: [aMeasure('a'), aMeasure('b')],
    model: {
      variants: [
        {
          id: 'relief',
          appliesTo: '',
          reason: '',
          informational: ['a'],
          overrides: { '1': { weight: '0', method: 'informational' }, '2': { weight: '10' } },
          groupWeights: {},
        },
      ],
    },
  };

  it('shows what it makes informational and gives its weight to others', () => {
    const plan = aPlan(world);
    const varied = aPlanOf(plan, 'relief');
    const values = indexValues([aValue('a', '0'), aValue('b', '50')]);
    expect(calculateEvaluation({ plan, values }).score.value).toBe('30');
    const result = calculateEvaluation({ plan: varied, values });
    expect(result.score.value).toBe('50');
    expect(result.indicators[0]).toMatchObject({
      status: 'INFORMATIONAL',
      weight: '0',
      alsoShown: expect.arrayContaining([expect.objectContaining({ measure: 'a' })]),
    });
  });
});

function aPlanOf(plan: ReturnType<typeof aPlan>, variant: string) {
  return prepareScoring({ ...plan.setup, variant });
}
