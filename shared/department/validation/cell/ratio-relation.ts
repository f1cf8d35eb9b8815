import type { Derivation, Framework, Measure } from '../../../catalogue/catalogue.ts';
import { cellsAt } from '../../../derivation/dimension-total.ts';
import { cellsOf } from '../../../derivation/measure-cells.ts';
import { rollUpPeriods } from '../../../derivation/roll-up.ts';
import { type Decimal, decimal } from '../../../primitives/decimal.ts';
import { type Period, periodTypeOf } from '../../../primitives/period.ts';
import type { Cell } from '../../observation/observation.ts';
import type { CellValues } from '../cell-rule.ts';
import { numberIn } from './number-in.ts';
import type { ResolvedRow } from '../row.ts';

type RatioOp = Extract<Derivation['op'], 'share' | 'completion'>;

/** Entered cells of one side of a ratio; their sum is the side's value. */
interface Side {
  readonly measure: Measure;
  readonly dimensions: readonly string[];
}

/** One cell of a computed ratio with the entered cells it rests on. */
export interface RatioRelation {
  readonly ratio: Measure;
  readonly op: RatioOp;
  readonly numerator: Side;
  readonly denominator: Side;
}

/** A ratio at one period of one subject, as a row touches it. */
export interface RatioAtPeriod extends RatioRelation {
  readonly period: string;
  readonly subject: string;
  /** The side the row is on. */
  readonly side: 'numerator' | 'denominator';
}

/** A relation that asks for more cells than this is left to the evaluation, which sees them all at once. */
const MOST_CELLS = 8;

const indexes = new WeakMap<Framework, ReadonlyMap<string, readonly RatioRelation[]>>();

/** Several rules ask about the ratios of one row, to read and to check. */
const ratiosByRow = new WeakMap<ResolvedRow, readonly RatioAtPeriod[]>();

/** The ratios a row's cell is part of, matched as the derivation matches them. */
export function ratiosOf(row: ResolvedRow, op: RatioOp): RatioAtPeriod[] {
  const known = ratiosByRow.get(row) ?? findRatios(row);
  ratiosByRow.set(row, known);
  return known.filter((ratio) => ratio.op === op);
}

function findRatios(row: ResolvedRow): RatioAtPeriod[] {
  const { framework, measure, input } = row;
  if (framework === null || measure === null) return [];
  const relations = indexOf(framework).get(cellId(measure.code, row.dimensions)) ?? [];
  return relations.flatMap((relation) => {
    const period = periodOfRatio(relation.ratio, measure, row.period);
    if (period === null) return [];
    const side = relation.numerator.measure === measure ? 'numerator' : 'denominator';
    const ratio: RatioAtPeriod = { ...relation, period, subject: input.subject, side };
    return cellsOfRatio(ratio).length > MOST_CELLS ? [] : [ratio];
  });
}

/** Every entered cell the ratio may rest on. */
export function cellsOfRatio(ratio: RatioAtPeriod): Cell[] {
  return [...cellsOfSide(ratio, ratio.numerator), ...cellsOfSide(ratio, ratio.denominator)];
}

/** What one side comes to after the submission: a lower bound where parts are missing, counts being never negative. */
export function sumOfSide(
  ratio: RatioAtPeriod,
  side: Side,
  values: CellValues,
): { readonly sum: Decimal; readonly isComplete: boolean } {
  let sum = decimal(0);
  let isComplete = true;
  for (const dimensions of side.dimensions) {
    const at = (period: string): Decimal | null =>
      numberIn(values.after({ subject: ratio.subject, measure: side.measure.code, period, dimensions }));
    const direct = at(ratio.period);
    const parts = direct === null ? partsOfPeriod(side.measure, ratio.period).map(at) : [direct];
    if (parts.length === 0 || parts.includes(null)) isComplete = false;
    for (const part of parts) if (part !== null) sum = sum.plus(part);
  }
  return { sum, isComplete };
}

/** Every entered cell one side may rest on. */
export function cellsOfSide({ subject, period }: RatioAtPeriod, { measure, dimensions }: Side): Cell[] {
  const periods = [period, ...partsOfPeriod(measure, period)];
  return dimensions.flatMap((text) =>
    periods.map((each) => ({ subject, measure: measure.code, period: each, dimensions: text })),
  );
}

/** The periods a year is rolled up from for a measure reported more often; none otherwise. */
function partsOfPeriod(measure: Measure, period: string): string[] {
  const isYear = /^\d{4}$/.test(period);
  return isYear && measure.frequency !== 'annual' ? rollUpPeriods(measure, Number(period)) : [];
}

/** The period of the ratio to which a value of one of its sides counts. */
function periodOfRatio(ratio: Measure, part: Measure, period: Period | null): string | null {
  if (period === null) return null;
  if (period.type === periodTypeOf(ratio.frequency)) return period.code;
  const counts = ratio.frequency === 'annual' && rollUpPeriods(part, period.year).includes(period.code);
  return counts ? String(period.year) : null;
}

function indexOf(framework: Framework): ReadonlyMap<string, readonly RatioRelation[]> {
  const known = indexes.get(framework) ?? buildIndex(framework);
  indexes.set(framework, known);
  return known;
}

function buildIndex(framework: Framework): Map<string, RatioRelation[]> {
  const index = new Map<string, RatioRelation[]>();
  for (const relation of relationsOf(framework)) {
    for (const { measure, dimensions } of [relation.numerator, relation.denominator]) {
      for (const text of dimensions) {
        const key = cellId(measure.code, text);
        index.set(key, [...(index.get(key) ?? []), relation]);
      }
    }
  }
  return index;
}

/** Ratios of entered measures; one that rests on a computed measure is judged where that is computed. */
function relationsOf(framework: Framework): RatioRelation[] {
  return [...framework.measures.values()].flatMap((ratio) => {
    const { derivation } = ratio;
    if (derivation?.op !== 'share' && derivation?.op !== 'completion') return [];
    const numerator = framework.measures.get(derivation.numerator);
    const denominator = framework.measures.get(derivation.denominator);
    if (!numerator || !denominator || numerator.derived || denominator.derived) return [];
    return cellsOf(framework, ratio).flatMap(({ coordinates }) => {
      const upper = cellsAt(framework, numerator, coordinates);
      const lower = cellsAt(framework, denominator, coordinates);
      if (upper === null || lower === null) return [];
      return [
        { ratio, op: derivation.op, numerator: toSide(numerator, upper), denominator: toSide(denominator, lower) },
      ];
    });
  });
}

function toSide(measure: Measure, cells: readonly { readonly text: string }[]): Side {
  return { measure, dimensions: cells.map(({ text }) => text) };
}

function cellId(measure: string, dimensions: string): string {
  return `${measure}\t${dimensions}`;
}
