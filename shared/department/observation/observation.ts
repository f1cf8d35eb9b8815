import type { ObservationState } from '../../graphql/observation-state.type.ts';
import type { FigureStage } from '../validation/row.ts';

/** An observation (指标值) as stored: one revision of one cell. */
export interface StoredObservation {
  readonly uuid: string;
  readonly periodYear: number;
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  /** Canonical text, see primitives/dimensions. */
  readonly dimensions: string;
  /** Canonical wire value: decimal string, `true`/`false` or text. */
  readonly value: string;
  readonly revision: number;
  readonly state: ObservationState;
  readonly memberUnit: string;
  readonly publicationId: string;
  readonly explanation: string | null;
  readonly isDerived: boolean;
  /** Null for measures without stages. */
  readonly stage: FigureStage | null;
  readonly isDemo: boolean;
  readonly reportedOn: string;
  readonly recordedAt: Date;
}

/** What an observation is about: its cell, without unit or revision. */
export interface Cell {
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: string;
}

/** A text equal for equal cells. */
export function cellKey(cell: Cell): string {
  return `${cell.subject}|${cell.period}|${cell.measure}|${cell.dimensions}`;
}

const ID = /^([a-z]+):(\d{4}):([0-9a-f-]{36})$/;

/** The opaque global id; it names the year so that a read by id touches one partition. */
export function observationId(service: string, observation: { periodYear: number; uuid: string }): string {
  return `${service}:${observation.periodYear}:${observation.uuid}`;
}

/** Year and uuid in an id of this service; null for any other text. */
export function parseObservationId(service: string, id: string): { periodYear: number; uuid: string } | null {
  const match = ID.exec(id);
  return match?.[1] === service && match[2] && match[3] ? { periodYear: Number(match[2]), uuid: match[3] } : null;
}
