import type { Measure, MeasureType } from '../../catalogue/framework/measure.ts';
import { decimal, isDecimalString } from '../../primitives/decimal.ts';
import type { ResolvedRow, RowContext } from './row.ts';
import { type Finding, rowErrors } from './row.errors.ts';

const TEXT_LIMIT = 2000;

/** What a value of a type must look like, and within which bounds it must lie. */
interface ValueChecks {
  readonly form: (value: string) => Finding | null;
  readonly range: (value: string, measure: Measure) => Finding | null;
}

/** Most counts need no arithmetic to be whole and not negative. */
const PLAIN_COUNT = /^\d{1,15}$/;

const number = (value: string): Finding | null => (isDecimalString(value) ? null : rowErrors.valueNotANumber(value));
const notNegative = (value: string): Finding | null => (decimal(value).lt(0) ? rowErrors.valueNegative(value) : null);
const unbounded = (): null => null;

/** The checks of values, keyed by the type of the measure. */
const VALUE_CHECKS: Readonly<Record<MeasureType, ValueChecks>> = {
  count: {
    form: number,
    range: (value) =>
      PLAIN_COUNT.test(value)
        ? null
        : (notNegative(value) ?? (decimal(value).decimalPlaces() === 0 ? null : rowErrors.valueNotWhole(value))),
  },
  amount: { form: number, range: notNegative },
  ratio: { form: number, range: checkRatio },
  score: {
    form: number,
    range: (value) => (decimal(value).lt(0) || decimal(value).gt(100) ? rowErrors.scoreOutOfRange(value) : null),
  },
  boolean: {
    form: (value) => (value === 'true' || value === 'false' ? null : rowErrors.valueNotBoolean(value)),
    range: unbounded,
  },
  text: {
    form: (value) => (value.length > TEXT_LIMIT ? rowErrors.textTooLong('value', TEXT_LIMIT) : null),
    range: unbounded,
  },
};

export function checkValueType({ value, measure }: ResolvedRow): Finding | null {
  if (value === '') return rowErrors.valueEmpty();
  return measure === null ? null : VALUE_CHECKS[measure.type].form(value);
}

/** Silent about a value without the form of its type. */
export function checkValueRange({ value, measure }: ResolvedRow): Finding | null {
  if (measure === null || value === '' || VALUE_CHECKS[measure.type].form(value) !== null) return null;
  return VALUE_CHECKS[measure.type].range(value, measure);
}

/** Tells of more decimals than figures of the unit usually have. */
export function checkPrecision({ value, measure, framework }: ResolvedRow, context: RowContext): Finding | null {
  const unit = measure?.unitOfMeasure ?? '';
  const places = context.reportingChecks.places.get(unit);
  if (places === undefined || !isDecimalString(value) || decimal(value).decimalPlaces() <= places) return null;
  return rowErrors.tooPrecise(places, framework?.unitsOfMeasure.get(unit)?.zh ?? unit);
}

function checkRatio(value: string, { unitOfMeasure }: Measure): Finding | null {
  const low = unitOfMeasure === 'percentage-point' ? '-1' : '0';
  return decimal(value).lt(low) || decimal(value).gt(1) ? rowErrors.ratioOutOfRange(value, low) : null;
}
