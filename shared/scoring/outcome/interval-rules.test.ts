import { describe, expect, it } from 'vitest';
import { calculateEvaluation } from '../calculate.ts';
import { indexValues, type InputValue, type ValueStanding } from '../reading/input-value.ts';
import { INTERVAL_RULES } from './interval-rules.ts';
import { prepareScoring } from '../compile/prepare-scoring.ts';
import type { ScoringInput } from '../scoring-input.ts';
import {
  aDimension,
  aMark,
  aMeasure,
  aPlan,
  aSetup,
  aValue,
  type SmallIndicator,
  type SmallWorld,
} from '../testing/small-framework.ts';

const linear = (measure: string, floor = '0', target = '100'): SmallIndicator => ({
  method: 'linear-to-target',
  parameters: { measure, floor, target },
});

function evaluate(world: SmallWorld, values: readonly InputValue[], more: Partial<ScoringInput> = {}) {
  const result = calculateEvaluation({ plan: aPlan(world), values: indexValues(values), ...more });
  const [indicator] = result.indicators;
  if (indicator === undefined) throw new Error('no indicator');
  return { ...indicator, total: result.score, completeness: result.completeness };
}

const COUNT: SmallWorld = { indicators: [linear('a')], measures: [aMeasure('a')] };
const standing = (given: ValueStanding) => ({ standing: given });
const disputed = (claim: string | null, low: string | null = null, high: string | null = null) =>
  standing({ kind: 'DISPUTED', claim, low, high });

