import type { Framework } from '../../catalogue/framework/framework.ts';
import type { ResponsibilitySplit } from '../../catalogue/responsibility/responsibility-split.ts';
import { ownerOfCell } from '../../catalogue/responsibility/ownership.ts';
import { deriveCell } from '../../derivation/derive-cell.ts';
import {
  type CellRef,
  createDerivationGraph,
  dependentCells,
  type DerivationGraph,
} from '../../derivation/derived-cells.ts';
import { decimal, isDecimalString, toDecimalString } from '../../primitives/decimal.ts';
import { parseDimensions } from '../../primitives/dimensions.ts';

/** A computed cell with its value and the unit that answers for it. */
export interface ComputedCell extends CellRef {
  readonly value: string;
  readonly memberUnit: string;
}

/** The computed cells of one framework that a department can compute alone: all parts are its own. */
export interface LocalDerivation {
  /** Computed cells of this department that the changed cells can touch, in order of computation. */
  affected(changed: readonly CellRef[]): CellRef[];
  /** Every cell that computing them may read. */
  reads(cells: readonly CellRef[]): CellRef[];
  /** The values that can be computed; a cell with a missing part is left out, missing is never zero. */
  compute(cells: readonly CellRef[], read: (cell: CellRef) => string | null): ComputedCell[];
}

/** Derivation within one subgraph; parts in other subgraphs are the evaluation's to bring together. */
export function createLocalDerivation(
  framework: Framework,
  split: ResponsibilitySplit,
  carries: (unit: string) => boolean,
): LocalDerivation {
  const graph: DerivationGraph = createDerivationGraph(framework);
  const local = new Map<string, boolean>();
  const isOwn = (cell: CellRef): boolean => {
    const owner = ownerOfCell(split, cell.measure, parseDimensions(cell.dimensions));
    return owner !== null && carries(owner);
  };
  const isLocal = (cell: CellRef): boolean => {
    const key = `${cell.measure}|${cell.dimensions}`;
    const known = local.get(key);
    if (known !== undefined) return known;
    const answer =
      isOwn(cell) && (!framework.measures.get(cell.measure)?.derived || cellsRead(framework, cell).every(isLocal));
    local.set(key, answer);
    return answer;
  };
  const rank = new Map(graph.order.map((measure, index) => [measure.code, index]));
  // Every subject has the same cells: what rests on one, and what computing one reads, is found once for all of them.
  const localDependents = remembered((cell) =>
    dependentCells(graph, cell)
      .filter(isLocal)
      .map((dependent) => [cellText(dependent), dependent] as const),
  );
  const partsOf = remembered((cell) => cellsRead(framework, cell));
  return {
    affected(changed) {
      const found = new Map<string, CellRef>();
      for (const cell of changed) {
        for (const [key, dependent] of localDependents(cell)) found.set(key, dependent);
      }
      if (found.size < 2) return [...found.values()];
      // Later years rest on earlier ones, later measures on earlier ones.
      return [...found.values()].sort(
        (a, b) => a.period.localeCompare(b.period) || (rank.get(a.measure) ?? 0) - (rank.get(b.measure) ?? 0),
      );
    },
    reads: (cells) => cells.flatMap((cell) => partsOf(cell)),
    compute(cells, read) {
      const computed = new Map<string, ComputedCell>();
      for (const cell of cells) {
        const derived = deriveCell(framework, cell, (part) => {
          const value = computed.get(cellText(part))?.value ?? read(part);
          return value !== null && isDecimalString(value) ? decimal(value) : null;
        });
        const memberUnit = ownerOfCell(split, cell.measure, parseDimensions(cell.dimensions));
        if (derived.value === null || memberUnit === null) continue;
        computed.set(cellText(cell), { ...cell, value: toDecimalString(derived.value), memberUnit });
      }
      return [...computed.values()];
    },
  };
}

/** The cells a derivation asks for when nothing is known yet, which is all it could ever read. */
function cellsRead(framework: Framework, cell: CellRef): CellRef[] {
  const asked: CellRef[] = [];
  deriveCell(framework, cell, (part) => {
    asked.push(part);
    return null;
  });
  return asked;
}

function cellText(cell: CellRef): string {
  return `${cell.measure}|${cell.period}|${cell.dimensions}`;
}

/** Cells of which something is remembered; there are some hundreds in a year. */
const MOST_REMEMBERED = 20_000;

/** The same answer for the same cell, found once. */
function remembered<T>(find: (cell: CellRef) => T): (cell: CellRef) => T {
  const answers = new Map<string, T>();
  return (cell) => {
    const key = cellText(cell);
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (answers.size >= MOST_REMEMBERED) answers.clear();
    const answer = find(cell);
    answers.set(key, answer);
    return answer;
  };
}
