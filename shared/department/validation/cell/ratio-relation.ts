import type { Framework } from '../../../catalogue/framework/framework.ts';
import type { Derivation, Measure } from '../../../catalogue/framework/measure.ts';
import { cellsAt } from '../../../derivation/dimension-total.ts';
import { cellsOf } from '../../../derivation/measure-cells.ts';
import { rollUpPeriods } from '../../../derivation/roll-up.ts';
import { type Decimal, decimal, smallWhole } from '../../../primitives/decimal.ts';
import { type Period, periodTypeOf } from '../../../primitives/period.ts';
import type { CellValues } from '../cell-rule.ts';
import { type Place, placeOf } from '../place.ts';
import { numberIn } from './number-in.ts';
import type { ResolvedRow } from '../row.ts';

type RatioOp = Extract<Derivation['op'], 'share' | 'completion'>;

/** Entered cells of one side of a ratio; their sum is the side's value. */
interface Side {
  readonly measure: Measure;
  readonly dimensions: readonly string[];
}

/** One cell of a computed ratio with the entered cells it rests on. */
interface RatioRelation {
  readonly ratio: Measure;
  readonly op: RatioOp;
  readonly numerator: Side;
  readonly denominator: Side;
}

/** A part of a side at a period: entered for the period itself, or else for the shorter ones it is rolled up from. */
interface SidePart {
  readonly direct: Place;
  readonly shorter: readonly Place[];
}

/** A ratio at one period, as the rows of a place touch it. */
export interface RatioAtPlace {
  readonly ratio: Measure;
  readonly op: RatioOp;
  readonly numerator: readonly SidePart[];
  readonly denominator: readonly SidePart[];
  /** The side the rows are on. */
  readonly side: 'numerator' | 'denominator';
}

/** A relation that asks for more cells than this is left to the evaluation, which sees them all at once. */
const MOST_CELLS = 8;

const indexes = new WeakMap<Framework, ReadonlyMap<string, readonly RatioRelation[]>>();

/** What rows of a place touch is the same for all subjects, and several rules ask for it, to read and to check. */
const ratiosByPlace = new WeakMap<Framework, Map<string, readonly RatioAtPlace[]>>();

/** The ratios a row's cell is part of, matched as the derivation matches them. */
export function ratiosOf(row: ResolvedRow, op: RatioOp): readonly RatioAtPlace[] {
  const { framework, place } = row;
  if (framework === null) return NONE;
  const key = `${op} ${place}`;
  const ofFramework = ratiosByPlace.get(framework) ?? new Map<string, readonly RatioAtPlace[]>();
  const known = ofFramework.get(key);
  if (known !== undefined) return known;
  if (ofFramework.size >= MOST_PLACES) ofFramework.clear();
  const found = findRatios(row, framework, op);
  ratiosByPlace.set(framework, ofFramework.set(key, found));
  return found;
}

const NONE: readonly RatioAtPlace[] = [];
const MOST_PLACES = 20_000;

function findRatios({ measure, period, dimensions }: ResolvedRow, framework: Framework, op: RatioOp): RatioAtPlace[] {
  if (measure === null) return [];
  const relations = indexOf(framework).get(cellId(measure.code, dimensions)) ?? [];
  return relations.flatMap((relation) => {
    const at = relation.op === op ? periodOfRatio(relation.ratio, measure, period) : null;
    if (at === null) return [];
    const ratio: RatioAtPlace = {
      ratio: relation.ratio,
      op,
      numerator: partsAt(relation.numerator, at),
      denominator: partsAt(relation.denominator, at),
      side: relation.numerator.measure === measure ? 'numerator' : 'denominator',
    };
    return placesOfRatio(ratio).length > MOST_CELLS ? [] : [ratio];
  });
}

function partsAt({ measure, dimensions }: Side, period: string): SidePart[] {
  const shorter = partsOfPeriod(measure, period);
  return dimensions.map((text) => {
    const at = (each: string): Place => placeOf({ measure: measure.code, period: each, dimensions: text });
    return { direct: at(period), shorter: shorter.map(at) };
  });
}

/** The place of every entered cell the ratio may rest on. */
export function placesOfRatio({ numerator, denominator }: RatioAtPlace): Place[] {
  return [...placesOfSide(numerator), ...placesOfSide(denominator)];
}

/** The place of every entered cell one side may rest on. */
export function placesOfSide(parts: readonly SidePart[]): Place[] {
  return parts.flatMap(({ direct, shorter }) => [direct, ...shorter]);
}

/** What one side comes to after the submission: a lower bound where parts are missing, counts being never negative. */
export function sumOfSide(
  parts: readonly SidePart[],
  subject: string,
  values: CellValues,
): { readonly sum: Decimal; readonly isComplete: boolean } {
  let sum = decimal(0);
  let isComplete = true;
  for (const { direct, shorter } of parts) {
    const at = (place: Place): Decimal | null => numberIn(values.afterAt(subject, place));
    const whole = at(direct);
    const found = whole === null ? shorter.map(at) : [whole];
    if (found.length === 0 || found.includes(null)) isComplete = false;
    for (const part of found) if (part !== null) sum = sum.plus(part);
  }
  return { sum, isComplete };
}

/**
 * True where it is plain without arithmetic of decimals that nothing is wrong: the denominator is not whole, or both
 * sides are sums of small whole numbers, exact as such, and the numerator is not above it. Else it has to be calculated.
 */
export function isPlainlyWithin(
  { numerator, denominator }: RatioAtPlace,
  subject: string,
  values: CellValues,
): boolean {
  const lower = wholeSum(denominator, subject, values);
  if (lower === 'incomplete') return true;
  const upper = wholeSum(numerator, subject, values);
  return lower !== 'unclear' && upper !== 'unclear' && (upper === 'incomplete' ? 0 : upper) <= lower;
}

function wholeSum(parts: readonly SidePart[], subject: string, values: CellValues): number | 'incomplete' | 'unclear' {
  let sum = 0;
  for (const { direct, shorter } of parts) {
    const text = values.afterAt(subject, direct);
    // Periods put together are for the calculation.
    if (text === null && shorter.length > 0) return 'unclear';
    if (text === null) return parts.length === 1 ? 'incomplete' : 'unclear';
    const whole = smallWhole(text);
    if (whole === null) return 'unclear';
    sum += whole;
  }
  return sum;
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
