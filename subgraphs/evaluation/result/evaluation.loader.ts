import DataLoader from 'dataloader';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { RequestMemory } from '../../../shared/graphql/request-memory.ts';
import type { EvaluationService } from './evaluation.service.ts';
import type { VisibleIndicator } from './visible-indicator.ts';
import { type EvaluationKey, evaluationKeyText, type VisibleEvaluation } from './evaluation-record.ts';

const headers = new RequestMemory<DataLoader<EvaluationKey, VisibleEvaluation | null, string>>();
const indicators = new RequestMemory<DataLoader<EvaluationKey, VisibleIndicator[], string>>();

const BY_TEXT = { cacheKeyFn: evaluationKeyText };

/** Evaluations of one instant: one statement for all subjects and years asked in one request. */
export function evaluationLoader(
  context: SubgraphContext,
  evaluations: EvaluationService,
  asOf: Date | null,
): DataLoader<EvaluationKey, VisibleEvaluation | null, string> {
  return headers.of(
    context,
    `evaluation ${asOf?.toISOString() ?? ''}`,
    () => new DataLoader((keys: readonly EvaluationKey[]) => evaluations.headers(context.viewer, keys, asOf), BY_TEXT),
  );
}

/** Indicators of evaluations of one instant, likewise. */
export function indicatorResultLoader(
  context: SubgraphContext,
  evaluations: EvaluationService,
  asOf: Date | null,
): DataLoader<EvaluationKey, VisibleIndicator[], string> {
  return indicators.of(
    context,
    `indicators ${asOf?.toISOString() ?? ''}`,
    () =>
      new DataLoader((keys: readonly EvaluationKey[]) => evaluations.indicators(context.viewer, keys, asOf), BY_TEXT),
  );
}
