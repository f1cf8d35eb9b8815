import type { Measure } from '../../../catalogue/framework/measure.ts';
import type { IssueSeverity } from '../../../primitives/issue.ts';
import { type Decimal, toDecimalString } from '../../../primitives/decimal.ts';
import { formatDimensions } from '../../../primitives/dimensions.ts';
import type { Cell } from '../../observation/observation.ts';
import { type CellRule, type CellValues, cellOfRow } from '../cell-rule.ts';
import type { ResolvedRow, RowContext } from '../row.ts';
import type { Finding } from '../row.errors.ts';
import { departmentErrors, type ToldPair } from './department.errors.ts';
import { numberIn } from './number-in.ts';
import { isOwn } from './own-figure.ts';

/** Two measures held against each other at the same cell, by their codes. */
export type Pair = readonly [first: string, second: string];

interface PairRule {
  readonly id: string;
  readonly strength: Extract<IssueSeverity, 'ERROR' | 'WARNING'>;
  readonly titleZh: string;
  readonly pairs: readonly Pair[];
}

/** A department's check that the first is at most the second, or at most a share of it. */
export function notAboveRule({ share = '1', ...rule }: PairRule & { readonly share?: string }): CellRule {
  return pairRule(rule, (sides) => {
    if (sides.values[0].lte(sides.values[1].times(share))) return null;
    return departmentErrors.partAboveWhole(rule.strength, sides.told, share);
  });
}

/** A department's check that the first is not there without the second: people at meetings that were not held. */
export function needsRule(rule: PairRule): CellRule {
  return pairRule(rule, (sides) => {
    if (!sides.values[0].gt(0) || !sides.values[1].isZero()) return null;
    return departmentErrors.withoutGround(rule.strength, sides.told);
  });
}

/** Both values of a pair, and what of them may be told. */
interface Sides {
  readonly values: readonly [Decimal, Decimal];
  readonly told: ToldPair;
}

function pairRule({ pairs, ...facts }: PairRule, judge: (sides: Sides) => Finding | null): CellRule {
  return {
    ...facts,
    isWaivable: false,
    appliesTo: { measures: [...new Set(pairs.flat())] },
    needsOthers: true,
    reads: (row) => pairsOf(row, pairs).flat(),
    check: (row, values, context) => {
      for (const pair of pairsOf(row, pairs)) {
        const sides = sidesOf(row, pair, values, context);
        const finding = sides === null ? null : judge(sides);
        if (finding !== null) return finding;
      }
      return null;
    },
  };
}

/** The cells of the pairs a row is in; a pair whose measures are not of the row's framework is left out. */
function pairsOf(row: ResolvedRow, pairs: readonly Pair[]): (readonly [Cell, Cell])[] {
  return pairs.flatMap((pair) => {
    if (!pair.includes(row.input.measure)) return [];
    const [first, second] = pair.map((code) => counterpart(row, row.framework?.measures.get(code)));
    return first && second ? [[first, second] as const] : [];
  });
}

/** The cell of a measure at a row's place: same coordinates; null where it is broken down otherwise. */
function counterpart(row: ResolvedRow, measure: Measure | undefined): Cell | null {
  if (measure === undefined || measure.frequency !== row.measure?.frequency) return null;
  if (measure.dimensions.length !== row.input.dimensions.length) return null;
  if (!row.input.dimensions.every(({ key }) => measure.dimensions.includes(key))) return null;
  return { ...cellOfRow(row), measure: measure.code, dimensions: formatDimensions(row.input.dimensions) };
}

function sidesOf(
  row: ResolvedRow,
  cells: readonly [Cell, Cell],
  values: CellValues,
  context: RowContext,
): Sides | null {
  const first = numberIn(values.after(cells[0]));
  const second = numberIn(values.after(cells[1]));
  if (first === null || second === null) return null;
  const name = ({ measure }: Cell): string => row.framework?.measures.get(measure)?.nameZh ?? measure;
  const tell = (cell: Cell, value: Decimal): string | null =>
    isOwn(row, [cell], context) ? toDecimalString(value) : null;
  const figures = [tell(cells[0], first), tell(cells[1], second)] as const;
  const compared = row.input.measure === cells[0].measure ? figures[1] : figures[0];
  return { values: [first, second], told: { names: [name(cells[0]), name(cells[1])], figures, compared } };
}