describe('what an input that does not count as it stands does to the score', () => {
  it('MISSING: anything the measure can be, never zero', () => {
    expect(evaluate(COUNT, []).score).toEqual({ value: null, low: '0', high: '100', isComplete: false });
  });

  it('UNACCEPTED: as if it were missing, whatever it says', () => {
    const filed = evaluate(COUNT, [aValue('a', '80', { state: 'SUBMITTED' })]);
    expect(filed.score).toEqual(evaluate(COUNT, []).score);
    expect(filed.gaps).toMatchObject([{ reason: 'UNACCEPTED' }]);
  });

  it('DISPUTED with a claim: between the value and the claim', () => {
    const result = evaluate(COUNT, [aValue('a', '80', disputed('60'))]);
    expect(result).toMatchObject({
      score: { value: null, low: '60', high: '80' },
      gaps: [{ reason: 'DISPUTED' }],
      evidence: [{ value: '80' }],
    });
    expect(result.explanation).toContain('最终在60至80分之间');
    expect(result.explanation).toContain('存在数据异议（由人社局处理）：2025年数据项a');
  });

  it('DISPUTED with bounds: between the least and the greatest of value and bounds', () => {
    expect(evaluate(COUNT, [aValue('a', '80', disputed(null, '50', '70'))]).score).toMatchObject({
      low: '50',
      high: '80',
    });
  });

  it('DISPUTED without a figure: as if it were missing', () => {
    expect(evaluate(COUNT, [aValue('a', '80', disputed(null))]).score).toEqual(evaluate(COUNT, []).score);
  });

  it('DISPUTED where no outcome changes the score: complete all the same', () => {
    expect(evaluate(COUNT, [aValue('a', '180', disputed('120'))]).score).toMatchObject({
      value: '100',
      isComplete: true,
    });
  });

  it('DISPUTED base of progress: every base within the bounds', () => {
    const parameters = { measure: 'a', floor: '0', target: '100', effortFullChange: '10', effortCap: '90' };
    const world = { indicators: [{ method: 'attainment-and-effort', parameters } as const], measures: [aMeasure('a')] };
    const before = aValue('a', '30', { period: '2024', ...disputed('36') });
    expect(evaluate(world, [aValue('a', '40'), before]).score).toMatchObject({ value: null, low: '40', high: '90' });
  });

  it('DISPUTED part of a computed value: the quotient over every part', () => {
    const derivation = { op: 'share', numerator: 'n', denominator: 'd' } as const;
    const share = aMeasure('r', { type: 'ratio', temporal: 'derived', derivation });
    const world = { indicators: [linear('r', '0', '1')], measures: [aMeasure('n'), aMeasure('d'), share] };
    const result = evaluate(world, [aValue('n', '30', disputed('40')), aValue('d', '100', disputed('80'))]);
    expect(result.score).toMatchObject({ value: null, low: '30', high: '50' });
  });

  it('SUPPRESSED: within the bounds stated, and its own value is never read', () => {
    const hidden = aValue('a', '', standing({ kind: 'SUPPRESSED', low: '0', high: '9' }));
    expect(evaluate(COUNT, [hidden])).toMatchObject({
      score: { low: '0', high: '9' },
      gaps: [{ reason: 'SUPPRESSED' }],
    });
  });

  it('SUPPRESSED cell of a sum: the sum moves by no more than the cell can', () => {
    const dimension = aDimension('kind', true, ['x', 'y']);
    const world = {
      indicators: [linear('a')],
      measures: [aMeasure('a', { dimensions: ['kind'] })],
      dimensions: [dimension],
    };
    const small = aValue('a', '', { dimensions: 'kind=y', ...standing({ kind: 'SUPPRESSED', low: '0', high: '4' }) });
    expect(evaluate(world, [aValue('a', '70', { dimensions: 'kind=x' }), small]).score).toMatchObject({
      low: '70',
      high: '74',
    });
  });

  it('NOT_RATED: anything between 0 and 100', () => {
    const world = { indicators: [{ method: 'rubric', parameters: { assessmentItem: 'i' } } as const], items: ['i'] };
    expect(evaluate(world, [])).toMatchObject({ score: { low: '0', high: '100' }, gaps: [{ reason: 'NOT_RATED' }] });
    expect(evaluate(world, [], { marks: new Map([['i', [aMark('85')]]]) }).score.value).toBe('85');
  });

  it('NOT_COMPUTABLE: no growth from nothing, and no zero either', () => {
    const parameters = { measure: 'a', zeroAt: '0', fullAt: '0.1' };
    const world = { indicators: [{ method: 'growth', parameters } as const], measures: [aMeasure('a')] };
    expect(evaluate(world, [aValue('a', '5'), aValue('a', '0', { period: '2024' })])).toMatchObject({
      score: { value: null, low: '0', high: '100' },
      gaps: [{ reason: 'NOT_COMPUTABLE' }],
    });
  });

  it('TOO_FEW_ANSWERS: a survey of too few says nothing', () => {
    const parameters = { measure: 's', floor: '0', target: '1', minimumValid: '30', sizeMeasure: 'n' };
    const measures = [aMeasure('s', { type: 'ratio', temporal: 'state' }), aMeasure('n')];
    const world = { indicators: [{ method: 'survey', parameters } as const], measures };
    expect(evaluate(world, [aValue('s', '0.9'), aValue('n', '12')])).toMatchObject({
      score: { value: null, low: '0', high: '100' },
      gaps: [{ reason: 'TOO_FEW_ANSWERS' }],
    });
  });

  it('PEERS_MISSING: a comparison without enough peers says nothing', () => {
    const parameters = { measure: 'a', within: 'region-class', minimumPeers: '3' };
    const world = { indicators: [{ method: 'rank', parameters } as const], measures: [aMeasure('a')] };
    expect(evaluate(world, [aValue('a', '80')])).toMatchObject({
      score: { value: null, low: '0', high: '100' },
      gaps: [{ reason: 'PEERS_MISSING' }],
    });
  });

  it('NOT_APPLICABLE_BY_CALENDAR: drops out, its weight goes to the others', () => {
    const periodicity = { calendar: '每两年', event: 'selection', note: '' } as const;
    const world = {
      indicators: [linear('a'), linear('b')],
      measures: [aMeasure('a', { periodicity }), aMeasure('b')],
    };
    expect(evaluate(world, [aValue('b', '70')])).toMatchObject({ status: 'NOT_APPLICABLE', total: { value: '70' } });
  });

  it('NOT_APPLICABLE_BY_APPROVAL: drops out, and the cell is owed no more', () => {
    const exempt = aValue('a', '0', standing({ kind: 'NOT_APPLICABLE', reason: '没有国有企业' }));
    const world = { indicators: [linear('a'), linear('b')], measures: [aMeasure('a'), aMeasure('b')] };
    const result = evaluate(world, [exempt, aValue('b', '70')]);
    expect(result).toMatchObject({
      status: 'NOT_APPLICABLE',
      total: { value: '70', isComplete: true },
      completeness: { expected: 1, received: 1 },
    });
    expect(result.explanation).toBe('本年度经批准不适用，权重分摊到同级其他指标，不扣分。');
  });

  it('NOT_APPLICABLE_BY_APPROVAL: a sum goes on without the cell', () => {
    const dimension = aDimension('kind', true, ['x', 'y']);
    const world = {
      indicators: [linear('a')],
      measures: [aMeasure('a', { dimensions: ['kind'] })],
      dimensions: [dimension],
    };
    const exempt = aValue('a', '0', { dimensions: 'kind=y', ...standing({ kind: 'NOT_APPLICABLE', reason: '没有' }) });
    expect(evaluate(world, [aValue('a', '70', { dimensions: 'kind=x' }), exempt]).score).toMatchObject({
      value: '70',
      isComplete: true,
    });
  });

  it('UNAVAILABLE: never scored and never missing', () => {
    const unavailable = { dimension: 'kind', values: ['y'], note: '没有可靠来源' };
    const world = {
      indicators: [linear('a')],
      measures: [aMeasure('a', { dimensions: ['kind'], unavailable })],
      dimensions: [aDimension('kind', true, ['x', 'y'])],
    };
    expect(evaluate(world, [aValue('a', '70', { dimensions: 'kind=x' })])).toMatchObject({
      score: { value: '70' },
      gaps: [],
    });
  });

  it('every condition has a rule in words, and a test above by its name', async () => {
    const { readFileSync } = await import('node:fs');
    const source = readFileSync(new URL(import.meta.url), 'utf8');
    for (const [condition, { rule }] of Object.entries(INTERVAL_RULES)) {
      expect(rule).toMatch(/^[^a-zA-Z]+$/);
      if (condition !== 'COUNTED') expect(source).toContain(`it('${condition}`);
    }
  });
});

