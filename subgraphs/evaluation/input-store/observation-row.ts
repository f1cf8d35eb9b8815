import type { AcceptedObservation, ShownState } from './accepted-observation.ts';

/** Columns every read of the input store selects. */
export const OBSERVATION_COLUMNS = `observation_id, department, subject, measure, period, dimensions, value, state, stage, revision,
  member_unit, receipt_hash, is_derived, is_demo, inputs, first_reported_on, recorded_at`;

export interface ObservationRow {
  readonly observation_id: string;
  readonly department: string;
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: string;
  readonly value: string;
  readonly state: ShownState;
  readonly stage: AcceptedObservation['stage'];
  readonly revision: number;
  readonly member_unit: string | null;
  readonly receipt_hash: string | null;
  readonly is_derived: boolean;
  readonly is_demo: boolean;
  readonly inputs: readonly AcceptedObservation[] | null;
  readonly first_reported_on: string | null;
  readonly recorded_at: Date;
}

export function toAcceptedObservation(row: ObservationRow): AcceptedObservation {
  return {
    id: row.observation_id,
    department: row.department,
    subject: row.subject,
    measure: row.measure,
    period: row.period,
    dimensions: row.dimensions,
    value: row.value,
    state: row.state,
    stage: row.stage,
    revision: row.revision,
    memberUnit: row.member_unit,
    receiptHash: row.receipt_hash,
    isDerived: row.is_derived,
    isDemo: row.is_demo,
    inputs: row.inputs ?? [],
    reportedOn: row.first_reported_on,
    receivedAt: row.recorded_at.toISOString(),
  };
}
