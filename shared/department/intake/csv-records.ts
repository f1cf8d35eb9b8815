import type { TextLine } from './split-lines.ts';

/** Cells of one record, and the line on which it begins. */
export interface CsvRecord {
  readonly kind: 'record';
  readonly line: number;
  readonly cells: readonly string[];
}

/** A record that could not be told apart. */
export interface BrokenRecord {
  readonly kind: 'too-long' | 'quote-open' | 'quote-misplaced';
  readonly line: number;
}

/** A quoted cell may run over so many lines; a longer one has lost its closing quote. */
const RECORD_LINES = 1000;

/**
 * Puts lines together into CSV records (RFC 4180; a quote inside an unquoted cell is a sign like any other, as
 * spreadsheets read it). Written here and not left to a library because of what follows a missing quote: the fault
 * names the line on which the cell was opened, and the lines after that one are read once more by themselves.
 */
export class CsvRecords {
  readonly #delimiter: string;
  readonly #limit: number;
  #pending: TextLine[] = [];
  #size = 0;
  #builder: RecordBuilder | null = null;

  constructor(delimiter: string, limit: number) {
    this.#delimiter = delimiter;
    this.#limit = limit;
  }

  *push(line: TextLine): Generator<CsvRecord | BrokenRecord> {
    const queue = [line];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const found = this.#read(next);
      if (found === null) continue;
      yield found;
      if (found.kind === 'quote-open' || found.kind === 'quote-misplaced') queue.push(...this.#takePending().reverse());
      else this.#takePending();
    }
  }

  /** The cell that is still open at the end lost its quote; what it swallowed is read by itself. */
  *end(): Generator<CsvRecord | BrokenRecord> {
    while (this.#pending[0] !== undefined) {
      yield { kind: 'quote-open', line: this.#pending[0].number };
      for (const line of this.#takePending()) yield* this.push(line);
    }
  }

  #read(line: TextLine): CsvRecord | BrokenRecord | null {
    const first = this.#pending[0];
    if (line.isTooLong && first === undefined) return { kind: 'too-long', line: line.number };
    if (first === undefined && !line.text.includes('"')) {
      return { kind: 'record', line: line.number, cells: line.text.split(this.#delimiter) };
    }
    this.#pending.push(line);
    this.#size += line.text.length + line.ending.length;
    const start = first?.number ?? line.number;
    if (line.isTooLong || this.#size > this.#limit || this.#pending.length > RECORD_LINES)
      return { kind: 'quote-open', line: start };
    this.#builder ??= new RecordBuilder(this.#delimiter);
    const state = this.#builder.add(line);
    if (state === 'open') return null;
    return state === 'misplaced'
      ? { kind: 'quote-misplaced', line: start }
      : { kind: 'record', line: start, cells: this.#builder.cells };
  }

  /** Forgets the record under way; gives the lines after its first. */
  #takePending(): TextLine[] {
    const lines = this.#pending.slice(1);
    this.#pending = [];
    this.#size = 0;
    this.#builder = null;
    return lines;
  }
}

/** Reads one record line by line; each sign is looked at once. */
class RecordBuilder {
  readonly cells: string[] = [];
  readonly #delimiter: string;
  /** Text so far of a quoted cell that is not closed. */
  #open: string | null = null;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  add({ text, ending }: TextLine): 'complete' | 'open' | 'misplaced' {
    let at = this.#open === null ? 0 : this.#readQuoted(text, 0, ending);
    let isAfterQuote = this.#open === null && at > 0;
    for (;;) {
      if (this.#open !== null) return 'open';
      if (isAfterQuote) {
        if (at >= text.length) return 'complete';
        if (text[at] !== this.#delimiter) return 'misplaced';
        at += 1;
      }
      isAfterQuote = text[at] === '"';
      if (isAfterQuote) {
        this.#open = '';
        at = this.#readQuoted(text, at + 1, ending);
        continue;
      }
      const end = text.indexOf(this.#delimiter, at);
      this.cells.push(text.slice(at, end < 0 ? text.length : end));
      if (end < 0) return 'complete';
      at = end + 1;
    }
  }

  /** Reads on within quotes; gives the place after the closing quote, or leaves the cell open. */
  #readQuoted(text: string, from: number, ending: string): number {
    let cell = this.#open ?? '';
    let start = from;
    for (;;) {
      const quote = text.indexOf('"', start);
      if (quote < 0) {
        this.#open = cell + text.slice(start) + ending;
        return text.length;
      }
      const isDoubled = text[quote + 1] === '"';
      cell += text.slice(start, isDoubled ? quote + 1 : quote);
      start = quote + (isDoubled ? 2 : 1);
      if (isDoubled) continue;
      this.cells.push(cell);
      this.#open = null;
      return start;
    }
  }
}
