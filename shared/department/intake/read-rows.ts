import { CsvReader } from './csv-reader.ts';
import { decodeText } from './decode-text.ts';
import {
  FAULT_LIMIT,
  type FileFormat,
  type IntakeFault,
  type IntakeItem,
  type IntakeLimits,
  type LineReader,
} from './intake.ts';
import { fileErrors } from './file.errors.ts';
import { JsonReader } from './json-reader.ts';
import { LineSplitter, type TextLine } from './split-lines.ts';

/**
 * Reads the rows of a file while it comes. Memory stays flat whatever its size. Bad content is told as faults and never
 * thrown; what the source of the bytes throws is passed on. Ends at the first fault that leaves the rest unread.
 */
export async function* readRows(
  bytes: AsyncIterable<Uint8Array>,
  format: FileFormat,
  limits: IntakeLimits,
): AsyncGenerator<IntakeItem> {
  const lines = new LineSplitter(limits.lineBytes);
  const reader = format === 'csv' ? new CsvReader(limits.lineBytes) : new JsonReader(limits.lineBytes);
  const tally = new Tally(limits.rows);
  for await (const part of decodeText(bytes, limits.bytes)) {
    if (typeof part !== 'string') return yield part;
    for (const item of itemsOf(lines.push(part), reader)) {
      for (const told of tally.count(item)) yield told;
      if (tally.isEnded) return;
    }
  }
  for (const item of [...itemsOf(lines.end(), reader), ...reader.end()]) {
    for (const told of tally.count(item)) yield told;
    if (tally.isEnded) return;
  }
  if (tally.isEmpty) yield fileErrors.noRows();
}

function* itemsOf(lines: Iterable<TextLine>, reader: LineReader): Generator<IntakeItem> {
  for (const line of lines) yield* reader.read(line);
}

/** Counts what was read, and says where reading ends. */
class Tally {
  readonly #rowLimit: number;
  #rows = 0;
  #faults = 0;
  isEnded = false;

  constructor(rowLimit: number) {
    this.#rowLimit = rowLimit;
  }

  get isEmpty(): boolean {
    return this.#rows + this.#faults === 0;
  }

  /** What to tell of an item: itself, and why nothing more is read. */
  count(item: IntakeItem): readonly IntakeItem[] {
    if (item.kind === 'row') {
      this.#rows += 1;
      return this.#rows > this.#rowLimit ? [this.#end(fileErrors.tooManyRows(item.line, this.#rowLimit))] : [item];
    }
    this.#faults += 1;
    if (item.endsReading) return [this.#end(item)];
    return this.#faults < FAULT_LIMIT
      ? [item]
      : [item, this.#end(fileErrors.tooManyFaults(item.issue.row, this.#faults))];
  }

  #end(fault: IntakeFault): IntakeFault {
    this.isEnded = true;
    return fault;
  }
}
