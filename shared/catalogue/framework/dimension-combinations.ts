import type { DimensionValue } from '../../primitives/dimensions.ts';
import type { Framework } from './framework.ts';

/** Coordinates over some dimensions: every combination of their values, in the order of the code lists. */
export function combineDimensions(framework: Framework, dimensions: readonly string[]): DimensionValue[][] {
  let rows: DimensionValue[][] = [[]];
  for (const key of dimensions) {
    const values = framework.dimensions.get(key)?.values ?? [];
    rows = rows.flatMap((row) => values.map(({ code }) => [...row, { key, code }]));
  }
  return rows;
}
