import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../shared/catalogue/load-catalogue.ts';
import { decimal } from '../../../shared/primitives/decimal.ts';
import { prepareScoring } from '../../../shared/scoring/compile/prepare-scoring.ts';
import { reweigh, scaleRest, sumOf, type WeightLevel, type WeightTree, weightsOf } from './weight-tree.ts';

const catalogue = loadCatalogue();
const framework = catalogue.frameworks.get('fengtai-2023');
const model = catalogue.scoringModels.get('fengtai-2023');
const split = catalogue.splits.get('fengtai-2023');
if (framework === undefined || model === undefined || split === undefined) throw new Error('no district framework');
const plan = prepareScoring({ framework, model, split, year: 2025 });
const official = weightsOf(plan);
const level = fc.constantFrom<WeightLevel>('PILLAR', 'GROUP', 'INDICATOR');

describe('weights that are assumed', () => {
  it('are the official ones to the letter where none is moved', () => {
    for (const each of ['PILLAR', 'GROUP', 'INDICATOR'] as const) {
      expect(reweigh(plan, each, official[each])).toEqual(official);
    }
  });

  it('sum to 100 at every level and to the weight above, whichever is moved', () => {
    fc.assert(
      fc.property(level, fc.nat(79), fc.integer({ min: 0, max: 9000 }), (at, place, hundredths) => {
        const code = [...official[at].keys()][place % official[at].size] ?? '';
        const changed = scaleRest(official[at], new Map([[code, decimal(hundredths).div(100).toFixed()]]));
        const tree = changed && reweigh(plan, at, changed);
        if (tree === null) throw new Error('every official weight is above zero and can be scaled');
        for (const weights of Object.values(tree)) expectNear(sumOf(weights.values()).toFixed(), '100');
        for (const { code: pillar, groups } of plan.pillars) {
          expectSum(
            tree,
            'GROUP',
            groups.map((group) => group.code),
            tree.PILLAR.get(pillar),
          );
          for (const group of groups) {
            const inside = group.indicators.map(({ indicator }) => indicator.code);
            expectSum(tree, 'INDICATOR', inside, tree.GROUP.get(group.code));
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('keep the proportions of what is not named', () => {
    const changed = scaleRest(official.PILLAR, new Map([['7', '34']]));
    expect([...(changed ?? [])].map(([, weight]) => weight)).toEqual(['15', '9.75', '15', '6.75', '10.5', '9', '34']);
    expect(scaleRest(official.PILLAR, new Map([['7', '134']]))).toBeNull();
  });
});

function expectSum(tree: WeightTree, of: WeightLevel, parts: readonly string[], whole: string | undefined): void {
  expectNear(sumOf(parts.map((code) => tree[of].get(code) ?? '0')).toFixed(), whole ?? '');
}

/** Proportions end at the fortieth digit. */
function expectNear(one: string, other: string): void {
  expect(decimal(one).minus(other).abs().lt('1e-30')).toBe(true);
}
