import { ownerOfCell } from '../../../catalogue/responsibility/ownership.ts';
import { parseDimensions } from '../../../primitives/dimensions.ts';
import type { Cell } from '../../observation/observation.ts';
import type { ResolvedRow, RowContext } from '../row.ts';

/** Whether the unit that reports answers for the cells too: another unit's figure is not told by way of a refusal. */
export function isOwn(
  { split }: ResolvedRow,
  cells: readonly Pick<Cell, 'measure' | 'dimensions'>[],
  { memberUnit }: RowContext,
): boolean {
  return (
    split !== null &&
    cells.every(({ measure, dimensions }) => ownerOfCell(split, measure, parseDimensions(dimensions)) === memberUnit)
  );
}
