import { decimal, toDecimalString } from '../../../shared/primitives/decimal.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import type { ScoringPlan } from '../../../shared/scoring/compile/prepare-scoring.ts';
import { reweigh, scaleRest, sumOf, type WeightLevel, type WeightTree, weightsOf } from './weight-tree.ts';
import { type AskedWeight, WHAT_IF_LIMITS, type WhatIfQuestion } from './what-if.ts';
import { whatIfErrors } from './what-if.errors.ts';

/** The tree of weights the question would have: exactly 100 at the level it names, the other levels following. */
export function assumedWeights(
  plan: ScoringPlan,
  { weights: asked, isRestScaled }: Pick<WhatIfQuestion, 'weights' | 'isRestScaled'>,
): Result<WeightTree, Issue[]> {
  const tree = weightsOf(plan);
  const level = asked[0]?.level;
  if (level === undefined) return ok(tree);
  if (asked.length > WHAT_IF_LIMITS.weights) return err([whatIfErrors.tooMany('weights', asked.length)]);
  if (asked.some((each) => each.level !== level)) return err([whatIfErrors.mixedLevels()]);
  const read = readGiven(plan, level, asked);
  if (!read.ok) return read;
  const known = tree[level];
  const changed = isRestScaled
    ? scaleRest(known, read.value)
    : new Map([...known].map(([code, weight]) => [code, read.value.get(code) ?? weight]));
  if (changed === null) return err([whatIfErrors.nothingToScale()]);
  const sum = sumOf(changed.values());
  // Shares of a proportion end at the fortieth digit; what was written by people is exact.
  if (!isRestScaled && !sum.eq(100)) return err([whatIfErrors.wrongSum(level, toDecimalString(sum))]);
  const whole = reweigh(plan, level, changed);
  return whole === null ? err([whatIfErrors.nothingToScale()]) : ok(whole);
}

/** The weights given, by code. */
function readGiven(
  plan: ScoringPlan,
  level: WeightLevel,
  asked: readonly AskedWeight[],
): Result<Map<string, string>, Issue[]> {
  const codes = codesOf(plan, level);
  const given = new Map<string, string>();
  const issues: Issue[] = [];
  for (const [index, { code: name, weight }] of asked.entries()) {
    const code = codes.get(name);
    const figure = decimal(weight);
    if (code === undefined) issues.push(whatIfErrors.unknownNode(index, level, name));
    else if (given.has(code)) issues.push(whatIfErrors.repeatedNode(index));
    else if (figure.isNegative() || figure.gt(100)) issues.push(whatIfErrors.wrongWeight(index, weight));
    else given.set(code, sameText(weightsOf(plan)[level].get(code), weight));
  }
  return issues.length > 0 ? err(issues) : ok(given);
}

/** Indicators are named by their key, which holds across versions; pillars and groups by their number. */
function codesOf(plan: ScoringPlan, level: WeightLevel): Map<string, string> {
  if (level !== 'INDICATOR') return new Map([...weightsOf(plan)[level].keys()].map((code) => [code, code]));
  return new Map(plan.setup.framework.indicators.map(({ key, code }) => [key, code]));
}

/** The model's own text where the weight is the same: `3.0` is not `3` to a digest. */
function sameText(known: string | undefined, given: string): string {
  return known !== undefined && decimal(known).eq(given) ? known : toDecimalString(decimal(given));
}
