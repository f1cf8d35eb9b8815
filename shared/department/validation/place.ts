/** A cell of whatever subject: the rows of all subjects at one place are asked the same. */
export interface Place {
  readonly period: string;
  readonly measure: string;
  /** Canonical text, see primitives/dimensions. */
  readonly dimensions: string;
  /** Equal for equal places; see `placeText`. */
  readonly text: string;
}

/** Rows by the hundred thousand name the same few hundred places: measure, period, dimensions, each with its text. */
const known = new Map<string, Map<string, Map<string, string>>>();
let knownCount = 0;
const MOST_KNOWN = 50_000;

/** A text equal for equal places, and one and the same text for most of them, so that looking it up is cheap. */
export function placeText(period: string, measure: string, dimensions: string): string {
  return known.get(measure)?.get(period)?.get(dimensions) ?? remember(period, measure, dimensions);
}

function remember(period: string, measure: string, dimensions: string): string {
  if (knownCount >= MOST_KNOWN) {
    known.clear();
    knownCount = 0;
  }
  const text = `${period}|${measure}|${dimensions}`;
  const ofMeasure = known.get(measure) ?? new Map<string, Map<string, string>>();
  const ofPeriod = ofMeasure.get(period) ?? new Map<string, string>();
  known.set(measure, ofMeasure.set(period, ofPeriod.set(dimensions, text)));
  knownCount += 1;
  return text;
}

/** The place of a cell. */
export function placeOf({ period, measure, dimensions }: Omit<Place, 'text'>): Place {
  return { period, measure, dimensions, text: placeText(period, measure, dimensions) };
}