describe('standards of peer groups (注重差异性)', () => {
  const standards = [
    { peerGroup: 'west', name: '西部地区', status: 'derived', reason: '基础不同', floor: '0', target: '50' },
  ];
  const parameters = { measure: 'a', floor: '0', target: '100', standards };
  const world: SmallWorld = { indicators: [{ method: 'linear-to-target', parameters }], measures: [aMeasure('a')] };

  it('judges a subject by the standard of its group and says so (rule 14)', () => {
    const west = evaluate(world, [aValue('a', '40')], { peerGroups: ['west'], withTrace: true });
    expect(west.score.value).toBe('80');
    expect(west.explanation).toContain('使用“西部地区”的标准');
    expect(west.trace).toMatchObject({ standard: { peerGroup: 'west', status: 'derived', reason: '基础不同' } });
  });

  it('judges a subject of no such group by the general standard (rule 14)', () => {
    const other = evaluate(world, [aValue('a', '40')], { peerGroups: ['east'], withTrace: true });
    expect(other.score.value).toBe('40');
    expect(other.trace?.standard).toBeNull();
    expect(other.explanation).not.toContain('标准');
  });

  it('refuses a standard without a reason or with a figure its method does not know', () => {
    const bad = (standard: object) => () =>
      prepareScoring(
        aSetup({
          ...world,
          indicators: [{ method: 'linear-to-target', parameters: { ...parameters, standards: [standard] } }],
        }),
      );
    expect(bad({ ...standards[0], reason: '' })).toThrow(/standards.*reason/);
    expect(bad({ ...standards[0], bonus: '5' })).toThrow(/standards.*bonus/);
  });
});

describe('rank within a peer group', () => {
  const parameters = { measure: 'a', within: 'region-class', minimumPeers: '3' };
  const world: SmallWorld = { indicators: [{ method: 'rank', parameters }], measures: [aMeasure('a')] };
  const peers = (...values: (string | null)[]) => ({
    peers: new Map([['a\t2025\t', values.map((value, index) => ({ subject: `p${index}`, value }))]]),
  });

  it('gives the share of the peers that are not better; equal ones cost nothing', () => {
    expect(evaluate(world, [aValue('a', '50')], peers('10', '50', '60', '70')).score.value).toBe('50');
    expect(evaluate(world, [aValue('a', '99')], peers('10', '50', '60', '70')).score.value).toBe('100');
  });

  it('leaves room for peers that are not known yet', () => {
    expect(evaluate(world, [aValue('a', '50')], peers('10', '50', '60', null)).score).toEqual({
      value: '66.6667',
      low: '50',
      high: '75',
      isComplete: false,
    });
  });

  it('never names a place', () => {
    const { explanation } = evaluate(world, [aValue('a', '50')], peers('10', '50', '60', '70'));
    expect(explanation).not.toMatch(/第.*名|排名|位次/);
  });
});
