import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import type {
  MeasureOwnership,
  ResponsibilitySplit,
} from '../../../shared/catalogue/responsibility/responsibility-split.ts';

/** 牵头单位, 责任单位, 配合单位 */
export type ResponsibilityRoleName = 'LEAD' | 'OWNER' | 'SUPPORT';

/** One duty of one unit for one indicator. */
export interface ResponsibilityDuty {
  readonly framework: string;
  readonly role: ResponsibilityRoleName;
  readonly indicator: {
    /** Identifier of the indicator in the graph: framework and number. */
    readonly id: string;
    readonly key: string;
    readonly code: string;
  };
}

/** The duties of every unit under one framework version, in the order of the indicators; a unit without any is absent. */
export function dutiesByUnit(framework: Framework, split: ResponsibilitySplit): Map<string, ResponsibilityDuty[]> {
  const duties = new Map<string, ResponsibilityDuty[]>();
  const owners = ownersByIndicator(split);
  for (const { code, key } of framework.indicators) {
    const indicator = { id: `${framework.id}:${code}`, key, code };
    const assign = (unit: string, role: ResponsibilityRoleName): void => {
      const own = duties.get(unit);
      const duty = { framework: framework.id, role, indicator };
      if (own) own.push(duty);
      else duties.set(unit, [duty]);
    };
    const responsibility = split.indicators.get(code);
    if (responsibility) assign(responsibility.lead, 'LEAD');
    for (const unit of owners.get(code) ?? []) assign(unit, 'OWNER');
    for (const unit of responsibility?.support ?? []) assign(unit, 'SUPPORT');
  }
  return duties;
}

/** Units that answer for at least one cell of a measure of the indicator; each once. */
function ownersByIndicator(split: ResponsibilitySplit): Map<string, Set<string>> {
  const owners = new Map<string, Set<string>>();
  for (const ownership of split.measures.values()) {
    const units = owners.get(ownership.indicator) ?? new Set<string>();
    for (const unit of cellOwners(ownership)) units.add(unit);
    owners.set(ownership.indicator, units);
  }
  return owners;
}

/** Where cells are divided, the whole measure's owner answers only for the cells that are his. */
function cellOwners({ owner, byDimension }: MeasureOwnership): readonly string[] {
  return byDimension ? Object.values(byDimension.owners) : [owner];
}
