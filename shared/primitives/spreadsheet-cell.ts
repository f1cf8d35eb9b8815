/**
 * Signs with which a spreadsheet takes a cell for a formula; full-width ones too, which some East Asian versions
 * take for the same. An apostrophe before them makes the cell text.
 */
export const FORMULA_START = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/u;
const NEUTRALISED = /^'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/u;
const NUMBER = /^-\d+(\.\d+)?$/;

/** The cell as a spreadsheet may open it. A negative number stays a number. `restoreCell` is its inverse. */
export function neutraliseCell(text: string): string {
  if (!FORMULA_START.test(text) && !NEUTRALISED.test(text)) return text;
  return NUMBER.test(text) ? text : `'${text}`;
}

/** The text of a cell without the apostrophe that an export put before it; null where there is none. */
export function restoreCell(text: string): string | null {
  return NEUTRALISED.test(text) ? text.slice(1) : null;
}

/** One record of a CSV file with its line break; no cell of it is computed by a spreadsheet. */
export function csvRecord(cells: readonly string[]): string {
  return `${cells.map((cell) => quoteCell(neutraliseCell(cell))).join(',')}\r\n`;
}

/** How a CSV file for spreadsheets begins: without the mark of UTF-8 they take Chinese for another encoding. */
export const CSV_MARK = '\ufeff';

function quoteCell(text: string): string {
  return /[",\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
