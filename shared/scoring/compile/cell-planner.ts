import type { Framework } from '../../catalogue/framework/framework.ts';
import type { Derivation, Measure } from '../../catalogue/framework/measure.ts';
import { derivationParts } from '../../derivation/derive-value.ts';
import { cellsAt } from '../../derivation/dimension-total.ts';
import { cellsOf, isUnavailable } from '../../derivation/measure-cells.ts';
import { rollUpPeriods, rollUpRule } from '../../derivation/roll-up.ts';
import { type Decimal, decimal } from '../../primitives/decimal.ts';
import { type DimensionValue, formatDimensions } from '../../primitives/dimensions.ts';
import type { CellNode, DerivedNode, EnteredNode, Slot } from './cell-node.ts';
import { HUNDRED, ONE, ZERO } from '../outcome/outcome.ts';
import type { SlotTable } from './slot-table.ts';

const INFINITE = decimal(Number.POSITIVE_INFINITY);
const MINUS_INFINITE = decimal(Number.NEGATIVE_INFINITY);
const MINUS_ONE = decimal(-1);

/** Years back in which the value of a last election is looked for: one term of office (derived: five years). */
const TERM_OF_OFFICE = 5;

type Coordinates = readonly DimensionValue[];

/** Lays out, once per framework and year, which places of the input store make which value. */
export class CellPlanner {
  private readonly nodes = new Map<string, CellNode>();

  constructor(
    readonly framework: Framework,
    readonly year: number,
    readonly slots: SlotTable,
  ) {}

  /** Number of nodes laid out so far: the size of a reader's memory. */
  get size(): number {
    return this.nodes.size;
  }

  /** The measure of a code; a model that names another is at fault. */
  measure(code: string): Measure {
    const measure = this.framework.measures.get(code);
    if (measure === undefined) throw new RangeError(`measure ${code} is not in framework ${this.framework.id}`);
    return measure;
  }

  /**
   * The value of a measure at coordinates that may leave dimensions open. Rule (derived; the models are silent):
   * counts and amounts are summed over a partition; shares are computed anew from the sums of their parts;
   * a dimension with a value for the whole is read there. Null where none of these is possible.
   */
  total(code: string, coordinates: Coordinates, yearsEarlier = 0, isCarried = true): CellNode | null {
    const measure = this.measure(code);
    const cells = cellsAt(this.framework, measure, coordinates);
    if (cells === null) return this.derived(measure, coordinates, { yearsEarlier, stored: null });
    const carry = isCarried && measure.periodicity?.event === 'election';
    const nodes = cells.map((cell) =>
      carry
        ? this.carriedCell(measure, cell.coordinates, yearsEarlier)
        : this.strictCell(measure, cell.coordinates, yearsEarlier),
    );
    const [only] = nodes;
    if (nodes.length === 1 && only !== undefined) return only;
    const year = this.year - yearsEarlier;
    const dimensions = formatDimensions(coordinates);
    return this.node(`${carry ? 'carried ' : ''}sum ${code} ${dimensions} ${year}`, (index) => {
      const bounds = { lowest: this.lowest(measure), highest: highest(measure) };
      return { kind: 'sum', index, measure: code, year, dimensions, cells: nodes, ...bounds };
    });
  }

  /** A computed value that is no measure of its own, such as the growth of a count. */
  computed(operation: Derivation['op'], label: string, parts: readonly CellNode[]): CellNode {
    const [first] = parts;
    if (first === undefined) throw new RangeError('a computed value needs parts');
    const name = `${operation} ${label} ${parts.map(({ index }) => index).join(' ')}`;
    return this.node(name, (index) => ({
      kind: 'derived',
      index,
      operation,
      measure: label,
      year: this.year,
      dimensions: first.dimensions,
      stored: null,
      parts,
      isUnavailable: false,
      lowest: lowestResult(
        operation,
        parts.every(({ lowest }) => lowest.gte(ZERO)),
      ),
      highest: INFINITE,
    }));
  }

  /** The cell of the year or of the last election before it. */
  private carriedCell(measure: Measure, coordinates: Coordinates, yearsEarlier: number): CellNode {
    const dimensions = formatDimensions(coordinates);
    const year = this.year - yearsEarlier;
    const back = Array.from({ length: TERM_OF_OFFICE }, (_, step) => yearsEarlier + step);
    const cells = back.map((earlier) => this.strictCell(measure, coordinates, earlier));
    return this.node(`carried ${measure.code} ${dimensions} ${year}`, (index) => {
      const bounds = { lowest: this.lowest(measure), highest: highest(measure) };
      return { kind: 'carried', index, measure: measure.code, year, dimensions, cells, ...bounds };
    });
  }

