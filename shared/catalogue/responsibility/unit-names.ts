import type { Framework } from '../framework/framework.ts';
import type { MemberUnit } from './member-unit.ts';

/**
 * Names of the units that answer for values, as they are said at the level a framework evaluates. The register has the
 * district's own names; for a province or city the words of the district (区) are left out (derived wording).
 */
export function unitNamesAt(
  { subjectKind }: Pick<Framework, 'subjectKind'>,
  units: ReadonlyMap<string, MemberUnit>,
): Map<string, string> {
  const isDistrict = subjectKind === 'district' || subjectKind === 'member-unit' || subjectKind === 'township';
  return new Map([...units].map(([id, { nameZh }]) => [id, isDistrict ? nameZh : withoutDistrict(nameZh)]));
}

function withoutDistrict(name: string): string {
  return name.replace('团区委', '团委').replaceAll('区委', '党委').replaceAll('区', '');
}
