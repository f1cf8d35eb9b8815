import { ObservationState } from '../../graphql/observation-state.type.ts';
import { toPeriod } from '../../graphql/period.type.ts';
import { parseDimensions } from '../../primitives/dimensions.ts';
import { parsePeriod } from '../../primitives/period.ts';
import type { Department } from '../department.ts';
import { observationId, type StoredObservation } from '../observation/observation.ts';
import type { Revision } from '../observation/observation-history.repository.ts';
import { type PublicationView, toKind } from '../publication/publication.repository.ts';
import type { PublicationSummary } from '../publication/publish-outcome.ts';
import type { ObservationShape, PublicationShape } from './department-types.ts';
import { PublicationKindEnum } from './publication-enums.ts';

/** A stored observation as its GraphQL type shows it. */
export function toObservationShape(department: Department, observation: StoredObservation): ObservationShape {
  const period = parsePeriod(observation.period);
  const id = observationId(department.service, observation);
  const shape = {
    __typename: `${department.typePrefix}Observation`,
    id,
    reference: id,
    subject: { code: observation.subject },
    measure: { code: observation.measure },
    ...(period && { period: toPeriod(period) }),
    dimensions: parseDimensions(observation.dimensions),
    value: observation.value,
    state: observation.state,
    revision: observation.revision,
    explanation: observation.explanation,
    stage: observation.stage,
    isDerived: observation.isDerived,
    isDemo: observation.isDemo,
    reportedOn: observation.reportedOn,
    recordedAt: observation.recordedAt,
    memberUnit: { code: observation.memberUnit },
    publicationId: observation.publicationId,
  };
  return shape;
}

/** A revision as its GraphQL type shows it. */
export function toRevisionShape(revision: Revision): object {
  const { memberUnit, kind, events, ...rest } = revision;
  return {
    ...rest,
    kind: PublicationKindEnum[toKind(kind)],
    memberUnit: { code: memberUnit },
    events: events.map(({ actorUnit, ...event }) => ({ ...event, actorUnit: actorUnit && { code: actorUnit } })),
  };
}

export function toPublicationShape(publication: PublicationView): PublicationShape {
  const { id, kind, justification, state, mode, rowCount, unchangedCount, reportedOn, isDemo } = publication;
  const { memberUnit, submittedBy, createdAt, feedPosition } = publication;
  return {
    id,
    kind: PublicationKindEnum[kind],
    justification,
    state,
    memberUnit: { code: memberUnit },
    mode,
    rowCount,
    unchangedCount,
    reportedOn,
    isDemo,
    submittedBy,
    createdAt,
    feedPosition,
  };
}

/** The publication as an act's stored answer tells it. */
export function summaryToShape(summary: PublicationSummary): PublicationShape {
  const { id, kind, justification, mode, rowCount, unchangedCount, reportedOn, isDemo } = summary;
  const { memberUnit, submittedBy, createdAt, feedPosition } = summary;
  return {
    id,
    kind: PublicationKindEnum[kind],
    justification,
    state: ObservationState[summary.state],
    memberUnit: { code: memberUnit },
    mode,
    rowCount,
    unchangedCount,
    reportedOn,
    isDemo,
    submittedBy,
    createdAt,
    feedPosition,
  };
}
