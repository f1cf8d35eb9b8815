import type { ScoringModel } from '../../catalogue/scoring-model/scoring-model.ts';
import { type Decimal, decimal } from '../../primitives/decimal.ts';
import { fractionOf, meanNode } from '../outcome/combine-outcomes.ts';
import type { ScoreNode, WeightedNode } from '../outcome/outcome.ts';

/** An indicator and the unit that leads it, in the order of the model. */
export interface LedIndicator {
  readonly lead: string | null;
  readonly scoring: { readonly weight: Decimal };
  readonly node: ScoreNode;
}

/** A unit view made ready: nodes and exact weights, once for all subjects. */
export interface PlannedUnitView {
  readonly commentsOnly: ReadonlySet<string>;
  readonly items: readonly { readonly code: string; readonly weight: string; readonly node: ScoreNode }[];
  readonly common: ScoreNode;
  /** Mean of the indicators a unit leads, in the order of the model; of none for a unit that is not named. */
  readonly special: ReadonlyMap<string, ScoreNode>;
  readonly noSpecial: ScoreNode;
  /** Own indicators, then common items. */
  readonly unit: ScoreNode;
}

export function planUnitView({ unitView }: ScoringModel, indicators: readonly LedIndicator[]): PlannedUnitView | null {
  if (unitView === null) return null;
  const items = unitView.commonItems.map(({ code, zh, weight }) => ({
    code,
    weight,
    node: meanNode('common-item', zh, []),
  }));
  const common = meanNode(
    'common',
    '共性指标',
    items.map(({ weight, node }) => ({ weight: decimal(weight), node })),
  );
  const noSpecial = meanNode('special', '个性指标', []);
  const unit = meanNode('unit', '单位视图', [
    { weight: fractionOf(decimal(unitView.specialWeight)), node: noSpecial },
    { weight: fractionOf(decimal(unitView.commonWeight)), node: common },
  ]);
  return { commentsOnly: unitView.commentsOnly, items, common, special: specialOf(indicators), noSpecial, unit };
}

function specialOf(indicators: readonly LedIndicator[]): ReadonlyMap<string, ScoreNode> {
  const led = new Map<string, WeightedNode[]>();
  for (const { lead, scoring, node } of indicators) {
    if (lead !== null) led.set(lead, [...(led.get(lead) ?? []), { weight: scoring.weight, node }]);
  }
  return new Map([...led].map(([unit, nodes]) => [unit, meanNode('special', '个性指标', nodes)]));
}
