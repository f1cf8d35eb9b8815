import type { Issue } from '../../primitives/issue.ts';
import { readCell } from './cells.ts';
import type { Column } from './columns.ts';
import { type CsvHeader, readHeader } from './csv-header.ts';
import { type BrokenRecord, type CsvRecord, CsvRecords } from './csv-records.ts';
import type { IntakeItem, LineReader } from './intake.ts';
import { fileErrors } from './file.errors.ts';
import { lineErrors } from './line.errors.ts';
import { readRow } from './read-row.ts';
import type { TextLine } from './split-lines.ts';

/** Signs that separate cells, the first that is in the header counting; a tab is what spreadsheets copy and save as text. */
const DELIMITERS = [',', '\t'];

/** Reads rows from CSV text: names of the columns first, empty records passed over. */
export class CsvReader implements LineReader {
  readonly #limit: number;
  #records: CsvRecords | null = null;
  #delimiter = ',';
  #header: CsvHeader | null = null;

  constructor(lineBytes: number) {
    this.#limit = lineBytes;
  }

  *end(): Generator<IntakeItem> {
    for (const record of this.#records?.end() ?? []) yield* this.#readRecord(record);
  }

  *read(line: TextLine): Generator<IntakeItem> {
    if (this.#records === null) {
      if (!line.isTooLong && line.text.trim() === '') return;
      if (/^\ufeff?\s*[{[]/.test(line.text)) return yield fileErrors.jsonAsCsv();
      this.#delimiter = DELIMITERS.find((sign) => line.text.includes(sign)) ?? ',';
      this.#records = new CsvRecords(this.#delimiter, this.#limit);
    }
    for (const record of this.#records.push(line)) yield* this.#readRecord(record);
  }

  *#readRecord(record: CsvRecord | BrokenRecord): Generator<IntakeItem> {
    if (record.kind !== 'record') {
      // Without its header nothing of the file can be read.
      yield { kind: 'fault', issue: brokenIssue(record, this.#limit), endsReading: this.#header === null };
    } else if (this.#header !== null) yield* this.#readCells(this.#header, record);
    else {
      const header = readHeader(record.cells, record.line);
      if (header.ok) this.#header = header.value;
      else yield* header.error;
    }
  }

  *#readCells({ columns, named }: CsvHeader, { cells, line }: CsvRecord): Generator<IntakeItem> {
    if (cells.every(isBlank)) return;
    const texts: Partial<Record<Column, string>> = {};
    const faults: Issue[] = [];
    for (const [index, cell] of cells.entries()) {
      const column = columns[index] ?? null;
      if (column === null) {
        if (isBlank(cell)) continue;
        return yield toFault(lineErrors.cellOutside(line, cells.length, named));
      }
      const place = { line, column };
      const text = this.#holdsRows(cell, columns) ? null : readCell(cell, column, place);
      if (text === null) faults.push(lineErrors.rowsInCell(place));
      else if (text.ok) texts[column] = text.value;
      else faults.push(text.error);
    }
    if (faults.length > 0) for (const issue of faults) yield toFault(issue);
    else yield* readRow(texts, line);
  }

  /** A line within a cell that has as many cells as the header, with a year under the period, was swallowed by a quote. */
  #holdsRows(cell: string, columns: readonly (Column | null)[]): boolean {
    if (!cell.includes('\n') && !cell.includes('\r')) return false;
    const period = columns.indexOf('period');
    return cell.split(/\r\n?|\n/).some((line) => {
      const parts = line.split(this.#delimiter);
      return parts.length >= columns.length - 1 && /^\s*"?\d{4}/.test(parts[period] ?? '');
    });
  }
}

function brokenIssue({ kind, line }: BrokenRecord, limit: number): Issue {
  if (kind === 'too-long') return lineErrors.tooLong(line, limit);
  return kind === 'quote-open' ? lineErrors.quoteOpen(line) : lineErrors.quoteMisplaced(line);
}

function toFault(issue: Issue): IntakeItem {
  return { kind: 'fault', issue, endsReading: false };
}

function isBlank(cell: string): boolean {
  return cell === '' || cell.trim() === '';
}
