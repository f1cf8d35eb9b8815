import type { FigureStage } from '../../../shared/catalogue/calendar/release-calendar.ts';
import type { DimensionValue } from '../../../shared/primitives/dimensions.ts';

/** States in which a value may be used. */
export type AcceptedState = 'ACCEPTED' | 'LOCKED';

/** States in which a value may be shown: waiting ones only where somebody entitled asks for provisional values. */
export type ShownState = AcceptedState | 'SUBMITTED' | 'APPROVED';

/** A value the input store holds: accepted by its department, or derived here. */
export interface AcceptedObservation {
  /** Opaque id of the observation in its department. */
  readonly id: string;
  readonly department: string;
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  /** Canonical text of the coordinates. */
  readonly dimensions: string;
  readonly value: string;
  readonly state: ShownState;
  /** Null for measures without stages, and where it is not known: then it is held back longest. */
  readonly stage: FigureStage | null;
  readonly revision: number;
  /** Null for values derived here. */
  readonly memberUnit: string | null;
  readonly receiptHash: string | null;
  readonly isDerived: boolean;
  readonly isDemo: boolean;
  /** The parts of a value derived here; empty for all others. */
  readonly inputs: readonly AcceptedObservation[];
  /** Day on which the cell was first filed; null where not known. */
  readonly reportedOn: string | null;
  /** ISO instant at which the department took it into its record. */
  readonly receivedAt: string;
}

/** Which accepted observations of a subject are asked for. */
export interface ObservationFilter {
  readonly period: string | null;
  /** Only the period itself, not the ones inside it. */
  readonly exactPeriod: boolean;
  readonly measures: readonly string[] | null;
  readonly memberUnits: readonly string[] | null;
  readonly dimensions: readonly DimensionValue[] | null;
}

/** Where a page of observations begins: after this cell. */
export interface CellPlace {
  readonly measure: string;
  readonly period: string;
  readonly dimensions: string;
}
