import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import type { Decision } from '../decision/decision.ts';
import type { Appeal, HearingResponse } from '../hearing/hearing.ts';
import type { RoundParticipant } from '../participant.ts';
import type { RoundStep } from '../round-step.ts';
import type { RoundScore } from '../score/round-score.ts';
import type { BaseValueSummary } from '../self-evaluation/base-value.repository.ts';
import type { SelfEvaluation } from '../self-evaluation/self-evaluation.ts';
import type { Subject } from '../../subject/subject.ts';

/** Everything that belongs to a round, read at once: a handful of statements however many take part. */
export interface RoundFacts {
  readonly steps: readonly RoundStep[];
  readonly participants: readonly RoundParticipant[];
  readonly subjects: ReadonlyMap<string, Subject>;
  readonly baseValues: readonly BaseValueSummary[];
  readonly selfEvaluations: readonly SelfEvaluation[];
  readonly scores: readonly RoundScore[];
  readonly responses: readonly HearingResponse[];
  readonly appeals: readonly Appeal[];
  readonly decisions: readonly Decision[];
  /** By `participantText`; empty for whoever may not see what is only suggested. */
  readonly suggestions: ReadonlyMap<string, Grade>;
}
