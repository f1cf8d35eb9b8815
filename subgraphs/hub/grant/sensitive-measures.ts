import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { measuresOwnedBy } from '../../../shared/catalogue/ownership.ts';

/**
 * Measures that are sensitive by their subject: disputes over wages touch on stability. Their owner and the lead
 * office see them by role; nobody is granted them.
 */
const SENSITIVE: ReadonlySet<string> = new Set(['wage-arrears-cases', 'wage-arrears-cases-closed']);

export function isSensitiveMeasure(measure: string): boolean {
  return SENSITIVE.has(measure);
}

/**
 * What a grant of all measures of a unit comes to: null, all of them, but for a unit that answers for something
 * sensitive. There the others are named one by one.
 */
export function grantableMeasures(catalogue: Catalogue): (memberUnit: string) => readonly string[] | null {
  return (memberUnit) => {
    const owned = [...catalogue.splits.values()].flatMap((split) => measuresOwnedBy(split, memberUnit));
    return owned.some(isSensitiveMeasure) ? [...new Set(owned)].filter((code) => !isSensitiveMeasure(code)) : null;
  };
}
