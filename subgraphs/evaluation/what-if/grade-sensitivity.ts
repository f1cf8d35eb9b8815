import { setImmediate as giveWay } from 'node:timers/promises';
import { type Decimal, decimal, roundDecimal, toDecimalString } from '../../../shared/primitives/decimal.ts';
import type { Grade } from '../../../shared/scoring/evaluation-result.ts';
import { HUNDRED } from '../../../shared/scoring/outcome/outcome.ts';
import type { ScoringInput } from '../../../shared/scoring/scoring-input.ts';
import { type Movable, type Weighed, Weighing } from './weighing.ts';

/** The nearest weight in one direction at which the suggested grade is another. */
export interface GradeTurn {
  readonly weight: string;
  /** Weight points away from the present weight; negative downwards. */
  readonly move: string;
  readonly grade: Grade | null;
  readonly score: string | null;
}

/** How far a weight may move before the suggested grade changes. */
export interface WeightSensitivity {
  readonly level: 'PILLAR' | 'INDICATOR';
  readonly code: string;
  readonly weight: string;
  /** The smaller of the two moves; null where none changes the grade. */
  readonly nearest: GradeTurn | null;
  readonly decrease: GradeTurn | null;
  readonly increase: GradeTurn | null;
}

/** Places to which a turn is found: moves are told in ten-thousandths of a weight point. */
const PLACES = 4;
const TICKS_OF_A_POINT = 10 ** PLACES;
const TICK = decimal(1).div(TICKS_OF_A_POINT);

/**
 * For every pillar and indicator: the smallest move of its weight, all others of its level giving or taking in
 * proportion, that changes the suggested grade. The scores of the indicators stay; only their weighing is done anew,
 * with the calculator's own mean in exact decimals. Outwards from the present weight each whole point is looked at;
 * where the band of the score or a pillar's guard differs from the point before, the first ten-thousandth at which it
 * does is found by halving. The score is monotone in one weight while everything beside it applies and is complete, so
 * nothing is passed over; otherwise a change that is undone within one whole point is.
 */
export async function gradeSensitivity(input: ScoringInput): Promise<WeightSensitivity[]> {
  const weighing = new Weighing(input);
  const found: WeightSensitivity[] = [];
  for (const item of weighing.movables()) {
    found.push(turnsOf(weighing, item));
    // Some hundred weighings each: others are served in between.
    await giveWay();
  }
  return found;
}

function turnsOf(weighing: Weighing, item: Movable): WeightSensitivity {
  const { level, code, text, weight } = item;
  // A weight of 100 leaves nothing to share; without a suggestion no weight makes one.
  const isMovable = weight.lt(HUNDRED) && weighing.at(item, weight).grade() !== null;
  const decrease = isMovable ? turn(weighing, item, -1) : null;
  const increase = isMovable ? turn(weighing, item, 1) : null;
  return { level, code, weight: text, decrease, increase, nearest: nearer(decrease, increase) };
}

function turn(weighing: Weighing, item: Movable, direction: 1 | -1): GradeTurn | null {
  const room = direction === 1 ? HUNDRED.minus(item.weight) : item.weight;
  const last = Math.ceil(room.div(TICK).toNumber());
  const weightAt = (ticks: number): Decimal => {
    const moved = item.weight.plus(TICK.times(ticks * direction));
    return moved.isNegative() ? decimal(0) : moved.gt(HUNDRED) ? HUNDRED : moved;
  };
  const at = (ticks: number): Weighed => weighing.at(item, weightAt(ticks));
  const official = at(0);
  let near = { ticks: 0, weighed: official };
  while (near.ticks < last) {
    const far = Math.min(last, near.ticks + TICKS_OF_A_POINT - (near.ticks % TICKS_OF_A_POINT));
    const weighed = at(far);
    if (weighed.situation === near.weighed.situation) near = { ticks: far, weighed };
    else {
      const ticks = firstOther(near.ticks, far, (place) => at(place).situation !== near.weighed.situation);
      near = { ticks, weighed: at(ticks) };
    }
    if (near.weighed.situation !== official.situation && near.weighed.grade() !== official.grade()) {
      const weight = weightAt(near.ticks);
      const move = toDecimalString(roundDecimal(weight.minus(item.weight), PLACES));
      return { weight: toDecimalString(weight), move, grade: near.weighed.grade(), score: near.weighed.score() };
    }
  }
  return null;
}

/** The first place after `near` at which things are otherwise; at `far` they are. */
function firstOther(near: number, far: number, isOther: (place: number) => boolean): number {
  let [same, other] = [near, far];
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (isOther(middle)) other = middle;
    else same = middle;
  }
  return other;
}

function nearer(one: GradeTurn | null, other: GradeTurn | null): GradeTurn | null {
  if (one === null || other === null) return one ?? other;
  return decimal(other.move).abs().lt(decimal(one.move).abs()) ? other : one;
}
