import { describe, expect, it } from 'vitest';
import { checkCatalogue } from '../checks/catalogue-checks.ts';
import { loadCatalogue } from '../load-catalogue.ts';
import { levelOf, levelsApart, rubricOf } from './rubric.ts';

const model = loadCatalogue().scoringModels.get('fengtai-2023');
if (model === undefined) throw new Error('no model of the district');
const rubric = rubricOf(model, 'leading-body-rating');
if (rubric === null) throw new Error('no rubric');

describe('a rubric', () => {
  it('has levels with a descriptor and a range each, from the best down', () => {
    expect(rubric.levels.map(({ code, name, from, to }) => [code, name, from, to])).toEqual([
      ['A', '优', '90', '100'],
      ['B', '良', '75', '89.99'],
      ['C', '中', '60', '74.99'],
      ['D', '差', '0.01', '59.99'],
      ['E', '未开展', '0', '0'],
    ]);
    expect(rubric.levels[0]?.descriptor).toContain('佐证材料');
  });

  it('leaves no mark of two decimals without exactly one level', () => {
    for (let cents = 0; cents <= 10_000; cents += 1) {
      const mark = (cents / 100).toFixed(2);
      const inside = rubric.levels.filter(({ from, to }) => Number(mark) >= Number(from) && Number(mark) <= Number(to));
      expect(inside, mark).toEqual([levelOf(rubric, mark)]);
    }
  });

  it('counts how far two levels lie apart', () => {
    expect(levelsApart(rubric, 'A', 'B')).toBe(1);
    expect(levelsApart(rubric, 'D', 'A')).toBe(3);
    expect(levelsApart(rubric, 'A', '优')).toBeNull();
  });

  it('takes levels that stand with one item before those the model says once', () => {
    const own = structuredClone(model);
    const scoring = own.indicators.get('7');
    const parameters = JSON.parse(JSON.stringify(scoring?.parameters));
    parameters.parts[0].parameters.levels = [
      { level: 'X', score: '100', zh: '有' },
      { level: 'Y', score: '0', zh: '无' },
    ];
    Object.assign(scoring ?? {}, { parameters });
    expect(rubricOf(own, 'leading-body-rating')?.levels).toMatchObject([
      { code: 'X', name: 'X', from: '100', to: '100' },
      { code: 'Y', from: '0', to: '99.99' },
    ]);
    expect(rubricOf(own, 'reform-office-rating')?.levels).toHaveLength(5);
  });
});

describe('the check of assessments', () => {
  const faultsOf = (spoil: (model: { assessments: object; indicators: Map<string, object> }) => void) => {
    const spoilt = structuredClone(loadCatalogue());
    const found = spoilt.scoringModels.get('fengtai-2023');
    if (found === undefined) throw new Error('no model of the district');
    spoil(found as never);
    return checkCatalogue(spoilt).map(({ code }) => code);
  };

  it('finds nothing in what is shipped', () => {
    expect(faultsOf(() => undefined)).toEqual([]);
  });

  it('names a source that may judge and never counts', () => {
    const faults = faultsOf(({ assessments }) => {
      Object.assign(assessments, { sources: [{ code: 'superior', weight: '1' }] });
    });
    expect(new Set(faults)).toEqual(new Set(['SOURCE_NEVER_COUNTED']));
  });

  it('names sources listed twice and weights of nothing', () => {
    const faults = faultsOf(({ assessments }) => {
      const sources = [...model.assessments.sources, { code: 'public', weight: '0' }];
      Object.assign(assessments, { sources });
    });
    expect(faults).toEqual(['SOURCE_TWICE', 'SOURCE_WEIGHT']);
  });

  it('names levels out of order, scores outside their level and marks without a level', () => {
    const withLevels = (levels: readonly object[]) =>
      faultsOf(({ indicators }) => {
        const scoring = indicators.get('7');
        const parameters = JSON.parse(JSON.stringify(model.indicators.get('7')?.parameters));
        parameters.parts[0].parameters.levels = levels;
        Object.assign(scoring ?? {}, { parameters });
      });
    const level = (code: string, from: string, score = from) => ({ level: code, from, score, zh: code });
    expect(withLevels([level('A', '50'), level('B', '60')])).toEqual(['RUBRIC_LEVEL_ORDER', 'RUBRIC_LEVEL_GAP']);
    expect(withLevels([level('A', '50', '40'), level('B', '0')])).toEqual(['RUBRIC_LEVEL_SCORE']);
    expect(withLevels([level('A', '50'), level('B', '10')])).toEqual(['RUBRIC_LEVEL_GAP']);
  });
});
