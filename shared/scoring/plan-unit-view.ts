import type { ScoringModel } from '../catalogue/catalogue.ts';
import { decimal } from '../primitives/decimal.ts';
import { fractionOf, meanNode } from './combine-outcomes.ts';
import type { ScoreNode } from './outcome.ts';

/** A unit view made ready: nodes and exact weights, once for all subjects. */
export interface PlannedUnitView {
  readonly commentsOnly: ReadonlySet<string>;
  readonly items: readonly { readonly code: string; readonly weight: string; readonly node: ScoreNode }[];
  readonly common: ScoreNode;
  /** Own indicators, then common items. */
  readonly unit: ScoreNode;
}

export function planUnitView({ unitView }: ScoringModel): PlannedUnitView | null {
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
  const unit = meanNode('unit', '单位视图', [
    { weight: fractionOf(decimal(unitView.specialWeight)), node: meanNode('special', '个性指标', []) },
    { weight: fractionOf(decimal(unitView.commonWeight)), node: common },
  ]);
  return { commentsOnly: unitView.commentsOnly, items, common, unit };
}
