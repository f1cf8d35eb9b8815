import type { Framework } from '../../catalogue/framework/framework.ts';
import type { Measure } from '../../catalogue/framework/measure.ts';
import type { ResponsibilitySplit } from '../../catalogue/responsibility/responsibility-split.ts';
import type { SubjectKind } from '../../catalogue/subject/subject-kind.ts';
import type { ReportingChecks } from '../../catalogue/reporting/reporting-checks.ts';
import { type DimensionValue, formatDimensions } from '../../primitives/dimensions.ts';
import { type Period, parsePeriod } from '../../primitives/period.ts';
import { readFigure } from './figure-text.ts';
import { placeText } from './place.ts';
import { TOTAL, withTotals } from './total-code.ts';

/** 初步数 or 最终数, as told by the reporter. */
export type FigureStage = 'PRELIMINARY' | 'FINAL';

/** One row as it was handed in. */
export interface RowInput {
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: readonly DimensionValue[];
  readonly value: string;
  readonly expectedRevision: number | null;
  readonly explanation: string | null;
  /** Null where the reporter did not say. */
  readonly stage: FigureStage | null;
}

/** What the checks may look things up in. */
export interface RowContext {
  readonly subjectKind: (subject: string) => SubjectKind | null;
  /** The framework and split that say what subjects of a kind report in a year. */
  readonly frameworkFor: (
    kind: SubjectKind,
    year: number | null,
  ) => { framework: Framework; split: ResponsibilitySplit } | null;
  /** True where any framework knows the measure. */
  readonly isMeasureKnown: (measure: string) => boolean;
  /** Name of a member unit for messages. */
  readonly unitName: (unit: string) => string;
  /** The unit for which the publication is made. */
  readonly memberUnit: string;
  /** Today in Asia/Shanghai, YYYY-MM-DD. */
  readonly today: string;
  /** Invented figures of a demo (演示数据) are asked for no explanation. */
  readonly isDemo: boolean;
  /** Thresholds of the checks. */
  readonly reportingChecks: ReportingChecks;
}

/** A row with everything looked up that could be; what could not is null and the rule about it speaks. */
export interface ResolvedRow {
  readonly input: RowInput;
  /** 1-based. */
  readonly number: number;
  readonly kind: SubjectKind | null;
  readonly period: Period | null;
  readonly framework: Framework | null;
  readonly split: ResponsibilitySplit | null;
  readonly measure: Measure | null;
  /** Canonical text of the dimensions. */
  readonly dimensions: string;
  /** Where in its subject's record the row's cell lies; see `placeText`. */
  readonly place: string;
  /** Canonical spelling of the value. */
  readonly value: string;
  /** True for a total handed in to be compared with its parts (合计核对行); it is never stored. */
  readonly isControl: boolean;
}

export function resolveRow(input: RowInput, number: number, context: RowContext): ResolvedRow {
  const kind = context.subjectKind(input.subject);
  const period = parsePeriod(input.period);
  const rules = kind === null ? null : context.frameworkFor(kind, period?.year ?? null);
  const framework = rules?.framework ?? null;
  const measure = framework?.measures.get(input.measure) ?? null;
  const coordinates = withTotals(input.dimensions, framework);
  const dimensions = formatDimensions(coordinates);
  return {
    input: coordinates === input.dimensions ? input : { ...input, dimensions: coordinates },
    number,
    kind,
    period,
    framework,
    split: rules?.split ?? null,
    measure,
    dimensions,
    place: placeText(input.period, input.measure, dimensions),
    value: readFigure(input.value, measure),
    isControl: coordinates.some(({ code }) => code === TOTAL),
  };
}
