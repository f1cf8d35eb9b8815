import { notApplicable, type ScoreNode, ZERO } from '../outcome.ts';

/** Shown, never scored: parameters of a method no longer in force are not read. */
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
