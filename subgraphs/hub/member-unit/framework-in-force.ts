import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { Framework } from '../../../shared/catalogue/framework/framework.ts';

/** The district framework (区级指标体系) in force at an instant, the newest where several are; null when none is. */
export function districtFrameworkInForce(catalogue: Catalogue, at: Date): Framework | null {
  const day = dayInChina(at);
  const inForce = [...catalogue.frameworks.values()].filter(
    ({ subjectKind, validFrom, validTo }) =>
      subjectKind === 'district' && validFrom <= day && (validTo === null || day < validTo),
  );
  return inForce.sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0] ?? null;
}

/** China has one zone and no summer time. */
function dayInChina(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
