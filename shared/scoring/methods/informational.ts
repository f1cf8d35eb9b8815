import { notApplicable, type ScoreNode, ZERO } from '../outcome/outcome.ts';
import { RULE_WORDS } from '../compile/rule-names.ts';

/** Shown, never scored: parameters of a method no longer in force are not read. */
export function compileInformational(label: string): ScoreNode {
  const node: ScoreNode = {
    rule: 'informational',
    label,
    formula: RULE_WORDS.informational.formula,
    children: [],
    totalWeight: ZERO,
    score: () => notApplicable(node, 'INFORMATIONAL'),
    describe: () => null,
  };
  return node;
}
