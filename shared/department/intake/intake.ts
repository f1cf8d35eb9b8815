import type { Issue } from '../../primitives/issue.ts';
import type { RowInput } from '../validation/row.ts';
import type { TextLine } from './split-lines.ts';

/** Formats in which rows come and go as files. */
export type FileFormat = 'csv' | 'ndjson';

/** How much of a file is read. A line is measured in bytes; of a quoted CSV record all its lines together. */
export interface IntakeLimits {
  readonly bytes: number;
  readonly rows: number;
  readonly lineBytes: number;
}

/** A row that could be read, and the line on which it begins. */
export interface IntakeRow {
  readonly kind: 'row';
  readonly line: number;
  readonly input: RowInput;
}

/** What could not be read. `issue.row` is the line; null where the finding is about the whole file. */
export interface IntakeFault {
  readonly kind: 'fault';
  readonly issue: Issue;
  /** True where reading ended here: what may follow has not been looked at, so no part of the file can be taken. */
  readonly endsReading: boolean;
}

/** What reading a file gives, in the order of its lines. */
export type IntakeItem = IntakeRow | IntakeFault;

/** Turns the lines of a text into rows and faults. */
export interface LineReader {
  readonly read: (line: TextLine) => Iterable<IntakeItem>;
  /** To be called once, after the last line. */
  readonly end: () => Iterable<IntakeItem>;
}

/** Faults told of one file; then reading ends. */
export const FAULT_LIMIT = 1000;
