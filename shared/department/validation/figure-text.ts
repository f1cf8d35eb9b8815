import type { Measure } from '../../catalogue/framework/measure.ts';
import { decimal, isDecimalString, toDecimalString } from '../../primitives/decimal.ts';
import { normaliseWireValue } from '../../primitives/wire-value.ts';

/** What a figure's meaning hangs on; all of a `Measure` that is read here. */
export type FigureMeasure = Pick<Measure, 'type' | 'unitOfMeasure'>;

const TRUE_WORDS: ReadonlySet<string> = new Set(['true', 'yes', 'y', '是', '有', '√', '✓', '✔']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['false', 'no', 'n', '否', '无', '×', '✗', '✘']);

/** A figure that is canonical as it stands, as most are. */
const PLAIN = /^(?:0|[1-9]\d{0,14})(?:\.\d{0,11}[1-9])?$/;

/** Sign, digits with or without thousands commas in their right places, fraction, suffix. */
const FIGURE = /^([+-]?)([1-9]\d{0,2}(?:,\d{3})+|\d+)(\.\d+)?\s*(\D.*)?$/u;

/**
 * What each suffix multiplies by, for every kind of figure in which it can mean one thing only. What is not
 * listed is left as written and refused by the check of the type: `1.2万` of a measure in 万元 may be 1.2 or 12,000.
 */
const PERCENT_SUFFIXES = new Map([
  ['%', '0.01'],
  ['‰', '0.001'],
]);
const POINT_SUFFIXES = new Map([
  ['个百分点', '0.01'],
  ['百分点', '0.01'],
]);
const COUNT_SUFFIXES = new Map([
  ['万', '10000'],
  ['亿', '100000000'],
]);
const TEN_THOUSAND_YUAN_SUFFIXES = new Map([
  ['元', '0.0001'],
  ['万元', '1'],
  ['亿元', '10000'],
]);
const NO_SUFFIXES: ReadonlyMap<string, string> = new Map();

/**
 * The canonical wire value of a figure as people write it: full-width digits, thousands commas, `63%` of a ratio,
 * `1.2万` of a count, `3亿元` of an amount, 是 / 否 of a yes-no measure. Exact: a multiplier never rounds.
 * The trimmed text unchanged where it is no figure of the measure, and where it could mean two things.
 */
export function readFigure(text: string, measure: FigureMeasure | null): string {
  const trimmed = text.trim();
  if (measure === null) return normaliseWireValue(trimmed);
  switch (measure.type) {
    case 'text':
      return trimmed;
    case 'boolean':
      return readYesNo(trimmed);
    default:
      return PLAIN.test(trimmed) ? trimmed : (readNumber(trimmed, suffixesOf(measure)) ?? trimmed);
  }
}

/** Whether a text beginning with a sign is a figure, with any suffix, and so no formula of a spreadsheet. */
export function isSignedFigure(text: string): boolean {
  const match = FIGURE.exec(toHalfWidthFigure(text));
  return match !== null && isKnownSuffix(match[4] ?? '');
}

function readYesNo(text: string): string {
  const word = toHalfWidthFigure(text).toLowerCase();
  if (TRUE_WORDS.has(word)) return 'true';
  return FALSE_WORDS.has(word) ? 'false' : text;
}

function readNumber(text: string, suffixes: ReadonlyMap<string, string>): string | null {
  const match = FIGURE.exec(toHalfWidthFigure(text));
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match;
  const plain = `${sign}${whole.replaceAll(',', '')}${fraction}`;
  const factor = suffix === '' ? '1' : suffixes.get(suffix);
  if (factor === undefined || !isDecimalString(plain)) return null;
  const value = toDecimalString(decimal(plain).times(factor));
  return isDecimalString(value) ? value : null;
}

function suffixesOf({ type, unitOfMeasure }: FigureMeasure): ReadonlyMap<string, string> {
  if (type === 'count') return COUNT_SUFFIXES;
  if (type === 'amount') return unitOfMeasure === 'cny-10k' ? TEN_THOUSAND_YUAN_SUFFIXES : NO_SUFFIXES;
  if (type === 'ratio' && unitOfMeasure === 'percent') return PERCENT_SUFFIXES;
  // 5% of a change in percentage points may be a growth of five per cent: only the points themselves are clear.
  return type === 'ratio' && unitOfMeasure === 'percentage-point' ? POINT_SUFFIXES : NO_SUFFIXES;
}

function isKnownSuffix(suffix: string): boolean {
  return (
    suffix === '' ||
    [PERCENT_SUFFIXES, POINT_SUFFIXES, COUNT_SUFFIXES, TEN_THOUSAND_YUAN_SUFFIXES].some((known) => known.has(suffix))
  );
}

/** Full-width forms (U+FF01–U+FF5E) as ASCII, the mathematical minus as a hyphen; signs beyond those stay. */
function toHalfWidthFigure(text: string): string {
  return text
    .replaceAll(/[\uff01-\uff5e]/gu, (sign) => String.fromCodePoint(sign.charCodeAt(0) - 0xfee0))
    .replaceAll('\u2212', '-')
    .replaceAll('\u3000', ' ');
}
