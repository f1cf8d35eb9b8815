import { type Decimal, decimal } from '../../primitives/decimal.ts';
import {
  completeOutcome,
  dropsOut,
  HUNDRED,
  make,
  notApplicable,
  ONE,
  type Outcome,
  type ScoreNode,
  ZERO,
} from './outcome.ts';
import type { MeasureReader } from '../reading/reading.ts';
import { RULE_WORDS, type RuleName } from '../compile/rule-names.ts';

/**
 * Weighted mean of the children of a node; the one rule for parts, groups, pillars and the subject.
 * Children that do not apply drop out and their weight goes to the others in proportion.
 * `value` counts each child by the share of it that was received and is kept within `[low, high]`.
 */
export function combineOutcomes(node: ScoreNode, children: readonly Outcome[]): Outcome {
  const sums = addUp(node, children);
  if (sums === null) return notApplicable(node, withoutScore(children), { children });
  const { total, low, high, points, received, isComplete } = sums;
  if (isComplete) return completeOutcome(node, divide(low, total), { children });
  const bounds = { low: divide(low, total), high: divide(high, total) };
  const value = received.isZero() ? null : clamp(divide(points, received), bounds.low, bounds.high);
  const share = divide(received, total);
  return make(node, value === null ? 'MISSING' : 'PARTIAL', { ...bounds, value, receivedShare: share }, { children });
}

/** Weights that sum to 100 as fractions of one, exact; a mean over them needs no division. */
export function fractionOf(share: Decimal): Decimal {
  return share.eq(HUNDRED) ? ONE : share.div(HUNDRED);
}

/** A node that is the weighted mean of others. */
export function meanNode(rule: RuleName, label: string, children: ScoreNode['children']): ScoreNode {
  const node: ScoreNode = {
    rule,
    label,
    formula: RULE_WORDS[rule].formula,
    children,
    totalWeight: children.reduce((total, { weight }) => total.plus(weight), ZERO),
    score: (reader: MeasureReader) =>
      combineOutcomes(
        node,
        children.map((child) => child.node.score(reader)),
      ),
    describe: () => null,
  };
  return node;
}

/** A node that takes the best of others: any of them is enough. */
export function bestNode(rule: RuleName, label: string, nodes: readonly ScoreNode[]): ScoreNode {
  const node: ScoreNode = {
    rule,
    label,
    formula: RULE_WORDS[rule].formula,
    children: nodes.map((child) => ({ weight: ONE, node: child })),
    totalWeight: decimal(nodes.length),
    score: (reader: MeasureReader) =>
      bestOutcome(
        node,
        nodes.map((child) => child.score(reader)),
      ),
    describe: () => null,
  };
  return node;
}

function bestOutcome(node: ScoreNode, children: readonly Outcome[]): Outcome {
  let low: Decimal | null = null;
  let high: Decimal | null = null;
  let value: Decimal | null = null;
  let received = ZERO;
  let count = 0;
  for (const child of children) {
    if (dropsOut(child)) continue;
    count += 1;
    low = larger(low, child.low);
    high = larger(high, child.high);
    if (child.value !== null) value = larger(value, child.value);
    received = received.plus(child.receivedShare);
  }
  if (low === null || high === null) return notApplicable(node, withoutScore(children), { children });
  if (value !== null && low.eq(high)) return completeOutcome(node, low, { children });
  const bounded = value === null ? null : clamp(value, low, high);
  const status = value === null ? 'MISSING' : 'PARTIAL';
  return make(node, status, { low, high, value: bounded, receivedShare: received.div(count) }, { children });
}

interface Sums {
  readonly total: Decimal;
  readonly low: Decimal;
  readonly high: Decimal;
  readonly points: Decimal;
  readonly received: Decimal;
  readonly isComplete: boolean;
}

/** Sums over the children that take part; null where none does. While all are complete only `low` is added up. */
function addUp({ children: weighted, totalWeight }: ScoreNode, children: readonly Outcome[]): Sums | null {
  let dropped = ZERO;
  let low = ZERO;
  let high = ZERO;
  let points = ZERO;
  let received = ZERO;
  const isComplete = children.every((child) => child.status === 'COMPLETE' || dropsOut(child));
  for (let index = 0; index < children.length; index += 1) {
    const child = children[index];
    const weight = weighted[index]?.weight;
    if (child === undefined || weight === undefined) continue;
    if (dropsOut(child)) {
      dropped = sum(dropped, weight);
      continue;
    }
    const least = weigh(weight, child.low);
    low = sum(low, least);
    if (isComplete) continue;
    high = sum(high, child.high === child.low ? least : weigh(weight, child.high));
    if (child.value === null) continue;
    const counted = child.receivedShare === ONE ? weight : weight.times(child.receivedShare);
    received = sum(received, counted);
    points = sum(points, counted === weight && child.value === child.low ? least : weigh(counted, child.value));
  }
  const total = dropped === ZERO ? totalWeight : totalWeight.minus(dropped);
  return total.isZero() ? null : { total, low, high, points, received, isComplete };
}

/** Product that spares the work for no points at all and for a weight of one. */
function weigh(weight: Decimal, score: Decimal): Decimal {
  if (weight === ONE) return score;
  return score === ZERO ? ZERO : weight.times(score);
}

function sum(a: Decimal, b: Decimal): Decimal {
  if (b === ZERO) return a;
  return a === ZERO ? b : a.plus(b);
}

function withoutScore(children: readonly Outcome[]): 'NOT_APPLICABLE' | 'INFORMATIONAL' {
  const informational = children.length > 0 && children.every(({ status }) => status === 'INFORMATIONAL');
  return informational ? 'INFORMATIONAL' : 'NOT_APPLICABLE';
}

function divide(points: Decimal, total: Decimal): Decimal {
  return points === ZERO || total === ONE || total.eq(ONE) ? points : points.div(total);
}

export function clamp(value: Decimal, low: Decimal, high: Decimal): Decimal {
  if (value.lt(low)) return low;
  return value.gt(high) ? high : value;
}

function larger(a: Decimal | null, b: Decimal): Decimal {
  return a === null || b.gt(a) ? b : a;
}
