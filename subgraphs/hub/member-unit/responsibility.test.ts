import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../shared/catalogue/load-catalogue.ts';
import { cellsOf, indicatorsLedBy, ownerOfCell } from '../../../shared/catalogue/responsibility/ownership.ts';
import { dutiesByUnit, type ResponsibilityDuty, type ResponsibilityRoleName } from './responsibility.ts';

const catalogue = loadCatalogue();
const framework = catalogue.frameworks.get('fengtai-2023')!;
const split = catalogue.splits.get('fengtai-2023')!;
const duties = dutiesByUnit(framework, split);

function codes(unit: string, role: ResponsibilityRoleName): string[] {
  return (duties.get(unit) ?? []).filter((duty) => duty.role === role).map(({ indicator }) => indicator.code);
}

describe('the duties of the member units', () => {
  it('give every indicator exactly one lead', () => {
    const leads = [...duties.values()].flat().filter(({ role }) => role === 'LEAD');
    expect(leads.map(({ indicator }) => indicator.code).sort()).toEqual(
      framework.indicators.map(({ code }) => code).sort(),
    );
    for (const unit of catalogue.memberUnits.keys()) expect(codes(unit, 'LEAD')).toEqual(indicatorsLedBy(split, unit));
  });

  it('make a unit owner of exactly the indicators of which it owns a cell', () => {
    const owned = new Map<string, Set<string>>();
    for (const { measure, indicator } of split.measures.values()) {
      for (const cell of cellsOf(framework, measure)) {
        const unit = ownerOfCell(split, measure, cell)!;
        owned.set(unit, (owned.get(unit) ?? new Set()).add(indicator));
      }
    }
    for (const unit of catalogue.memberUnits.keys()) {
      expect(codes(unit, 'OWNER').sort(), unit).toEqual([...(owned.get(unit) ?? [])].sort());
    }
  });

  it('name the supporting units as the split does', () => {
    for (const { indicatorCode, support } of split.indicators.values()) {
      const supporting = [...duties.keys()].filter((unit) => codes(unit, 'SUPPORT').includes(indicatorCode));
      expect(supporting.sort()).toEqual([...support].sort());
    }
  });

  it('name each duty once, in the order of the indicators, under the indicator that the graph knows', () => {
    const order = new Map(framework.indicators.map(({ code }, index) => [code, index]));
    const position = ({ indicator }: ResponsibilityDuty): number => order.get(indicator.code) ?? -1;
    for (const own of duties.values()) {
      expect(own.map(position)).toEqual(own.map(position).sort((a, b) => a - b));
      expect(new Set(own.map(({ role, indicator }) => `${role} ${indicator.id}`)).size).toBe(own.length);
      for (const { indicator } of own) expect(indicator.id).toBe(`fengtai-2023:${indicator.code}`);
    }
  });
});
