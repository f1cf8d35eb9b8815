import { decimal, isDecimalString, toDecimalString } from '../../primitives/decimal.ts';
import type { RecordCell } from '../observation/record-cell.ts';
import type { KnownValue } from '../validation/cell-rule.ts';
import type { ResolvedRow } from '../validation/row.ts';

/** What a row would do to the record. */
export type ChangeKind = 'NEW' | 'CHANGED' | 'UNCHANGED';

/** One row beside the value that counts now. */
export interface ValueChange {
  /** Row of the list or line of the file. */
  readonly row: number;
  readonly kind: ChangeKind;
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: string;
  readonly currentValue: string | null;
  readonly currentRevision: number | null;
  readonly value: string;
  /** Submitted less current; null unless both are numbers. */
  readonly difference: string | null;
}

/** A submission beside the record: how many rows are new, changed, unchanged, and which (the first of them). */
export interface Comparison {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  /** New and changed rows in the order handed in, at most `COMPARISON_LIMIT`. */
  readonly changes: readonly ValueChange[];
}

/** Most rows a comparison lists; the counts go on. */
export const COMPARISON_LIMIT = 1000;

export const NOTHING_COMPARED: Comparison = { new: 0, changed: 0, unchanged: 0, changes: [] };

/**
 * What a row would do to the record. An equal value with another explanation is a change, for the explanation travels
 * with the value; and so is one told to be of another stage: it is the final figure that was preliminary.
 */
export function changeKind(row: ResolvedRow, cell: RecordCell | undefined): ChangeKind {
  const known = cell?.known ?? null;
  if (known === null) return 'NEW';
  return isUnchanged(row, known) ? 'UNCHANGED' : 'CHANGED';
}

/** A row beside the record. */
function compareRow({ kind, row, cell }: ComparedRow): ValueChange {
  const known = cell?.known ?? null;
  const { subject, measure, period } = row.input;
  return {
    row: row.number,
    kind,
    subject,
    measure,
    period,
    dimensions: row.dimensions,
    currentValue: known?.value ?? null,
    currentRevision: known?.revision ?? null,
    value: row.value,
    difference: known === null ? null : difference(known.value, row.value),
  };
}

function isUnchanged({ value, input: { explanation, stage } }: ResolvedRow, known: KnownValue): boolean {
  return (
    known.value === value &&
    (explanation === null || explanation === known.explanation) &&
    (stage === null || stage === known.stage)
  );
}

function difference(from: string, to: string): string | null {
  if (!isDecimalString(from) || !isDecimalString(to)) return null;
  return toDecimalString(decimal(to).minus(decimal(from)));
}

/** A row that stays, with what the record says of its cell and what it would do to it. */
export interface ComparedRow {
  readonly kind: ChangeKind;
  readonly row: ResolvedRow;
  readonly cell: RecordCell | undefined;
}

/** Counts of changes, with the first of those that do something. */
export function summarise(compared: readonly ComparedRow[]): Comparison {
  const counts = { NEW: 0, CHANGED: 0, UNCHANGED: 0 };
  const changes: ValueChange[] = [];
  for (const one of compared) {
    counts[one.kind] += 1;
    if (one.kind !== 'UNCHANGED' && changes.length < COMPARISON_LIMIT) changes.push(compareRow(one));
  }
  return { new: counts.NEW, changed: counts.CHANGED, unchanged: counts.UNCHANGED, changes };
}

export function addComparisons(a: Comparison, b: Comparison): Comparison {
  return {
    new: a.new + b.new,
    changed: a.changed + b.changed,
    unchanged: a.unchanged + b.unchanged,
    changes: a.changes.length < COMPARISON_LIMIT ? [...a.changes, ...b.changes].slice(0, COMPARISON_LIMIT) : a.changes,
  };
}
