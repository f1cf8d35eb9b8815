import type { Framework } from '../catalogue/framework/framework.ts';
import type { Measure } from '../catalogue/framework/measure.ts';
import { combineDimensions } from '../catalogue/framework/dimension-combinations.ts';
import { type DimensionValue, formatDimensions } from '../primitives/dimensions.ts';

/** One cell of a measure: its coordinates and their canonical text. */
export interface MeasureCell {
  readonly coordinates: readonly DimensionValue[];
  readonly text: string;
}

/** All cells of a measure: one for each combination of the values of its dimensions, in the order of the code lists. */
export function cellsOf(framework: Framework, measure: Measure): MeasureCell[] {
  return combineDimensions(framework, measure.dimensions).map(toCell);
}

/** True for a cell that cannot be had reliably: shown where given, never asked for. */
export function isUnavailable(measure: Measure, coordinates: readonly DimensionValue[]): boolean {
  const { unavailable } = measure;
  if (unavailable === null) return false;
  return coordinates.some(({ key, code }) => key === unavailable.dimension && unavailable.values.includes(code));
}

export function toCell(coordinates: readonly DimensionValue[]): MeasureCell {
  return { coordinates, text: formatDimensions(coordinates) };
}
