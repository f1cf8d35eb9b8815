import { calculateIndicator } from '../../../shared/scoring/calculate-indicator.ts';
import type { TraceNode } from '../../../shared/scoring/evaluation-result.ts';
import type { PendingObservation } from '../pending/pending-observation.ts';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import type { IndicatorRecord, VisibleEvaluation } from '../result/evaluation-record.ts';
import { toScoringInput } from '../result/recalculation/to-scoring-input.ts';
import type { VisibleIndicator } from '../result/visible-indicator.ts';
import type { YearCalculator } from '../result/recalculation/year-calculator.ts';
import { asCounted, inputsOf } from './calculation.ts';

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
  /** What waits for acceptance, so that it is told from what is missing; empty for a result of another time. */
  readonly pending: readonly PendingObservation[];
}

/**
 * Explains scores. The stored result carries all it rests on, so a calculation is made from that alone, and only where it
 * is asked for.
 */
export class CalculationService {
  constructor(private readonly calculator: YearCalculator) {}

  /** Null where the explanation is withheld from the viewer, and for a framework that is no longer known. */
  explain({ known, record, pending }: CalculationQuestion): IndicatorCalculation | null {
    const { whole } = record;
    const plan = this.calculator.plan(known.framework, known.year);
    if (whole === null || plan === null) return null;
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
