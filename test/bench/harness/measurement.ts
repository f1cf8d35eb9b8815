import { loadavg } from 'node:os';
import { quantile } from '../measure.ts';

/** What a figure must be, of the ratio to the reference or of the product's own figure. */
export interface Bar {
  readonly of: 'ratio' | 'product';
  readonly is: 'at least' | 'at most';
  readonly value: number;
}

/** One turn of product and reference, taken one after the other. */
export interface Round {
  readonly product: number;
  readonly reference: number | null;
  /** Load average of the machine when it ended. */
  readonly load: number;
}

export type Reached = 'yes' | 'no' | 'not comparable';

/** One measured row. `bench.json` holds these; names and meanings do not change, new ones may come. */
export interface Measurement {
  /** Row of the bars, such as `P5`. */
  readonly id: string;
  readonly what: string;
  /** Unit of `product` and `reference`. */
  readonly unit: string;
  readonly product: number | null;
  readonly referenceWhat: string | null;
  readonly reference: number | null;
  /** product / reference; with several rounds the median of theirs. */
  readonly ratio: number | null;
  readonly bar: Bar | null;
  /** `not comparable` where there is no bar or no figure it is about. */
  readonly reached: Reached;
  readonly rounds: readonly Round[];
  /** Further figures of the same run, by what they are. */
  readonly beside: Readonly<Record<string, number | string>>;
  /** What has to be known to repeat it. */
  readonly conditions: readonly string[];
}

/** What a row tells of itself; the rest follows. */
export interface Measured {
  readonly id: string;
  readonly what: string;
  readonly unit: string;
  readonly product: number | null;
  readonly reference?: { readonly what: string; readonly value: number | null };
  /** Where it is not simply product / reference. */
  readonly ratio?: number;
  readonly bar?: Bar;
  readonly rounds?: readonly Round[];
  readonly beside?: Readonly<Record<string, number | string>>;
  readonly conditions?: readonly string[];
}

export const atLeast = (value: number, of: Bar['of'] = 'ratio'): Bar => ({ of, is: 'at least', value });
export const atMost = (value: number, of: Bar['of'] = 'ratio'): Bar => ({ of, is: 'at most', value });

/** A row whose figures are at hand. */
export function measured(row: Measured): Measurement {
  const reference = row.reference?.value ?? null;
  const ratio = row.ratio ?? (row.product === null || reference === null ? null : row.product / reference);
  const bar = row.bar ?? null;
  return {
    id: row.id,
    what: row.what,
    unit: row.unit,
    product: row.product,
    referenceWhat: row.reference?.what ?? null,
    reference,
    ratio,
    bar,
    reached: judge(bar, row.product, ratio),
    rounds: row.rounds ?? [],
    beside: { 'load average': row.rounds?.at(-1)?.load ?? currentLoad(), ...row.beside },
    conditions: row.conditions ?? [],
  };
}

/** A row of several rounds in which product and reference took turns: medians, and the median of the ratios. */
export function compared(
  row: Omit<Measured, 'product' | 'reference' | 'ratio' | 'rounds'> & {
    readonly referenceWhat: string;
    readonly rounds: readonly Round[];
  },
): Measurement {
  const { referenceWhat, rounds, ...rest } = row;
  const pairs = rounds.flatMap(({ product, reference }) => (reference === null ? [] : [{ product, reference }]));
  return measured({
    ...rest,
    rounds,
    product: quantile(
      rounds.map(({ product }) => product),
      0.5,
    ),
    reference: {
      what: referenceWhat,
      value: quantile(
        pairs.map(({ reference }) => reference),
        0.5,
      ),
    },
    ratio: quantile(
      pairs.map(({ product, reference }) => product / reference),
      0.5,
    ),
  });
}

/** Ends a turn: its figures with the load of the moment. */
export function round(product: number, reference: number | null = null): Round {
  return { product, reference, load: currentLoad() };
}

/** Whether a bar is reached; figures that are no numbers reach nothing and miss nothing. */
export function judge(bar: Bar | null, product: number | null, ratio: number | null): Reached {
  const figure = bar?.of === 'product' ? product : ratio;
  if (bar === null || figure === null || !Number.isFinite(figure)) return 'not comparable';
  return (bar.is === 'at least' ? figure >= bar.value : figure <= bar.value) ? 'yes' : 'no';
}

export function currentLoad(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}
