import type { Assessment } from '../../assessment/assessment.ts';
import type { AcceptedObservation } from '../../input-store/accepted-observation.ts';
import { DERIVED_HERE } from '../../input-store/department-register.ts';
import type { PendingObservation } from '../../pending/pending-observation.ts';
import { cellKey } from '../../../../shared/scoring/reading/input-value.ts';
import type { ScoringPlan } from '../../../../shared/scoring/compile/prepare-scoring.ts';
import {
  indexValues,
  type InputValue,
  type Mark,
  type ScoringInput,
} from '../../../../shared/scoring/scoring-input.ts';

/** What is known of one subject and year. */
export interface ScoringFacts {
  readonly observations: readonly AcceptedObservation[];
  readonly assessments: readonly Assessment[];
  readonly pending?: readonly PendingObservation[];
  /** Whose standards it is judged by. */
  readonly peerGroups?: readonly string[];
}

/** What the calculator needs, from what the input store holds. The calculator derives for itself what no department gave. */
export function toScoringInput(plan: ScoringPlan, facts: ScoringFacts): ScoringInput {
  const { observations, assessments, pending = [], peerGroups = [] } = facts;
  const values = observations.filter(({ department }) => department !== DERIVED_HERE).map(toInputValue);
  return {
    plan,
    values: indexValues(values),
    marks: marksByItem(assessments),
    pending: new Set(pending.map(({ measure, period, dimensions }) => cellKey(measure, period, dimensions))),
    peerGroups,
  };
}

function toInputValue(observation: AcceptedObservation): InputValue {
  return {
    id: observation.id,
    measure: observation.measure,
    period: observation.period,
    dimensions: observation.dimensions,
    value: observation.value,
    memberUnit: observation.memberUnit ?? '',
    state: observation.state,
    revision: observation.revision,
    receivedAt: new Date(observation.receivedAt),
    receiptHash: observation.receiptHash,
    isDerived: observation.isDerived,
    reportedOn: observation.reportedOn,
    // Computed values follow their parts; only what a unit typed and typed again speaks of its care.
    revisionOfCorrection: !observation.isDerived && observation.revision > 1,
  };
}

function marksByItem(assessments: readonly Assessment[]): Map<string, Mark[]> {
  const marks = new Map<string, Mark[]>();
  for (const { id, item, body, source, mark, review } of assessments) {
    const list = marks.get(item) ?? [];
    list.push({ id, body, source, mark, ...(review === null ? {} : { review }) });
    marks.set(item, list);
  }
  return marks;
}
