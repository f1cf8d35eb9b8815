import type { AssessmentSource } from '../../catalogue/framework/assessment-item.ts';
import type { Periodicity } from '../../catalogue/framework/measure.ts';

/** Where a value stands in the life of its publication. */
export type InputState = 'DRAFT' | 'SUBMITTED' | 'APPROVED' | 'ACCEPTED' | 'RETURNED' | 'WITHDRAWN' | 'LOCKED';

/** One value as the input store holds it: the latest revision known at the instant of the evaluation. */
export interface InputValue {
  readonly id: string;
  readonly measure: string;
  readonly period: string;
  /** Canonical text of the coordinates. */
  readonly dimensions: string;
  /** Plain decimal, `true` or `false`. */
  readonly value: string;
  readonly memberUnit: string;
  readonly state: InputState;
  readonly revision: number;
  readonly receivedAt: Date;
  readonly receiptHash: string | null;
  readonly isDerived: boolean;
  /** Day (YYYY-MM-DD, Asia/Shanghai) on which the unit first filed the cell; null where not known. */
  readonly reportedOn: string | null;
  /** True where the value was returned for correction or corrected afterwards, unless the unit reported the error itself. */
  readonly revisionOfCorrection: boolean;
  /** Why it is not counted as it stands; absent for a value nobody contests. What follows: `INTERVAL_RULES`. */
  readonly standing?: ValueStanding | undefined;
}

/** Bounds within which a value is known to lie, plain decimals; null where nobody has stated one. */
export interface ValueBounds {
  readonly low: string | null;
  readonly high: string | null;
}

/** What stands in the way of a value that was filed and accepted. */
export type ValueStanding =
  /** A dispute (数据异议) about it is open: what the other side says it is, or between what and what. */
  | ({ readonly kind: 'DISPUTED'; readonly claim: string | null } & ValueBounds)
  /** It may not be shown or counted, as a cell too small; `value` is never read. */
  | ({ readonly kind: 'SUPPRESSED' } & ValueBounds)
  /** Applied for and approved as not applicable to the subject; Chinese reason. */
  | { readonly kind: 'NOT_APPLICABLE'; readonly reason: string };

/** One mark (评价意见) of an assessment item, 0–100. */
export interface Mark {
  readonly id: string;
  readonly body: string;
  readonly source: AssessmentSource;
  readonly mark: string;
  /** The blind review (双人背对背评定) it was given in; absent for a mark given alone. */
  readonly review?: string | undefined;
}

/** What another subject of the same peer group has in a cell of the year; null while it is not known. */
export interface PeerValue {
  readonly subject: string;
  readonly value: string | null;
}

export type CalendarEvent = Periodicity['event'];

/** Events known to have been held, by year. What is not listed is taken as not held unless values of the year show it. */
export type CalendarFacts = ReadonlyMap<number, ReadonlySet<CalendarEvent>>;

/** Values by `cellKey`. */
export type InputValues = ReadonlyMap<string, InputValue>;

/** Key of a value in `InputValues`. */
export function cellKey(measure: string, period: string, dimensions: string): string {
  return `${measure}\t${period}\t${dimensions}`;
}

/** Values by key; where a cell comes twice the higher revision counts, whatever the order. */
export function indexValues(values: Iterable<InputValue>): Map<string, InputValue> {
  const index = new Map<string, InputValue>();
  for (const value of values) {
    const key = cellKey(value.measure, value.period, value.dimensions);
    const known = index.get(key);
    if (known === undefined || value.revision > known.revision) index.set(key, value);
  }
  return index;
}

/** True for a value the official score may rest on. */
export function isCounted(value: InputValue): boolean {
  return value.standing === undefined && isAccepted(value);
}

/** True for a value its department has accepted, whatever has been said against it since. */
export function isAccepted({ state }: InputValue): boolean {
  return state === 'ACCEPTED' || state === 'LOCKED';
}
