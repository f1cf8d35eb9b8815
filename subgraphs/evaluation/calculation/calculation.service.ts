import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { calculateIndicator } from '../../../shared/scoring/calculate-indicator.ts';
import type { TraceNode } from '../../../shared/scoring/evaluation-result.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import type { IndicatorRecord, VisibleEvaluation } from '../result/evaluation-record.ts';
import { toScoringInput } from '../result/to-scoring-input.ts';
import type { VisibleIndicator } from '../result/visible-indicator.ts';
import type { YearCalculator } from '../result/year-calculator.ts';
import { asCounted, inputsOf } from './calculation.ts';
import { pendingLoader } from './pending.loader.ts';

/** How a stored score came about, made anew from the values that are kept beside it. */
export interface IndicatorCalculation {
  readonly root: TraceNode;
  readonly versions: CalculationVersions;
  /** The values used that the viewer may see, by id; what is not here is not shown. */
  readonly shown: ReadonlyMap<string, AcceptedObservation>;
  readonly record: VisibleIndicator;
}

export interface CalculationVersions {
  readonly framework: string;
  /** Scoring model and catalogue the stored result was made with. */
  readonly storedModel: string;
  /** Those of this calculation. */
  readonly model: string;
  /** True where this calculation comes to the stored score, to the last place kept. */
  readonly isReproduced: boolean;
}

/** Whose score is explained, and what is said of it. */
export interface CalculationQuestion {
  readonly known: VisibleEvaluation;
  readonly record: VisibleIndicator;
  /** True for the result that holds now: what waits for acceptance is told from what is missing. */
  readonly isCurrent: boolean;
}

/**
 * Explains scores. The stored result carries all it rests on, so a calculation is made from that alone, and only where it
 * is asked for; the one statement, for any number of indicators, tells what waits for acceptance.
 */
export class CalculationService {
  constructor(
    private readonly calculator: YearCalculator,
    private readonly database: EvaluationDatabase,
  ) {}

  /** Null where the explanation is withheld from the viewer, and for a framework that is no longer known. */
  async explain(
    context: SubgraphContext,
    { known, record, isCurrent }: CalculationQuestion,
  ): Promise<IndicatorCalculation | null> {
    const { whole } = record;
    const plan = this.calculator.plan(known.framework, known.year);
    if (whole === null || plan === null) return null;
    const pending = isCurrent ? await pendingLoader(context, this.database, known.year).load(known.subject) : [];
    const inputs = inputsOf(whole);
    const peerGroups = this.calculator.peerGroupsOf(known.subject, known.year);
    const { assessments } = whole;
    const input = toScoringInput(plan, { observations: inputs.map(asCounted), assessments, pending, peerGroups });
    const root = calculateIndicator(input, whole.indicator);
    if (root === null) return null;
    const shown = new Map(inputsOf(record).map((observation) => [observation.id, observation]));
    return {
      root,
      record,
      shown,
      versions: {
        framework: known.framework,
        storedModel: known.model,
        model: this.calculator.modelText(known.framework),
        isReproduced: isSameScore(root, whole),
      },
    };
  }
}

function isSameScore({ status, score }: TraceNode, stored: IndicatorRecord): boolean {
  const { value, low, high } = stored.score;
  return status === stored.status && score.value === value && score.low === low && score.high === high;
}
