import { isSignedFigure } from '../validation/figure-text.ts';

/**
 * Signs with which a spreadsheet takes a cell for a formula; full-width ones too, which some East Asian versions
 * take for the same. An apostrophe before them makes the cell text.
 */
const FORMULA_START = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/u;
const NEUTRALISED = /^'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/u;
const NUMBER = /^-\d+(\.\d+)?$/;
/** A dash or two is what people put where they have nothing to tell. */
const DASHES = /^[-\uff0d]{1,4}$/u;

/** The cell as a spreadsheet may open it. A negative number stays a number. `restoreCell` is its inverse. */
export function neutraliseCell(text: string): string {
  if (!FORMULA_START.test(text) && !NEUTRALISED.test(text)) return text;
  return NUMBER.test(text) ? text : `'${text}`;
}

/** The text of a cell without the apostrophe that an export put before it; null where there is none. */
export function restoreCell(text: string): string | null {
  return NEUTRALISED.test(text) ? text.slice(1) : null;
}

/** Whether a spreadsheet would compute the cell. Signed figures and dashes for nothing are no formulas. */
export function isFormula(text: string): boolean {
  return FORMULA_START.test(text) && !DASHES.test(text) && !isSignedFigure(text);
}
