import type { Measure } from '../../catalogue/framework/measure.ts';
import type { ResponsibilitySplit } from '../../catalogue/responsibility/responsibility-split.ts';
import { parseDimensions } from '../../primitives/dimensions.ts';
import type { Slot } from './cell-node.ts';
import { cellKey } from '../reading/input-value.ts';

/** Gives every place of the input store that a plan looks at its number, so that each is looked up once. */
export class SlotTable {
  private readonly slots = new Map<string, Slot>();

  constructor(private readonly split: ResponsibilitySplit) {}

  get size(): number {
    return this.slots.size;
  }

  /** How many years before `year` each measure is read, 0 for the year itself. */
  yearsBack(year: number): Map<string, Set<number>> {
    const back = new Map<string, Set<number>>();
    for (const { measure, period } of this.slots.values()) {
      back.set(measure, (back.get(measure) ?? new Set()).add(year - Number(period.slice(0, 4))));
    }
    return back;
  }

  slot(measure: Measure, period: string, dimensions: string): Slot {
    const key = cellKey(measure.code, period, dimensions);
    const known = this.slots.get(key);
    if (known !== undefined) return known;
    const memberUnit = measure.derived ? null : this.ownerOf(measure.code, dimensions);
    const gap = {
      measure: measure.code,
      assessmentItem: null,
      period,
      dimensions,
      memberUnit,
      reason: 'MISSING',
    } as const;
    const slot: Slot = { index: this.slots.size, key, measure: measure.code, period, gap };
    this.slots.set(key, slot);
    return slot;
  }

  /** The unit that answers for a cell: by dimension value where the split says so, else for the measure as a whole. */
  private ownerOf(measure: string, dimensions: string): string | null {
    const ownership = this.split.measures.get(measure);
    if (ownership === undefined) return null;
    const { byDimension, owner } = ownership;
    if (byDimension === null) return owner;
    const code = parseDimensions(dimensions).find(({ key }) => key === byDimension.dimension)?.code;
    return (code === undefined ? undefined : byDimension.owners[code]) ?? owner;
  }
}
