import { FORMULA_START } from '../../primitives/spreadsheet-cell.ts';
import { isSignedFigure } from '../validation/figure-text.ts';

/** A dash or two is what people put where they have nothing to tell. */
const DASHES = /^[-\uff0d]{1,4}$/u;

/** Whether a spreadsheet would compute the cell. Signed figures and dashes for nothing are no formulas. */
export function isFormula(text: string): boolean {
  return FORMULA_START.test(text) && !DASHES.test(text) && !isSignedFigure(text);
}
