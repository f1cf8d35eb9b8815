import type { ScoringModel } from '../../../shared/catalogue/scoring-model/scoring-model.ts';
import { type Decimal, decimal, toDecimalString } from '../../../shared/primitives/decimal.ts';
import type { ScoringPlan } from '../../../shared/scoring/compile/prepare-scoring.ts';

export type WeightLevel = 'PILLAR' | 'GROUP' | 'INDICATOR';

/** Weights of all levels by code, as texts of the model. */
export type WeightTree = Readonly<Record<WeightLevel, ReadonlyMap<string, string>>>;

/** Under what each group and indicator stands. */
interface Places {
  readonly pillarOfGroup: ReadonlyMap<string, string>;
  readonly groupOfIndicator: ReadonlyMap<string, string>;
}

/** The weights a plan scores with, those of its variant included. */
export function weightsOf({ pillars }: ScoringPlan): WeightTree {
  const groups = pillars.flatMap((pillar) => pillar.groups);
  return {
    PILLAR: new Map(pillars.map(({ code, weight }) => [code, weight])),
    GROUP: new Map(groups.map(({ code, weight }) => [code, weight])),
    INDICATOR: new Map(
      groups.flatMap(({ indicators }) => indicators.map((each) => [each.indicator.code, each.scoring.weightText])),
    ),
  };
}

/** Names of everything that has a weight, by code. */
export function namesOf({ pillars }: ScoringPlan): WeightTree {
  const groups = pillars.flatMap((pillar) => pillar.groups);
  return {
    PILLAR: new Map(pillars.map(({ code, node }) => [code, node.label])),
    GROUP: new Map(groups.map(({ code, node }) => [code, node.label])),
    INDICATOR: new Map(
      groups.flatMap(({ indicators }) => indicators.map(({ indicator }) => [indicator.code, indicator.name])),
    ),
  };
}

/** The sum of the weights of one level, exact. */
export function sumOf(weights: Iterable<string>): Decimal {
  return [...weights].reduce((sum, weight) => sum.plus(weight), decimal(0));
}

/** Weights not named, made to fit what is left of 100 in proportion. Null where there is nothing to make fit. */
export function scaleRest(
  weights: ReadonlyMap<string, string>,
  given: ReadonlyMap<string, string>,
): Map<string, string> | null {
  const rest = sumOf([...weights].filter(([code]) => !given.has(code)).map(([, weight]) => weight));
  const left = decimal(100).minus(sumOf(given.values()));
  if (left.isNegative() || (rest.isZero() && !left.isZero())) return null;
  const scaled = (weight: string): string => (rest.eq(left) ? weight : textOf(decimal(weight).times(left).div(rest)));
  return new Map([...weights].map(([code, weight]) => [code, given.get(code) ?? scaled(weight)]));
}

/**
 * The whole tree after the weights of one level are others: what is below keeps its proportions, what is above is the
 * sum. Null where something without weight is given some, because nothing says how it is shared inside.
 */
export function reweigh(
  plan: ScoringPlan,
  level: WeightLevel,
  changed: ReadonlyMap<string, string>,
): WeightTree | null {
  const old = weightsOf(plan);
  const { pillarOfGroup, groupOfIndicator } = placesOf(plan);
  const pillarOfIndicator = new Map(
    [...groupOfIndicator].map(([code, group]) => [code, pillarOfGroup.get(group) ?? '']),
  );
  const down = (of: WeightLevel, parents: ReadonlyMap<string, string>) =>
    inProportion(old[of], parents, { old: old[level], changed });
  const up = (parts: ReadonlyMap<string, string>, to: WeightLevel, parents: ReadonlyMap<string, string>) =>
    inSum(old[to], parts, parents);
  switch (level) {
    case 'PILLAR': {
      const [groups, indicators] = [down('GROUP', pillarOfGroup), down('INDICATOR', pillarOfIndicator)];
      return groups && indicators && { PILLAR: changed, GROUP: groups, INDICATOR: indicators };
    }
    case 'GROUP': {
      const indicators = down('INDICATOR', groupOfIndicator);
      return indicators && { PILLAR: up(changed, 'PILLAR', pillarOfGroup), GROUP: changed, INDICATOR: indicators };
    }
    case 'INDICATOR': {
      const groups = up(changed, 'GROUP', groupOfIndicator);
      return { PILLAR: up(groups, 'PILLAR', pillarOfGroup), GROUP: groups, INDICATOR: changed };
    }
  }
}

/** The model with these weights; those of the variant in force are among them, so they stand in it too. */
export function withWeights(model: ScoringModel, variant: string | null, weights: WeightTree): ScoringModel {
  const of = (level: WeightLevel, code: string, known: string) => weights[level].get(code) ?? known;
  return {
    ...model,
    pillars: model.pillars.map((each) => ({ ...each, weight: of('PILLAR', each.code, each.weight) })),
    groups: model.groups.map((each) => ({ ...each, weight: of('GROUP', each.code, each.weight) })),
    indicators: new Map(
      [...model.indicators].map(([code, each]) => [code, { ...each, weight: of('INDICATOR', code, each.weight) }]),
    ),
    variants: model.variants.map((each) =>
      each.id !== variant
        ? each
        : {
            ...each,
            groupWeights: Object.fromEntries(
              Object.entries(each.groupWeights).map(([code, weight]) => [code, of('GROUP', code, weight)]),
            ),
            overrides: Object.fromEntries(
              Object.entries(each.overrides).map(([code, change]) => [
                code,
                { ...change, weight: of('INDICATOR', code, change.weight) },
              ]),
            ),
          },
    ),
  };
}

function placesOf({ pillars }: ScoringPlan): Places {
  return {
    pillarOfGroup: new Map(pillars.flatMap(({ code, groups }) => groups.map((group) => [group.code, code]))),
    groupOfIndicator: new Map(
      pillars.flatMap(({ groups }) =>
        groups.flatMap(({ code, indicators }) => indicators.map(({ indicator }) => [indicator.code, code])),
      ),
    ),
  };
}

function inProportion(
  parts: ReadonlyMap<string, string>,
  parents: ReadonlyMap<string, string>,
  { old, changed }: { readonly old: ReadonlyMap<string, string>; readonly changed: ReadonlyMap<string, string> },
): Map<string, string> | null {
  const scaled = new Map<string, string>();
  for (const [code, weight] of parts) {
    const parent = parents.get(code) ?? '';
    const was = decimal(old.get(parent) ?? 0);
    const is = decimal(changed.get(parent) ?? 0);
    if (was.isZero() && !is.isZero()) return null;
    scaled.set(code, was.eq(is) ? weight : textOf(decimal(weight).times(is).div(was)));
  }
  return scaled;
}

function inSum(
  old: ReadonlyMap<string, string>,
  parts: ReadonlyMap<string, string>,
  parents: ReadonlyMap<string, string>,
): Map<string, string> {
  return new Map(
    [...old].map(([code, weight]) => {
      const sum = sumOf([...parts].filter(([part]) => parents.get(part) === code).map(([, each]) => each));
      // The text of the model stays where the weight does: `3.0` is not `3` to a digest.
      return [code, sum.eq(weight) ? weight : textOf(sum)];
    }),
  );
}

function textOf(weight: Decimal): string {
  return toDecimalString(weight);
}
