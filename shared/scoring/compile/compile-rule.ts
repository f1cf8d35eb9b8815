import { fractionOf, meanNode } from '../outcome/combine-outcomes.ts';
import type { CompileContext } from './compile-context.ts';
import { compileEffort } from '../methods/attainment-and-effort.ts';
import { compileBands } from '../methods/bands.ts';
import { compileChecklist } from '../methods/checklist.ts';
import { compileGrowth } from '../methods/growth.ts';
import { compileInformational } from '../methods/informational.ts';
import { compileLinear } from '../methods/linear-to-target.ts';
import { compilePlan } from '../methods/plan-completion.ts';
import { compileRank } from '../methods/rank.ts';
import { compileRubric } from '../methods/rubric.ts';
import { compileSurvey } from '../methods/survey.ts';
import type { ScoreNode } from '../outcome/outcome.ts';
import type { ScoringRule } from './read-scoring-model.ts';

type RuleContext = CompileContext & { readonly informational: ReadonlySet<string> };

/** Makes a rule ready; what a variant declares informational (measures, assessment items) drops out of the score. */
export function compileRule(rule: ScoringRule, label: string, context: RuleContext): ScoreNode {
  if (isInformational(rule, context.informational)) return compileInformational(label);
  switch (rule.method) {
    case 'parts':
      return meanNode(
        'parts',
        label,
        rule.parts.map((part) => ({ weight: fractionOf(part.share), node: compileRule(part.rule, label, context) })),
      );
    case 'linear-to-target':
      return compileLinear(rule.parameters, context);
    case 'bands':
      return compileBands(rule.parameters, context);
    case 'growth':
      return compileGrowth(rule.parameters, context);
    case 'attainment-and-effort':
      return compileEffort(rule.parameters, context);
    case 'checklist':
      return compileChecklist(rule.parameters, context);
    case 'rubric':
      return compileRubric(rule.parameters, context);
    case 'survey':
      return compileSurvey(rule.parameters, context);
    case 'plan-completion':
      return compilePlan(rule.parameters, context);
    case 'rank':
      return compileRank(rule.parameters, context);
    case 'by-peer-group':
      return compileByPeerGroup(rule, label, context);
    case 'informational':
      return compileInformational(label);
  }
}

/** One node for each standard; the subject's peer group chooses, and the result says which was used. */
function compileByPeerGroup(
  { general, standards }: Extract<ScoringRule, { readonly method: 'by-peer-group' }>,
  label: string,
  context: RuleContext,
): ScoreNode {
  const node = compileRule(general, label, context);
  const own = standards.map(({ applied, rule }) => {
    const inner = compileRule(rule, label, context);
    return { peerGroup: applied.peerGroup, inner, shown: { ...inner, standard: applied } };
  });
  return {
    ...node,
    score(reader) {
      const chosen = own.find(({ peerGroup }) => reader.isInPeerGroup(peerGroup));
      return chosen === undefined ? node.score(reader) : { ...chosen.inner.score(reader), node: chosen.shown };
    },
  };
}

function isInformational(rule: ScoringRule, informational: ReadonlySet<string>): boolean {
  if (rule.method === 'by-peer-group') return isInformational(rule.general, informational);
  if (rule.method === 'informational' || rule.method === 'parts' || rule.method === 'checklist') return false;
  return informational.has(rule.method === 'rubric' ? rule.parameters.assessmentItem : rule.parameters.measure);
}
