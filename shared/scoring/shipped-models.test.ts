import { describe, expect, it } from 'vitest';
import type { Framework } from '../catalogue/framework/framework.ts';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { cellsOf } from '../derivation/measure-cells.ts';
import { decimal } from '../primitives/decimal.ts';
import { periodsOfYear } from '../primitives/period.ts';
import { calculateEvaluation } from './calculate.ts';
import { prepareScoring, type ScoringSetup } from './compile/prepare-scoring.ts';
import { readScoringModel } from './compile/read-scoring-model.ts';
import { type CalendarFacts, type InputValue, indexValues, type Mark } from './reading/input-value.ts';
import { aMark, aValue } from './testing/small-framework.ts';

const catalogue = loadCatalogue();
const IDS = ['fengtai-2023', 'national-2022'] as const;
const HELD: CalendarFacts = new Map([[2025, new Set(['selection', 'contest', 'award', 'election'] as const)]]);

function setupOf(id: string): ScoringSetup {
  const framework = catalogue.frameworks.get(id);
  const model = catalogue.scoringModels.get(id);
  const split = catalogue.splits.get(id);
  if (framework === undefined || model === undefined || split === undefined) throw new Error(id);
  return { framework, model, split, year: 2025, memberUnits: catalogue.memberUnits };
}

