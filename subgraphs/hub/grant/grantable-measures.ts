import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { measuresOwnedBy } from '../../../shared/catalogue/responsibility/ownership.ts';

/**
 * What a grant of all measures of a unit comes to: null, all of them, but for a unit that answers for something
 * sensitive. There the others are named one by one, so that a viewer's grants never name what he may not see.
 */
export function grantableMeasures({
  splits,
  sensitiveMeasures,
}: Pick<Catalogue, 'splits' | 'sensitiveMeasures'>): (memberUnit: string) => readonly string[] | null {
  return (memberUnit) => {
    const owned = new Set([...splits.values()].flatMap((split) => measuresOwnedBy(split, memberUnit)));
    const grantable = [...owned].filter((code) => !sensitiveMeasures.has(code));
    return grantable.length === owned.size ? null : grantable;
  };
}
