import type { KnownValue } from '../validation/cell-rule.ts';
import type { Cell } from './observation.ts';

/** What the record says about a cell. */
export interface RecordCell extends Cell {
  /** The value that counts; null where none does. */
  readonly known: KnownValue | null;
  /** Its identifier, for withdrawing it. */
  readonly observation: { readonly uuid: string; readonly periodYear: number; readonly memberUnit: string } | null;
  /** The highest revision, counting or waiting; 0 where there is none. Only for cells asked with `revisions`. */
  readonly highestRevision: number;
  /** True where the values of the subject's year are frozen. Only for cells asked with `revisions`. */
  readonly isFrozen: boolean;
}
