import type { UnitViewCommonItem } from '../../../shared/catalogue/catalogue.ts';
import { type Decimal, decimal } from '../../../shared/primitives/decimal.ts';
import { combineOutcomes, meanNode } from './combine-outcomes.ts';
import type { UnitCells } from './completeness.ts';
import type { MemberUnitResult } from './evaluation-result.ts';
import {
  completeOutcome,
  HUNDRED,
  make,
  notApplicable,
  openOutcome,
  type Outcome,
  type ScoreNode,
  ZERO,
} from './outcome.ts';
import type { ScoringPlan } from './prepare-scoring.ts';
import { toScoreResult } from './round-score.ts';

/** An indicator's outcome with its weight, as a unit leads it. */
export interface LedIndicator {
  readonly weight: Decimal;
  readonly outcome: Outcome;
}

export interface UnitFacts {
  readonly led: ReadonlyMap<string, readonly LedIndicator[]>;
  readonly cells: ReadonlyMap<string, UnitCells>;
}

/** 单位视图: what each unit leads, owes and filed; its score of common 20 and own 80. In official order, never a ranking. */
export function viewUnits(plan: ScoringPlan, facts: UnitFacts): MemberUnitResult[] {
  const known = [...plan.setup.memberUnits.keys()];
  const ids = known.length > 0 ? known : [...new Set([...facts.led.keys(), ...facts.cells.keys()])];
  return ids.map((unit) => viewUnit(unit, plan, facts));
}

function viewUnit(unit: string, plan: ScoringPlan, facts: UnitFacts): MemberUnitResult {
  const led = facts.led.get(unit) ?? [];
  const cells = facts.cells.get(unit);
  const counts = {
    memberUnit: unit,
    leads: led.length,
    received: cells?.received ?? 0,
    expected: cells?.expected ?? 0,
  };
  const view = plan.setup.model.unitView;
  if (view === null || view.commentsOnly.has(unit)) return { ...counts, score: null, special: null, common: [] };
  const special = meanOf(
    'special',
    '个性指标',
    led.map(({ weight, outcome }) => ({ weight, outcome })),
  );
  const items = view.commonItems.map((item) => ({ item, outcome: commonItem(item, cells) }));
  const common = meanOf(
    'common',
    '共性指标',
    items.map(({ item, outcome }) => ({ weight: decimal(item.weight), outcome })),
  );
  const score = meanOf('unit', unit, [
    { weight: decimal(view.specialWeight), outcome: special },
    { weight: decimal(view.commonWeight), outcome: common },
  ]);
  return {
    ...counts,
    score: toScoreResult(score),
    special: toScoreResult(special),
    common: items.map(({ item, outcome }) => ({ code: item.code, weight: item.weight, score: toScoreResult(outcome) })),
  };
}

/** Items that filed cells can answer; the others have no source yet and stay open. */
function commonItem({ code, zh }: UnitViewCommonItem, cells: UnitCells | undefined): Outcome {
  const node = itemNode(code, zh);
  if (code !== 'data-timeliness' && code !== 'data-quality') return openOutcome(node, ZERO, HUNDRED, {});
  if (cells === undefined || cells.expected === 0) return notApplicable(node);
  return code === 'data-timeliness'
    ? shareOutcome(node, { good: cells.inTime, bad: cells.late, open: cells.open })
    : shareOutcome(node, {
        good: cells.filed - cells.faulty,
        bad: cells.faulty,
        open: cells.expected - cells.filed,
      });
}

/** Score of a share of good ones while some are still open. */
function shareOutcome(
  node: ScoreNode,
  { good, bad, open }: { readonly good: number; readonly bad: number; readonly open: number },
): Outcome {
  const all = good + bad + open;
  const known = good + bad;
  if (known === 0) return openOutcome(node, ZERO, HUNDRED, {});
  const value = percent(good, known);
  if (open === 0) return completeOutcome(node, value, {});
  const receivedShare = decimal(known).div(all);
  return make(node, 'PARTIAL', { value, low: percent(good, all), high: percent(good + open, all), receivedShare }, {});
}

function percent(part: number, whole: number): Decimal {
  return decimal(part).times(HUNDRED).div(whole);
}

function meanOf(rule: string, label: string, parts: readonly LedIndicator[]): Outcome {
  const children = parts.map(({ weight, outcome }) => ({ weight, node: outcome.node }));
  return combineOutcomes(
    meanNode(rule, label, children),
    parts.map(({ outcome }) => outcome),
  );
}

function itemNode(rule: string, label: string): ScoreNode {
  return meanNode(rule, label, NONE);
}

const NONE: readonly never[] = [];
