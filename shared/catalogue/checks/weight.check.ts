import { type Decimal, decimal, toDecimalString } from '../../primitives/decimal.ts';
import type { Framework } from '../framework/framework.ts';
import type { ScoringModel } from '../scoring-model/scoring-model.ts';
import { type CatalogueFault, faultsAt } from './catalogue-fault.ts';

interface Weights {
  readonly pillars: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
  readonly indicators: ReadonlyMap<string, string>;
}

/** Weights of a model and of each variant: exactly 100 at every level, each level adding up to the one above. */
export function checkWeights(framework: Framework, model: ScoringModel): CatalogueFault[] {
  const weights = weightsOf(model);
  return [
    ...checkTree(framework, weights, model.id),
    ...model.variants.flatMap((variant) => {
      const groups = new Map([...weights.groups, ...Object.entries(variant.groupWeights)]);
      const overrides = Object.entries(variant.overrides).map(([code, { weight }]) => [code, weight] as const);
      const indicators = new Map([...weights.indicators, ...overrides]);
      return checkTree(framework, { ...weights, groups, indicators }, `${model.id} 变体 ${variant.id}`);
    }),
    ...checkUnitView(model),
  ];
}

/** True when decimal texts add up to exactly the total. */
export function sumsTo(parts: Iterable<string>, total: string): boolean {
  return sum(parts).eq(total);
}

function weightsOf({ pillars, groups, indicators }: ScoringModel): Weights {
  return {
    pillars: new Map(pillars.map(({ code, weight }) => [code, weight])),
    groups: new Map(groups.map(({ code, weight }) => [code, weight])),
    indicators: new Map([...indicators.values()].map(({ code, weight }) => [code, weight])),
  };
}

function checkTree(framework: Framework, weights: Weights, where: string): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(where, faults);
  for (const [level, parts] of [
    ['一级指标', weights.pillars],
    ['二级指标', weights.groups],
    ['三级指标', weights.indicators],
  ] as const) {
    if (!sumsTo(parts.values(), '100')) add('WEIGHT_SUM', `${level}权重合计应为100，实为${total(parts.values())}`);
  }
  for (const [code, weight] of weights.pillars) {
    const parts = framework.groups
      .filter(({ pillar }) => pillar === code)
      .map((it) => weights.groups.get(it.code) ?? '0');
    if (!sumsTo(parts, weight)) add('WEIGHT_SUM', `一级指标${code}权重${weight}，其下合计${total(parts)}`);
  }
  for (const [code, weight] of weights.groups) {
    const below = framework.indicators.filter(({ group }) => group === code);
    const parts = below.map((it) => weights.indicators.get(it.code) ?? '0');
    if (!sumsTo(parts, weight)) add('WEIGHT_SUM', `二级指标${code}权重${weight}，其下合计${total(parts)}`);
  }
  return faults;
}

function checkUnitView({ id, unitView }: ScoringModel): CatalogueFault[] {
  if (unitView === null) return [];
  const faults: CatalogueFault[] = [];
  const add = faultsAt(`${id} 单位视图`, faults);
  const common = unitView.commonItems.map(({ weight }) => weight);
  if (!sumsTo(common, unitView.commonWeight)) {
    add('WEIGHT_SUM', `共性指标权重${unitView.commonWeight}，其下合计${total(common)}`);
  }
  if (!sumsTo([unitView.commonWeight, unitView.specialWeight], '100'))
    add('WEIGHT_SUM', '共性与个性指标权重合计应为100');
  return faults;
}

function sum(parts: Iterable<string>): Decimal {
  return [...parts].reduce((left, right) => left.plus(right), decimal(0));
}

function total(parts: Iterable<string>): string {
  return toDecimalString(sum(parts));
}