  /** The cell of exactly that year. */
  private strictCell(measure: Measure, coordinates: Coordinates, yearsEarlier: number): CellNode {
    if (measure.derivation !== null) {
      const stored = formatDimensions(coordinates);
      const node = this.derived(measure, coordinates, { yearsEarlier, stored });
      if (node !== null) return node;
    }
    const dimensions = formatDimensions(coordinates);
    const year = this.year - yearsEarlier;
    return this.node(`cell ${measure.code} ${dimensions} ${year}`, (index) =>
      this.entered(measure, { index, year, dimensions, isUnavailable: isUnavailable(measure, coordinates) }),
    );
  }

  private entered(
    measure: Measure,
    place: Pick<EnteredNode, 'index' | 'year' | 'dimensions' | 'isUnavailable'>,
  ): EnteredNode {
    const slot = (period: string, dimensions: string): Slot => this.slots.slot(measure, period, dimensions);
    const periods = rollUpPeriods(measure, place.year);
    const event = measure.periodicity?.event;
    return {
      kind: 'entered',
      ...place,
      measure: measure.code,
      annual: measure.frequency === 'annual' ? null : slot(String(place.year), place.dimensions),
      slots: periods.map((period) => slot(period, place.dimensions)),
      rule: rollUpRule(measure),
      calendar:
        event === undefined
          ? null
          : {
              event,
              siblings: cellsOf(this.framework, measure).flatMap(({ text }) => periods.map((p) => slot(p, text))),
            },
      lowest: this.lowest(measure),
      highest: highest(measure),
    };
  }

  /** A computed cell; without a stored text it is a share over a partition, computed anew from the sums of its parts. */
  private derived(
    measure: Measure,
    coordinates: Coordinates,
    { yearsEarlier, stored }: { yearsEarlier: number; stored: string | null },
  ): CellNode | null {
    if (measure.derivation === null) return null;
    const isCarried = measure.periodicity === null;
    const parts: CellNode[] = [];
    for (const part of derivationParts(measure.derivation)) {
      const node = this.total(part.measure, coordinates, yearsEarlier + part.yearsEarlier, isCarried);
      if (node === null) return null;
      parts.push(node);
    }
    const operation = measure.derivation.op;
    const year = this.year - yearsEarlier;
    const dimensions = formatDimensions(coordinates);
    return this.node(
      `${stored === null ? 'recomputed' : 'derived'} ${measure.code} ${dimensions} ${year}`,
      (index) => ({
        kind: 'derived',
        index,
        operation,
        measure: measure.code,
        year,
        dimensions,
        stored: stored === null ? null : this.slots.slot(measure, String(year), stored),
        parts,
        isUnavailable: isUnavailable(measure, coordinates),
        lowest: lowestResult(
          operation,
          parts.every(({ lowest }) => lowest.gte(ZERO)),
        ),
        highest: INFINITE,
      }),
    );
  }

  private node(name: string, create: (index: number) => CellNode): CellNode {
    const known = this.nodes.get(name);
    if (known !== undefined) return known;
    const node = create(this.nodes.size);
    this.nodes.set(name, node);
    return node;
  }

  private lowest(measure: Measure): Decimal {
    if (measure.derivation === null) return measure.type === 'amount' ? MINUS_INFINITE : ZERO;
    const parts = derivationParts(measure.derivation).map((part) => this.lowest(this.measure(part.measure)));
    return lowestResult(
      measure.derivation.op,
      parts.every((lowest) => lowest.gte(ZERO)),
    );
  }
}

/** Least possible result of a derivation: a count cannot shrink by more than all of it. */
function lowestResult(operation: DerivedNode['operation'], isNeverNegative: boolean): Decimal {
  if (!isNeverNegative || operation === 'change') return MINUS_INFINITE;
  return operation === 'growth' ? MINUS_ONE : ZERO;
}

function highest(measure: Measure): Decimal {
  if (measure.type === 'boolean') return ONE;
  return measure.type === 'score' ? HUNDRED : INFINITE;
}
