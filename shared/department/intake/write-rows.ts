import { formatDimensions } from '../../primitives/dimensions.ts';
import { CSV_MARK, csvRecord } from '../../primitives/spreadsheet-cell.ts';
import type { RowInput } from '../validation/row.ts';
import { COLUMNS, type Column } from './columns.ts';
import type { FileFormat } from './intake.ts';

/** Signs gathered before a piece is handed on. */
const PIECE_LENGTH = 64 * 1024;

/**
 * The rows as text of a file that `readRows` reads back to the same rows. CSV begins with the mark of UTF-8, without
 * which spreadsheets take Chinese for another encoding, and holds no cell that a spreadsheet would compute.
 */
export async function* writeRows(
  rows: AsyncIterable<RowInput> | Iterable<RowInput>,
  format: FileFormat,
  columns: readonly Column[] = COLUMNS,
): AsyncGenerator<string> {
  const writeLine = format === 'csv' ? writeCsvLine : writeJsonLine;
  let piece = format === 'csv' ? CSV_MARK + csvRecord(columns) : '';
  for await (const row of rows) {
    piece += writeLine(row, columns);
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** One record with its line break. */
export function writeCsvLine(row: RowInput, columns: readonly Column[]): string {
  return csvRecord(columns.map((column) => textOf(row, column) ?? ''));
}

/** One object with its line break; what the row does not have is left out. */
export function writeJsonLine(row: RowInput, columns: readonly Column[]): string {
  const members = columns.flatMap((column) => {
    const member = column === 'expectedRevision' ? row.expectedRevision : textOf(row, column);
    return member === null || member === '' ? [] : [[column, member]];
  });
  return `${JSON.stringify(Object.fromEntries(members))}\n`;
}

function textOf(row: RowInput, column: Column): string | null {
  if (column === 'dimensions') return formatDimensions(row.dimensions);
  if (column === 'expectedRevision') return row.expectedRevision === null ? null : String(row.expectedRevision);
  return row[column];
}
