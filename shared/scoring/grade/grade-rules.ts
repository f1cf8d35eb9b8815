import type { ScoringModel } from '../../catalogue/scoring-model/scoring-model.ts';
import { type Decimal, decimal } from '../../primitives/decimal.ts';
import type { CompileContext } from '../compile/compile-context.ts';
import type { Grade } from '../evaluation-result.ts';
import { compileSurvey } from '../methods/survey.ts';
import { ONE, type ScoreNode, ZERO } from '../outcome/outcome.ts';
import { type ReadModel, ScoringModelError } from '../compile/read-scoring-model.ts';

/** Words of the documents for the categories; the sampling rule writes 较差 for 差 (rule 208). */
const GRADES: Readonly<Record<string, Grade>> = {
  优秀: 'EXCELLENT',
  良好: 'GOOD',
  一般: 'FAIR',
  差: 'POOR',
  较差: 'POOR',
};

/**
 * Guards of the suggestion, as the models word them. Status derived: the documents name no condition of 优秀.
 * Sense of gain is the important standard (001 二（四）4), so 优秀 asks for it and for no weak pillar.
 */
export const GRADE_GUARDS = {
  guarded: 'EXCELLENT',
  satisfactionKey: 'satisfaction-of-workers',
  satisfactionAtLeast: decimal('0.80'),
  /** Least score of every pillar, 0–100: 60 % of its weight. */
  pillarAtLeast: decimal(60),
  completenessAtLeast: decimal('0.90'),
} as const;

/** Bands of a model, from the best down, with the node that measures the guard's satisfaction as a share 0–1. */
export interface GradeRules {
  readonly bands: readonly { readonly grade: Grade; readonly atLeast: Decimal }[];
  readonly satisfaction: ScoreNode | null;
}

export function readGradeRules(model: ScoringModel, { indicators }: ReadModel, context: CompileContext): GradeRules {
  const bands = model.bands.map(({ category, atLeast }) => {
    const grade = GRADES[category];
    if (grade === undefined) throw new ScoringModelError(model.id, [`bands: no category ${category}`]);
    return { grade, atLeast: decimal(atLeast) };
  });
  const scoring = [...indicators.values()].find(({ key }) => key === GRADE_GUARDS.satisfactionKey);
  const rule = scoring?.rule.method === 'by-peer-group' ? scoring.rule.general : scoring?.rule;
  if (rule?.method !== 'survey') return { bands, satisfaction: null };
  const parameters = { ...rule.parameters, floor: ZERO, target: ONE };
  return { bands, satisfaction: compileSurvey(parameters, context) };
}
