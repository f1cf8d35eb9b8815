import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Decimal, decimal, roundDecimal } from '../../shared/primitives/decimal.ts';
import { calculateEvaluation } from '../../shared/scoring/calculate.ts';
import { InputReader } from '../../shared/scoring/reading/measure-reading.ts';
import { oracleScore } from '../../shared/scoring/testing/oracle.ts';
import { inputOf, oracleTotal, randomSet, type RandomSet } from '../testkit/random-set.ts';
import { report, SEED, sized } from './fault-row.ts';

/** Places compared before anything is rounded to the four that are kept. */
const PLACES = 10;

/**
 * Thirds that add up to an exact number come out of 40-digit decimals a hair beside it, and an exact tie at the tenth
 * place would then fall to the other side. As `keep` does, the noise far behind is taken off first.
 */
const NOISE_PLACES = 24;
const BATCH = 500;

it('A7 decimals never drift from exact fractions: random indicator sets against the oracle', (context) => {
  const sets = sized(5_000, 100_000);
  let indicators = 0;
  const differing: RandomSet[] = [];
  for (let done = 0; done < sets; done += BATCH) {
    for (const set of fc.sample(randomSet, { numRuns: BATCH, seed: SEED + done })) {
      indicators += set.oracle.length;
      if (differs(set)) differing.push(set);
    }
  }
  report(context, {
    row: 'A7',
    what: `random indicator sets, each indicator and the whole at ${PLACES} decimals, the whole at the four kept`,
    n: sets,
    failures: differing.length,
    figures: { indicators },
  });
  expect(differing).toEqual([]);
}, 3_600_000);

/** Every indicator and the whole before rounding, and the whole as it is kept. */
function differs(set: RandomSet): boolean {
  const input = inputOf(set);
  const reader = new InputReader(input);
  const nodes = input.plan.pillars.flatMap(({ groups }) =>
    groups.flatMap(({ indicators }) => indicators.map(({ indicator, node }) => ({ code: indicator.code, node }))),
  );
  for (const { code, node } of nodes) {
    const rule = set.oracle[Number(code) - 1]?.rule;
    if (rule === undefined) return true;
    const expected = oracleScore(rule, set.facts);
    if (textOf(node.score(reader).value) !== (expected?.toFixed(PLACES) ?? null)) return true;
  }
  const whole = oracleTotal(set);
  const { value } = input.plan.node.score(new InputReader(input));
  if (textOf(value) !== (whole?.toFixed(PLACES) ?? null)) return true;
  const kept = calculateEvaluation(input).score.value;
  return (kept === null ? null : decimal(kept).toFixed(4)) !== (whole?.toFixed(4) ?? null);
}

function textOf(value: Decimal | null): string | null {
  return value === null ? null : roundDecimal(value, NOISE_PLACES).toFixed(PLACES);
}
