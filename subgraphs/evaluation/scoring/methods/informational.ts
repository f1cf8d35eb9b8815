import { z } from 'zod';
import { notApplicable, type ScoreNode, ZERO } from '../outcome.ts';

/** Shown, never scored: whatever its parameters say of a method no longer in force is not read. */
export const informationalParameters = z.looseObject({});

export function compileInformational(label: string): ScoreNode {
  const node: ScoreNode = {
    rule: 'informational',
    label,
    children: [],
      totalWeight: ZERO,
    score: () => notApplicable(node, 'INFORMATIONAL'),
    describe: () => null,
  };
  return node;
}
