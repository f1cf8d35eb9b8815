import { ObservationState } from '../../graphql/observation-state.type.ts';
import { toPeriod } from '../../graphql/period.type.ts';
import { parseDimensions } from '../../primitives/dimensions.ts';
import { parsePeriod } from '../../primitives/period.ts';
import type { Department } from '../department.ts';
import { observationId, type StoredObservation } from '../observation/observation.ts';
import type { PublicationView } from '../publication/publication.repository.ts';
import type { PublicationSummary } from '../publication/publish-outcome.ts';
import type { ObservationShape, PublicationShape } from './department-types.ts';

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
    isDerived: observation.isDerived,
    isDemo: observation.isDemo,
    reportedOn: observation.reportedOn,
    recordedAt: observation.recordedAt,
    memberUnit: { code: observation.memberUnit },
    publicationId: observation.publicationId,
  };
  return shape;
}

export function toPublicationShape(publication: PublicationView): PublicationShape {
  const { id, state, memberUnit, mode, rowCount, reportedOn, isDemo, submittedBy, createdAt, feedPosition } =
    publication;
  return {
    id,
    state,
    memberUnit: { code: memberUnit },
    mode,
    rowCount,
    reportedOn,
    isDemo,
    submittedBy,
    createdAt,
    feedPosition,
  };
}

/** The publication as an act's stored answer tells it. */
export function summaryToShape(summary: PublicationSummary): PublicationShape {
  const { id, mode, rowCount, reportedOn, isDemo, submittedBy, createdAt, feedPosition } = summary;
  const state = ObservationState[summary.state];
  return {
    id,
    state,
    memberUnit: { code: summary.memberUnit },
    mode,
    rowCount,
    reportedOn,
    isDemo,
    submittedBy,
    createdAt,
    feedPosition,
  };
}
