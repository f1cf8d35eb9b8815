import type { Cell } from '../observation/observation.ts';
import { combineDimensions } from '../../catalogue/framework/dimension-combinations.ts';
import { formatDimensions } from '../../primitives/dimensions.ts';
import type { ResolvedRow } from './row.ts';
import { TOTAL } from './total-code.ts';

/** True for a total handed in to be compared with its parts (合计核对行); it is never stored. */
export function isControlRow(row: ResolvedRow): boolean {
  return row.isControl;
}

/** The parts a control row is the total of; null where a dimension overlaps, or the measure cannot be added. */
export function partsOfTotal({ input, measure, framework }: ResolvedRow): Cell[] | null {
  if (measure === null || framework === null) return null;
  if (measure.type !== 'count' && measure.type !== 'amount') return null;
  const keys = new Set(input.dimensions.map(({ key }) => key));
  // Anything can be written in a row: only the measure's own dimensions, each once, are multiplied out.
  if (keys.size !== input.dimensions.length || ![...keys].every((key) => measure.dimensions.includes(key))) return null;
  const summed = input.dimensions.filter(({ code }) => code === TOTAL).map(({ key }) => key);
  if (!summed.every((key) => framework.dimensions.get(key)?.partition)) return null;
  const fixed = input.dimensions.filter(({ code }) => code !== TOTAL);
  const { subject, period } = input;
  return combineDimensions(framework, summed).map((varying) => ({
    subject,
    period,
    measure: measure.code,
    dimensions: formatDimensions([...fixed, ...varying]),
  }));
}
