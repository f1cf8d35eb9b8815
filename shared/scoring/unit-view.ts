import { type Decimal, decimal } from '../primitives/decimal.ts';
import { combineOutcomes } from './outcome/combine-outcomes.ts';
import type { UnitCells } from './outcome/completeness.ts';
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
} from './outcome/outcome.ts';
import type { ScoringPlan } from './compile/prepare-scoring.ts';
import { toScoreResult } from './outcome/round-score.ts';

export interface UnitFacts {
  /** Outcomes of the indicators each unit leads, in the order of the model. */
  readonly led: ReadonlyMap<string, readonly Outcome[]>;
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
  const view = plan.unitView;
  if (view === null || view.commentsOnly.has(unit)) return { ...counts, score: null, special: null, common: [] };
  const special = combineOutcomes(view.special.get(unit) ?? view.noSpecial, led);
  const items = view.items.map((item) => ({ ...item, outcome: commonItem(item.code, item.node, cells) }));
  const common = combineOutcomes(
    view.common,
    items.map(({ outcome }) => outcome),
  );
  return {
    ...counts,
    score: toScoreResult(combineOutcomes(view.unit, [special, common])),
    special: toScoreResult(special),
    common: items.map(({ code, weight, outcome }) => ({ code, weight, score: toScoreResult(outcome) })),
  };
}

/** Items that filed cells can answer; the others have no source yet and stay open. */
function commonItem(code: string, node: ScoreNode, cells: UnitCells | undefined): Outcome {
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
