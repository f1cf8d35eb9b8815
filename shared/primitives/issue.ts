/**
 * Strength of a check: ERROR (强制性) refuses, WARNING (核实性) asks for an explanation
 * that travels with the value, HINT (提示性) only tells.
 */
export type IssueSeverity = 'ERROR' | 'WARNING' | 'HINT';

/** One finding about an input: what, where, which rule, how to mend it. Becomes `UserError` in the schema. */
export interface Issue {
  /** Stable code for machines, SCREAMING_SNAKE_CASE. */
  readonly code: string;
  readonly severity: IssueSeverity;
  /** Path into the input, e.g. `['observations', '3', 'value']`. */
  readonly path: readonly string[];
  /** 1-based row of the submitted list or file; null when the finding is about the whole act. */
  readonly row: number | null;
  /** Chinese, for people. */
  readonly message: string;
  readonly messageEn: string;
  /** Identifier of the rule, e.g. `measure.owner`. */
  readonly rule: string;
  /** Chinese: how to mend it. */
  readonly remedy: string;
  /** What counts now in the record at the place the finding is about; null or absent where nothing does. */
  readonly currentValue?: string | null;
  /** The value it was held against (another period, a total, a limit); null or absent where there is none. */
  readonly comparedValue?: string | null;
}
