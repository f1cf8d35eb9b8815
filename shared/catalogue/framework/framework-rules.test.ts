import { describe, expect, it } from 'vitest';
import type { Framework } from './framework.ts';
import type { ScoringModel } from '../scoring-model/scoring-model.ts';
import { checkOneFramework } from '../checks/catalogue-checks.ts';
import { checkFramework } from '../checks/framework.check.ts';
import { checkModelRules } from '../checks/model-rules.check.ts';
import { loadCatalogue } from '../load-catalogue.ts';
import { kpisSchema } from '../schemas/kpi.schema.ts';
import { shippedVersions } from '../version/shipped-versions.ts';

const catalogue = loadCatalogue();

function shipped(code: string): { framework: Framework; model: ScoringModel } {
  const [framework, model] = [catalogue.frameworks.get(code), catalogue.scoringModels.get(code)];
  if (framework === undefined || model === undefined) throw new Error(`no framework ${code}`);
  return { framework, model };
}

const national = shipped('national-2022');
const district = shipped('fengtai-2023');
const BOTH = [national, district];

/** A model with other weights; by key of the indicator. */
function weighing({ framework, model }: (typeof BOTH)[number], weights: Record<string, string>): ScoringModel {
  const indicators = framework.indicators.flatMap(({ code, key }) => {
    const scoring = model.indicators.get(code);
    return scoring === undefined ? [] : [[code, { ...scoring, weight: weights[key] ?? scoring.weight }] as const];
  });
  return { ...model, variants: [], indicators: new Map(indicators) };
}

const codesOf = (faults: readonly { code: string }[]): string[] => faults.map(({ code }) => code);

