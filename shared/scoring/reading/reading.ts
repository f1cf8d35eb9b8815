import type { Decimal } from '../../primitives/decimal.ts';
import type { CellNode } from '../compile/cell-node.ts';
import type { Gap } from '../outcome/gap.ts';
import type { CalendarEvent, InputValue, Mark, PeerValue } from './input-value.ts';

/** A computed value that a score rests on, with the values it was computed from. */
export interface DerivedValue {
  readonly measure: string;
  /** Rule of derivation; growth scored on a count is named by the count. */
  readonly operation: string;
  readonly period: string;
  readonly dimensions: string;
  readonly value: Decimal;
  /** Ids of the input values. */
  readonly parts: readonly string[];
}

export type ReadingStatus = 'RECEIVED' | 'PARTIAL' | 'MISSING' | 'UNAVAILABLE' | 'NOT_APPLICABLE';

/** The value of a cell for the year, or the bounds within which it must lie. */
export interface Reading {
  readonly status: ReadingStatus;
  /** Null unless RECEIVED. */
  readonly value: Decimal | null;
  /** Bounds of the value over every completion; may be infinite. */
  readonly low: Decimal;
  readonly high: Decimal;
  readonly inputs: readonly InputValue[];
  readonly derived: readonly DerivedValue[];
  readonly gaps: readonly Gap[];
  /** True where all parts are there but the result has no meaning: a denominator of zero. */
  readonly isNotComputable: boolean;
  /** True where it was approved as not applicable to the subject; else only the calendar says so. */
  readonly isExempt: boolean;
  /** Earlier year the value was carried over from (term of office); null for the year itself. */
  readonly carriedFrom: number | null;
}

/** What a scoring method sees of the world. */
export interface MeasureReader {
  read(cell: CellNode): Reading;
  marksOf(assessmentItem: string): readonly Mark[];
  isHeld(event: CalendarEvent, year: number): boolean;
  /** True where the subject belongs to a peer group at the end of the year. */
  isInPeerGroup(group: string): boolean;
  /** What the subject's peers have in the same cell; null where nobody has brought their values. */
  peersOf(cell: CellNode): readonly PeerValue[] | null;
}