/** A repeatable stream of numbers 0–1. */
function stream(seed: number): () => number {
  let state = seed * 7919 + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function allValues(framework: Framework, random: () => number): InputValue[] {
  const values: InputValue[] = [];
  for (const measure of framework.measures.values()) {
    if (measure.derivation !== null) continue;
    for (const { text } of cellsOf(framework, measure)) {
      for (const year of [2024, 2025]) {
        for (const period of periodsOfYear(year, measure.frequency)) {
          values.push(aValue(measure.code, valueFor(measure.type, random()), { period, dimensions: text }));
        }
      }
    }
  }
  return values;
}

function valueFor(type: string, random: number): string {
  if (type === 'boolean') return String(random < 0.8);
  if (type === 'ratio') return random.toFixed(4);
  return type === 'score' ? (random * 100).toFixed(1) : String(Math.floor(random * random * 4000));
}

function allMarks(framework: Framework, random: () => number): Map<string, Mark[]> {
  const marks = [...framework.assessmentItems.keys()].map((item): [string, Mark[]] => [
    item,
    [aMark(String(Math.round(random() * 100)), { id: item, source: 'superior' })],
  ]);
  return new Map(marks);
}

describe.each(IDS)('the shipped model of %s', (id) => {
  it('is understood to the last parameter, with its variant', () => {
    const { model, framework } = setupOf(id);
    expect(readScoringModel(model).indicators.size).toBe(framework.indicators.length);
    for (const variant of model.variants) {
      const plan = prepareScoring({ ...setupOf(id), variant: variant.id });
      const weights = plan.pillars.flatMap(({ groups }) =>
        groups.flatMap((group) => group.indicators.map(({ scoring }) => scoring.weight)),
      );
      expect(weights.reduce((sum, weight) => sum.plus(weight), decimal(0)).toFixed()).toBe('100');
    }
  });

  it('gives every indicator its full interval without any value, and never a zero', () => {
    const result = calculateEvaluation({ plan: prepareScoring(setupOf(id)), values: new Map(), calendar: HELD });
    expect(result.score.value).toBeNull();
    expect(result.grade).toMatchObject({ suggested: null, possible: ['EXCELLENT', 'GOOD', 'FAIR', 'POOR'] });
    for (const { score, status } of result.indicators) {
      expect(score.value).toBeNull();
      expect(['MISSING', 'NOT_APPLICABLE']).toContain(status);
    }
    expect(result.completeness.received).toBe(0);
    expect(result.missing.reduce((sum, { cells }) => sum + cells, 0)).toBe(result.completeness.expected);
  });

  it('scores everything on complete data, the level above included', () => {
    const { framework } = setupOf(id);
    const random = stream(3);
    const values = indexValues(allValues(framework, () => 0.3 + random() * 0.6));
    const result = calculateEvaluation({
      plan: prepareScoring(setupOf(id)),
      values,
      marks: allMarks(framework, random),
      calendar: HELD,
    });
    expect(result.completeness.ratio).toBe('1');
    expect(result.indicators.filter(({ status }) => status !== 'COMPLETE')).toEqual([]);
    const weights = result.indicators.reduce((sum, { effectiveWeight }) => sum.plus(effectiveWeight), decimal(0));
    expect(weights.toFixed()).toBe('100');
    const points = result.indicators.reduce(
      (sum, { score, weight }) => sum.plus(decimal(score.value ?? 0).times(weight)),
      decimal(0),
    );
    expect(
      points
        .div(100)
        .minus(result.score.value ?? 0)
        .abs()
        .lte('0.0001'),
    ).toBe(true);
  });

  it('holds every completion of missing values within its interval', () => {
    const { framework } = setupOf(id);
    const plan = prepareScoring(setupOf(id));
    for (let seed = 1; seed <= 15; seed += 1) {
      const random = stream(seed);
      const values = allValues(framework, random);
      const marks = allMarks(framework, random);
      // Values of the year before are bases: see `attainment-and-effort`.
      const kept = values.filter(({ period }) => period.startsWith('2024') || random() < 0.7);
      const keptMarks = new Map([...marks].filter(() => random() < 0.7));
      // The item rated by the level above is not applicable until rated, which is no missing value.
      for (const item of ['leadership-attention-rating']) {
        const mark = marks.get(item);
        if (mark !== undefined) keptMarks.set(item, mark);
      }
      const before = calculateEvaluation({ plan, values: indexValues(kept), marks: keptMarks, calendar: HELD });
      const after = calculateEvaluation({ plan, values: indexValues(values), marks, calendar: HELD });
      for (const [index, { score, key }] of before.indicators.entries()) {
        const full = after.indicators[index]?.score;
        expect([key, decimal(full?.low ?? -1).gte(score.low), decimal(full?.high ?? 101).lte(score.high)]).toEqual([
          key,
          true,
          true,
        ]);
      }
      expect(decimal(after.score.low).gte(before.score.low) && decimal(after.score.high).lte(before.score.high)).toBe(
        true,
      );
      for (const grade of after.grade.possible) expect(before.grade.possible).toContain(grade);
    }
  });

  it('evaluates many subjects from one plan', () => {
    const { framework } = setupOf(id);
    const plan = prepareScoring(setupOf(id));
    const values = indexValues(allValues(framework, stream(1)));
    let results = 0;
    for (let subject = 0; subject < 20; subject += 1)
      results += calculateEvaluation({ plan, values }).indicators.length;
    expect(results).toBe(20 * framework.indicators.length);
  });
});

describe('readScoringModel', () => {
  const { model } = setupOf('fengtai-2023');
  const withParameter = (code: string, change: Record<string, unknown>) => {
    const scoring = model.indicators.get(code);
    if (scoring === undefined) throw new Error(code);
    const indicators = new Map(model.indicators);
    indicators.set(code, { ...scoring, parameters: { ...scoring.parameters, ...change } });
    return { ...model, indicators };
  };

  it('refuses a parameter no method knows', () => {
    expect(() => readScoringModel(withParameter('49', { bonus: '5' }))).toThrow(
      /indicator 49 \(voluntary-turnover\).*bonus/s,
    );
  });

  it('refuses a wording it has no rule for', () => {
    expect(() => readScoringModel(withParameter('53', { aggregate: 'the largest organ' }))).toThrow(
      /no rule is known for “the largest organ”/,
    );
  });

  it('refuses a floor on the wrong side of the target and an unknown variant', () => {
    expect(() => readScoringModel(withParameter('49', { direction: 'higher' }))).toThrow(/direction/);
    expect(() => readScoringModel(model, 'next-year')).toThrow(/no variant next-year/);
  });

  it('refuses a measure the framework does not have', () => {
    const setup = setupOf('fengtai-2023');
    expect(() => prepareScoring({ ...setup, model: withParameter('49', { measure: 'no-such-measure' }) })).toThrow(
      /no-such-measure is not in framework/,
    );
  });
});
