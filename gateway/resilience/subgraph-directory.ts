import type { Catalogue } from '../../shared/catalogue/catalogue.ts';

export interface UnitLabel {
  readonly code: string;
  readonly name: string;
}

/** Who stands behind a subgraph, for the words of an error. */
export interface SubgraphDirectory {
  /** Chinese name of the subgraph; its own name where it has none. */
  nameOf(subgraph: string): string;
  /** Member units (成员单位) whose data it carries, in official order. */
  unitsOf(subgraph: string): readonly UnitLabel[];
}

/** Subgraphs that no department owns. */
const OWN_NAMES: Readonly<Record<string, string>> = { evaluation: '评价', coordination: '统筹协调', hub: '枢纽' };

export function directoryOf(catalogue: Pick<Catalogue, 'memberUnits' | 'subgraphs'>): SubgraphDirectory {
  const units = new Map<string, UnitLabel[]>();
  for (const unit of catalogue.memberUnits.values()) {
    const label = { code: unit.id, name: unit.nameZh };
    const known = units.get(unit.subgraph);
    if (known) known.push(label);
    else units.set(unit.subgraph, [label]);
  }
  return {
    nameOf: (subgraph) => catalogue.subgraphs.get(subgraph)?.nameZh ?? OWN_NAMES[subgraph] ?? subgraph,
    unitsOf: (subgraph) => units.get(subgraph) ?? [],
  };
}
