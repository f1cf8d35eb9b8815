import type { Derivation } from '../../catalogue/framework/measure.ts';
import type { RollUpRule } from '../../derivation/roll-up.ts';
import type { Decimal } from '../../primitives/decimal.ts';
import type { Gap } from '../outcome/gap.ts';
import type { CalendarEvent } from '../reading/input-value.ts';

/** One place in the input store: measure, period, coordinates. */
export interface Slot {
  readonly index: number;
  readonly key: string;
  readonly measure: string;
  readonly period: string;
  /** What to say when it is empty. */
  readonly gap: Gap;
}

interface NodeBase {
  /** Place in the reader's memory. */
  readonly index: number;
  /** Measure whose value it is, or on which a computed one rests. */
  readonly measure: string;
  readonly year: number;
  readonly dimensions: string;
  /** Bounds of the value while nothing is known. */
  readonly lowest: Decimal;
  readonly highest: Decimal;
}

/** A cell typed by a unit, rolled up from the periods in which it is reported. */
export interface EnteredNode extends NodeBase {
  readonly kind: 'entered';
  /** Yearly value where one stands although the measure is reported more often. */
  readonly annual: Slot | null;
  readonly slots: readonly Slot[];
  readonly rule: RollUpRule;
  readonly isUnavailable: boolean;
  /** Set for a measure that does not come every year, with every slot of it in that year. */
  readonly calendar: { readonly event: CalendarEvent; readonly siblings: readonly Slot[] } | null;
}

/** A computed cell: as its department computed it, else from its parts. */
export interface DerivedNode extends NodeBase {
  readonly kind: 'derived';
  readonly operation: Derivation['op'];
  readonly stored: Slot | null;
  readonly parts: readonly CellNode[];
  readonly isUnavailable: boolean;
}

/** A sum over the cells of a partition. */
export interface SumNode extends NodeBase {
  readonly kind: 'sum';
  readonly cells: readonly CellNode[];
}

/** The cell of the year or, while no election is held, of the last year that has one. */
export interface CarriedNode extends NodeBase {
  readonly kind: 'carried';
  /** From the year itself backwards. */
  readonly cells: readonly CellNode[];
}

export type CellNode = EnteredNode | DerivedNode | SumNode | CarriedNode;
