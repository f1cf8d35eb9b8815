import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CellRule } from './validation/cell-rule.ts';
import type { RowRule } from './validation/row-rule.ts';

/**
 * A member department as its subgraph sees itself. Everything else a department does is the machine in this folder:
 * a department's own folder states only its difference.
 */
export interface Department {
  /** Name of the subgraph, its database and schema, e.g. `hrss`. */
  readonly service: string;
  /** Prefix of its types, e.g. `Hrss`. */
  readonly typePrefix: string;
  /** Prefix of its root fields and its field on `Subject`, e.g. `hrss`. */
  readonly fieldPrefix: string;
  /** Short Chinese name for descriptions, e.g. 人社. */
  readonly label: string;
  /** Checks that only this department makes, besides the common ones. */
  readonly rules: readonly RowRule[];
  /** Checks against other cells that only this department makes. */
  readonly cellRules?: readonly CellRule[];
}

/** The member units a department's subgraph carries, in official order: its own, and for the union the hosted ones. */
export function unitsCarriedBy(catalogue: Catalogue, service: string): string[] {
  return [...catalogue.memberUnits.values()].filter((unit) => unit.subgraph === service).map((unit) => unit.id);
}

/** The unit that runs the subgraph itself and may type in for the units it hosts (代录). */
export function hostUnit(catalogue: Catalogue, service: string): string {
  const subgraph = catalogue.subgraphs.get(service);
  if (!subgraph) throw new Error(`no subgraph ${service} in the catalogue`);
  return subgraph.unit;
}
