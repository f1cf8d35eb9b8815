/**
 * Condition on rows with validity in time: known at the instant in the parameter. Instants come to the millisecond and
 * rows know theirs to the microsecond, so an instant takes in its whole millisecond: a result is found at the very
 * instant it tells of itself.
 */
export function knownAt(parameter: number): string {
  const end = endOfInstant(parameter);
  return `known_from < ${end} and (known_to is null or known_to >= ${end})`;
}

/** The end of the millisecond that an instant in a parameter names. */
export function endOfInstant(parameter: number): string {
  return `($${parameter}::timestamptz + interval '1 millisecond')`;
}
