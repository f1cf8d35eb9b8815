import {
  type CalendarFacts,
  indexValues as indexByCell,
  type InputValues,
  type PeerValue,
  type InputValue as StoredValue,
  type Mark as GivenMark,
} from './reading/input-value.ts';
import type { ScoringPlan } from './compile/prepare-scoring.ts';

/** Everything one subject's evaluation of one year rests on. */
export interface ScoringInput {
  readonly plan: ScoringPlan;
  readonly values: InputValues;
  readonly marks?: ReadonlyMap<string, readonly GivenMark[]>;
  readonly calendar?: CalendarFacts;
  /** Places (by `cellKey`) whose value was handed in and not accepted: it counts for nothing and is not called missing. */
  readonly pending?: ReadonlySet<string>;
  /** Peer groups (地区类别, 规模类别 …) the subject belongs to at the end of the year; they choose the standard. */
  readonly peerGroups?: readonly string[];
  /**
   * What the subject's peers have, by `cellKey` of measure, year and dimensions. One subject's calculation cannot know
   * the others: whoever evaluates a whole peer group brings them; without them `rank` leaves its full interval.
   */
  readonly peers?: ReadonlyMap<string, readonly PeerValue[]>;
  /** Day by which timeliness is judged; null or absent: cells not filed are still open, not late. */
  readonly asOf?: string | null;
  /** Adds the calculation as a tree to every indicator. */
  readonly withTrace?: boolean;
}

/** Names under which callers that build an input know its parts; `input-value.ts` has the originals. */
export type InputValue = StoredValue;
export type Mark = GivenMark;
export const indexValues: typeof indexByCell = indexByCell;
