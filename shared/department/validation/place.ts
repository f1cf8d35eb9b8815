/** A cell of whatever subject: the rows of all subjects at one place are asked the same. */
export interface Place {
  readonly period: string;
  readonly measure: string;
  /** Canonical text, see primitives/dimensions. */
  readonly dimensions: string;
  /** Equal for equal places; see `placeText`. */
  readonly text: string;
}

/** Rows by the hundred thousand name the same few hundred places. */
const known = new Map<string, string>();
const MOST_KNOWN = 50_000;

/** A text equal for equal places, and one and the same text for most of them, so that looking it up is cheap. */
export function placeText(period: string, measure: string, dimensions: string): string {
  const text = `${period}|${measure}|${dimensions}`;
  const same = known.get(text);
  if (same !== undefined) return same;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, text);
  return text;
}

/** The place of a cell. */
export function placeOf({ period, measure, dimensions }: Omit<Place, 'text'>): Place {
  return { period, measure, dimensions, text: placeText(period, measure, dimensions) };
}