describe('the shipped frameworks', () => {
  it('rule 1: the national one has 7, 25 and 88 indicators, and one less is a fault', () => {
    const { framework } = national;
    expect(framework.statedCounts).toEqual({ pillars: 7, groups: 25, indicators: 88 });
    expect([framework.pillars.length, framework.groups.length, framework.indicators.length]).toEqual([7, 25, 88]);
    const short = { ...framework, indicators: framework.indicators.slice(1) };
    expect(codesOf(checkFramework(short))).toContain('LEVEL_COUNT');
  });

  it('rule 2: the district has 7, 25 and 80', () => {
    const { framework } = district;
    expect([framework.pillars.length, framework.groups.length, framework.indicators.length]).toEqual([7, 25, 80]);
    expect(framework.statedCounts).toEqual({ pillars: 7, groups: 25, indicators: 80 });
  });

  it.each(BOTH)(
    'rules 3–6: $framework.id has the seven pillars in name, order and kind; others are a fault',
    (both) => {
      const { framework, model } = both;
      expect(framework.pillars.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
        '组织领导 overall',
        '思想引领 performance',
        '素质提升 performance',
        '队伍壮大 performance',
        '地位提高 performance',
        '权益维护 performance',
        '社会评价 satisfaction',
      ]);
      const [first, second, ...rest] = framework.pillars;
      if (first === undefined || second === undefined) throw new Error('no pillars');
      const turned = { ...framework, pillars: [second, first, ...rest] };
      expect(codesOf(checkModelRules(turned, model))).toContain('PILLAR_CHANGED');
      const unlike = { ...framework, pillars: [{ ...first, kind: 'performance' as const }, second, ...rest] };
      expect(codesOf(checkModelRules(unlike, model))).toContain('PILLAR_CHANGED');
    },
  );

  it.each(BOTH)(
    'rule 7: every indicator of $framework.id has a weight and a method; one without is a fault',
    (both) => {
      const { framework, model } = both;
      expect(framework.indicators.every(({ code }) => model.indicators.has(code))).toBe(true);
      const [first] = framework.indicators;
      const indicators = new Map([...model.indicators].filter(([code]) => code !== first?.code));
      const scoringModels = new Map([[framework.id, { ...model, indicators }]]);
      expect(codesOf(checkOneFramework({ ...catalogue, scoringModels }, framework))).toContain('SCORING_MISSING');
    },
  );

  it.each(BOTH)('rule 8: subjective indicators of $framework.id weigh no more than the limit in the data', (both) => {
    expect(checkModelRules(both.framework, both.model)).toEqual([]);
    const heavy = weighing(both, { 'safety-and-health-literacy': '6' });
    expect(codesOf(checkModelRules(both.framework, heavy))).toContain('WEIGHT_LIMIT');
  });

  it.each(BOTH)(
    'rules 9, 10: in $framework.id the sense of gain outweighs what enterprises and society say',
    (both) => {
      const { framework } = both;
      const even = weighing(both, { 'satisfaction-of-workers': '4.5' });
      expect(codesOf(checkModelRules(framework, even))).toEqual(['WEIGHT_ORDER']);
      const above = weighing(both, { 'satisfaction-of-workers': '4.6' });
      expect(checkModelRules(framework, above)).toEqual([]);
    },
  );

  it.each(BOTH)(
    'rule 5: performance in $framework.id weighs more than sixty of a hundred, in every variant',
    (both) => {
      const { framework, model } = both;
      const performance = framework.indicators.filter(
        ({ pillar }) => framework.pillars.find(({ code }) => code === pillar)?.kind === 'performance',
      );
      const light = weighing(both, Object.fromEntries(performance.map(({ key }) => [key, '0.5'])));
      expect(codesOf(checkModelRules(framework, light))).toContain('WEIGHT_ORDER');
      const [variant] = model.variants;
      if (variant === undefined) throw new Error('no variant');
      const overrides = Object.fromEntries(performance.map(({ code }) => [code, { weight: '0.5' }]));
      const [fault] = checkModelRules(framework, { ...model, variants: [{ ...variant, overrides }] });
      expect(fault).toMatchObject({ code: 'WEIGHT_ORDER', where: expect.stringContaining(variant.id) });
    },
  );

  it.each(BOTH)('no single indicator of $framework.id is heavier than the limit in the data', (both) => {
    const heavy = weighing(both, { 'vocational-skills-training': '6.1' });
    expect(codesOf(checkModelRules(both.framework, heavy))).toEqual(['WEIGHT_LIMIT']);
  });

  it.each(BOTH)(
    'rule 11: each indicator of $framework.id has a definition, a method and data; one without is a fault',
    (both) => {
      const { framework, model } = both;
      const natures = new Set(framework.indicators.map(({ nature }) => nature));
      expect(natures.has('qualitative') && natures.has('quantitative')).toBe(true);
      for (const { code, definition, measures, assessmentItems } of framework.indicators) {
        expect(definition).toMatch(/\S/);
        expect(measures.length + assessmentItems.length).toBeGreaterThan(0);
        expect(model.indicators.get(code)?.method).toBeDefined();
      }
      const [first, ...rest] = framework.indicators;
      if (first === undefined) throw new Error('no indicators');
      const bare = { ...framework, indicators: [{ ...first, measures: [], assessmentItems: [] }, ...rest] };
      expect(codesOf(checkFramework(bare))).toContain('EMPTY_INDICATOR');
    },
  );

  it('rule 12: an indicator that goes on keeps its key, and its measures their codes', () => {
    const keys = new Map(national.framework.indicators.map(({ code, key }) => [code, key]));
    for (const { key, nationalCode } of district.framework.indicators) expect(key).toBe(keys.get(nationalCode));
    const own = [...district.framework.measures.keys()].filter((code) => !national.framework.measures.has(code));
    expect(own.length).toBeLessThan(district.framework.measures.size / 10);
  });

  it.each(BOTH)(
    'rule 15: $framework.id scores effort, the change against the own base, beside the level reached',
    ({ model }) => {
      const methods = [...model.indicators.values()].map(({ parameters, method }) =>
        JSON.stringify([method, parameters]),
      );
      expect(methods.some((text) => text.includes('attainment-and-effort'))).toBe(true);
      expect(methods.some((text) => text.includes('growth'))).toBe(true);
    },
  );

  it.each(BOTH)('rule 18: $framework.id covers organisation, results and measures carried out', ({ framework }) => {
    const kinds = framework.indicators.map(({ pillar }) => framework.pillars.find(({ code }) => code === pillar)?.kind);
    expect(new Set(kinds)).toEqual(new Set(['overall', 'performance', 'satisfaction']));
    expect(framework.groups.every(({ code }) => framework.indicators.some(({ group }) => group === code))).toBe(true);
  });
});

describe('the key performance indicators', () => {
  it('rule 19: are a list beside the framework, one of each version', () => {
    for (const { kpis } of shippedVersions().values()) expect(kpis.kpis.length).toBeGreaterThan(0);
    expect(new Set(catalogue.kpis.map(({ code }) => code)).size).toBe(catalogue.kpis.length);
  });

  it('rules 21, 22: carry no weight, and a list that is to be scored is refused', () => {
    const [documents] = shippedVersions().values();
    if (documents === undefined) throw new Error('nothing shipped');
    expect(kpisSchema.safeParse(documents.kpis).success).toBe(true);
    expect(kpisSchema.safeParse({ ...documents.kpis, scored: true }).success).toBe(false);
    for (const { model } of BOTH) {
      expect([...model.indicators.values()].some(({ code }) => code.startsWith('kpi'))).toBe(false);
    }
    expect(documents.kpis.rules.join()).toContain('作为抽查评估的重要参考');
  });
});
