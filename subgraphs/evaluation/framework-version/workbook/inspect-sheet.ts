import { WORKBOOK_LIMITS } from './workbook-limits.ts';
import { type WorkbookRefusal, workbookRefusals } from './workbook-refusals.ts';

/** Faults told of one sheet; further ones would only repeat them. */
const MOST = 20;
/** A cell with its address, a formula, or the address of merged cells; with or without a prefix of names. */
const PIECES = /<(?:\w+:)?(?:(c)(?=[\s/>])([^>]*)>|(f)(?=[\s/>])|(mergeCell)(?=[\s/>])([^>]*)>)/g;

/** Looks through the XML of a sheet before anybody builds rows of it. */
export function inspectSheet(name: string, xml: string): { refusals: WorkbookRefusal[]; cells: number } {
  const refusals: WorkbookRefusal[] = [];
  let [cells, last] = [0, 'A1'];
  for (const [, cell, attributes = '', formula, merged, mergedAttributes = ''] of xml.matchAll(PIECES)) {
    if (refusals.length >= MOST || cells > WORKBOOK_LIMITS.cells) break;
    if (cell !== undefined) {
      cells += 1;
      last = /(?:^|\s)r="([A-Z]{1,8}\d{1,10})"/.exec(attributes)?.[1] ?? '';
      if (!isWithin(last)) refusals.push(workbookRefusals.outside(name, last));
    } else if (formula !== undefined) refusals.push(workbookRefusals.formula(name, last));
    else if (merged !== undefined) {
      refusals.push(workbookRefusals.merged(name, /\sref="([A-Z]+\d+)/.exec(mergedAttributes)?.[1] ?? 'A1'));
    }
  }
  return { refusals, cells };
}

/** A cell without an address is outside, too: where it stands would be for the reader to guess. */
function isWithin(address: string): boolean {
  const [, letters = '', digits = ''] = /^([A-Z]{1,3})(\d{1,7})$/.exec(address) ?? [];
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  const row = Number(digits);
  return column >= 1 && column <= WORKBOOK_LIMITS.columns && row >= 1 && row <= WORKBOOK_LIMITS.rows;
}
