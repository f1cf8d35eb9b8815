import type { Framework } from '../catalogue/framework/framework.ts';
import type { Measure } from '../catalogue/framework/measure.ts';
import type { DimensionValue } from '../primitives/dimensions.ts';
import { combineDimensions } from '../catalogue/framework/dimension-combinations.ts';
import { type MeasureCell, toCell } from './measure-cells.ts';

/** Code of the value that stands for the whole where a dimension has one (`member-group`). */
const WHOLE = 'all';

/**
 * The cells of `measure` whose sum is its value at `coordinates`: dimensions it does not have are dropped,
 * dimensions it has beyond them are summed where they are a partition, or read at `all` where they have it.
 * Null where an extra dimension overlaps, or the measure is a ratio, a mark or a text: those cannot be added.
 */
export function cellsAt(
  framework: Framework,
  measure: Measure,
  coordinates: readonly DimensionValue[],
): MeasureCell[] | null {
  const fixed: DimensionValue[] = [];
  const summed: string[] = [];
  for (const id of measure.dimensions) {
    const given = coordinates.find(({ key }) => key === id);
    if (given !== undefined) {
      fixed.push(given);
      continue;
    }
    const dimension = framework.dimensions.get(id);
    if (dimension === undefined) return null;
    if (dimension.partition) summed.push(id);
    else if (dimension.values.some(({ code }) => code === WHOLE)) fixed.push({ key: id, code: WHOLE });
    else return null;
  }
  if (summed.length > 0 && measure.type !== 'count' && measure.type !== 'amount') return null;
  return combineDimensions(framework, summed).map((row) => toCell([...fixed, ...row]));
}
