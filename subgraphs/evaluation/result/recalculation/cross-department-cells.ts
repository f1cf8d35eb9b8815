import type { Catalogue } from '../../../../shared/catalogue/catalogue.ts';
import type { Framework } from '../../../../shared/catalogue/framework/framework.ts';
import { ownerOfCell } from '../../../../shared/catalogue/responsibility/ownership.ts';
import { deriveCell } from '../../../../shared/derivation/derive-cell.ts';
import { type CellRef, orderOfDerivation } from '../../../../shared/derivation/derived-cells.ts';
import { cellsOf } from '../../../../shared/derivation/measure-cells.ts';
import { parseDimensions } from '../../../../shared/primitives/dimensions.ts';
import { periodsOfYear } from '../../../../shared/primitives/period.ts';

/** The computed cells that no department can compute alone, because their parts lie in several. */
export class CrossDepartmentCells {
  private readonly catalogue: Catalogue;
  private readonly lists = new Map<string, readonly CellRef[]>();

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue;
  }

  /** Those of a year, each after what it rests on; laid out once for each framework and year. */
  ofYear(framework: Framework, year: number): readonly CellRef[] {
    const key = `${framework.id} ${year}`;
    const known = this.lists.get(key);
    if (known !== undefined) return known;
    const cells = computedCells(framework, year).filter((cell) => this.subgraphsOf(framework, cell).size > 1);
    this.lists.set(key, cells);
    return cells;
  }

  /** Subgraphs that carry the entered cells on which a cell rests in the end. */
  private subgraphsOf(framework: Framework, cell: CellRef): Set<string> {
    const isComputed = framework.measures.get(cell.measure)?.derivation != null;
    if (!isComputed) return new Set(this.subgraphOf(framework, cell));
    const parts: CellRef[] = [];
    deriveCell(framework, cell, (part) => {
      parts.push(part);
      return null;
    });
    return new Set(parts.flatMap((part) => [...this.subgraphsOf(framework, part)]));
  }

  private subgraphOf(framework: Framework, { measure, dimensions }: CellRef): string[] {
    const split = this.catalogue.splits.get(framework.id);
    const owner = split && ownerOfCell(split, measure, parseDimensions(dimensions));
    const unit = owner == null ? undefined : this.catalogue.memberUnits.get(owner);
    return unit === undefined ? [] : [unit.subgraph];
  }
}

function computedCells(framework: Framework, year: number): CellRef[] {
  return orderOfDerivation(framework).flatMap((measure) =>
    periodsOfYear(year, measure.frequency).flatMap((period) =>
      cellsOf(framework, measure).map(({ text }) => ({ measure: measure.code, period, dimensions: text })),
    ),
  );
}
