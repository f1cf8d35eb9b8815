import { type Decimal, decimal } from '../../primitives/decimal.ts';
import type { DataStatus } from '../../catalogue/data-status.ts';
import type { Gap } from './gap.ts';
import type { MeasureReader, Reading } from '../reading/reading.ts';
import type { Mark } from '../reading/input-value.ts';
import type { RuleName } from '../compile/rule-names.ts';

export const ZERO = decimal(0);
export const ONE = decimal(1);
export const HUNDRED = decimal(100);

/** What a rule of the model gave; the same shape for an item, a part, an indicator, a group, a pillar and the subject. */
export type OutcomeStatus = 'COMPLETE' | 'PARTIAL' | 'MISSING' | 'NOT_APPLICABLE' | 'INFORMATIONAL';

export interface Outcome {
  readonly node: ScoreNode;
  readonly status: OutcomeStatus;
  /** Score 0–100 on what was received, rescaled, within `[low, high]`; null when nothing was. */
  readonly value: Decimal | null;
  /** Bounds over every completion of what is missing. */
  readonly low: Decimal;
  readonly high: Decimal;
  /** Share 0–1 of the weight inside that rests on received inputs. */
  readonly receivedShare: Decimal;
  readonly readings: readonly Reading[];
  readonly marks: readonly Mark[];
  readonly gaps: readonly Gap[];
  /** In the order of `node.children`. */
  readonly children: readonly Outcome[];
}

/** A standard of its own for the subjects of one peer group (注重差异性). */
export interface AppliedStandard {
  readonly peerGroup: string;
  /** Chinese name of the group. */
  readonly name: string;
  readonly status: DataStatus;
  readonly reason: string;
}

/** A rule of the model made ready for one framework and year. */
export interface ScoreNode {
  readonly rule: RuleName;
  /** Chinese: what is judged. */
  readonly label: string;
  /** Chinese: how the score comes from what is read, with the figures of the model. */
  readonly formula: string;
  /** The standard of a peer group that was used; absent for the general one. */
  readonly standard?: AppliedStandard;
  readonly children: readonly WeightedNode[];
  /** Sum of the weights of the children. */
  readonly totalWeight: Decimal;
  score(reader: MeasureReader): Outcome;
  /** Chinese: why points were lost or not given; null where there is nothing to say. */
  describe(outcome: Outcome): string | null;
}

export interface WeightedNode {
  readonly weight: Decimal;
  readonly node: ScoreNode;
}

const NOTHING: readonly never[] = [];

type Details = Partial<Pick<Outcome, 'readings' | 'marks' | 'gaps' | 'children'>>;

/** A score that no missing input can move. */
export function completeOutcome(node: ScoreNode, score: Decimal, details: Details): Outcome {
  return make(node, 'COMPLETE', { value: score, low: score, high: score, receivedShare: ONE }, details);
}

/** Nothing counts yet: the score is anywhere within the bounds. */
export function openOutcome(node: ScoreNode, low: Decimal, high: Decimal, details: Details): Outcome {
  return make(node, 'MISSING', { value: null, low, high, receivedShare: ZERO }, details);
}

/** Drops out; its share goes to its siblings. */
export function notApplicable(
  node: ScoreNode,
  status: 'NOT_APPLICABLE' | 'INFORMATIONAL' = 'NOT_APPLICABLE',
  details: Details = {},
): Outcome {
  return make(node, status, { value: null, low: ZERO, high: HUNDRED, receivedShare: ZERO }, details);
}

/** True for an outcome that takes no part in the score above it. */
export function dropsOut(outcome: Outcome): boolean {
  return outcome.status === 'NOT_APPLICABLE' || outcome.status === 'INFORMATIONAL';
}

export function make(
  node: ScoreNode,
  status: OutcomeStatus,
  score: Pick<Outcome, 'value' | 'low' | 'high' | 'receivedShare'>,
  details: Details,
): Outcome {
  return {
    node,
    status,
    value: score.value,
    low: score.low,
    high: score.high,
    receivedShare: score.receivedShare,
    readings: details.readings ?? NOTHING,
    marks: details.marks ?? NOTHING,
    gaps: details.gaps ?? NOTHING,
    children: details.children ?? NOTHING,
  };
}
