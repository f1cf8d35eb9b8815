import { parsePeriod, type Frequency, periodsOfYear } from '../../primitives/period.ts';

/** 初步数, then 最终数. */
export const FIGURE_STAGES = ['PRELIMINARY', 'FINAL'] as const;

export type FigureStage = (typeof FIGURE_STAGES)[number];

/** How long after the end of its period a figure is released (公布). */
export interface ReleaseDelay {
  /** Months after the month in which the period ends. */
  readonly monthsAfterEnd: number;
  /** Day of that month; null for its last day. */
  readonly day: number | null;
}

/** A measure whose figures are released on a day. */
export interface ReleasedMeasure {
  readonly measure: string;
  readonly frequency: Frequency;
  readonly stages: readonly FigureStage[];
  /** Whose statistics it is; null where only its inputs are released. */
  readonly source: string | null;
  /** Released measures it is computed from; it is never released before them. */
  readonly inputs: readonly string[];
}

/** When official statistics are released (公布日历): data, with a rule for each source and single days. */
export interface ReleaseCalendar {
  readonly sources: ReadonlyMap<string, Readonly<Record<FigureStage, ReleaseDelay>>>;
  readonly measures: ReadonlyMap<string, ReleasedMeasure>;
  /** Single days in place of the source's rule, by `releaseKey`. */
  readonly dates: ReadonlyMap<string, string>;
}

/** What is released on one day: a measure's figures of a period, whatever the subject; a stage nobody told is null. */
export interface Release {
  readonly measure: string;
  readonly period: string;
  readonly stage: FigureStage | null;
}

/** A text equal for equal releases; `embargoedKeys` is made of these. */
export function releaseKey({ measure, period, stage }: Release): string {
  return `${measure}/${stage ?? ''}/${period}`;
}

/**
 * The day (Asia/Shanghai) on which a figure is released; null where it is never held back. Where nobody told the
 * stage it is the last of all, so that silence shows nothing early.
 */
export function releaseDay(calendar: ReleaseCalendar, { measure, period, stage }: Release): string | null {
  const released = calendar.measures.get(measure);
  if (released === undefined) return null;
  const stages = stage === null ? released.stages : [stage];
  return latest(
    stages.flatMap((each) => [
      ownDay(calendar, released, { period, stage: each }),
      ...released.inputs.map((input) => releaseDay(calendar, { measure: input, period, stage: each })),
    ]),
  );
}

/** True until the day before the release. */
export function isEmbargoed(calendar: ReleaseCalendar, release: Release, today: string): boolean {
  const day = releaseDay(calendar, release);
  return day !== null && today < day;
}

/**
 * The stage of a figure whose reporter did not say: preliminary until preliminary figures are released, final from
 * then on, as a figure handed in later replaces one. Null for measures without stages.
 */
export function stageOf(
  calendar: ReleaseCalendar,
  measure: string,
  period: string,
  reportedOn: string,
): FigureStage | null {
  const stages = calendar.measures.get(measure)?.stages ?? [];
  if (stages.length === 0) return null;
  const isEarly =
    stages.includes('PRELIMINARY') && isEmbargoed(calendar, { measure, period, stage: 'PRELIMINARY' }, reportedOn);
  return isEarly || !stages.includes('FINAL') ? 'PRELIMINARY' : 'FINAL';
}

/**
 * The stage of a computed figure: that of its parts of the same period. Null, held longest, where they differ: the
 * known part and the result together would tell the other. Parts of earlier periods are released long before.
 */
export function derivedStage(
  calendar: ReleaseCalendar,
  { measure, period }: Pick<Release, 'measure' | 'period'>,
  parts: readonly Release[],
): FigureStage | null {
  if (!calendar.measures.has(measure)) return null;
  const stages = new Set(
    parts.filter((part) => part.period === period && calendar.measures.has(part.measure)).map(({ stage }) => stage),
  );
  const [only = null] = stages;
  return stages.size === 1 ? only : null;
}

/** Years looked back from today: no rule holds a figure longer. */
const YEARS_BACK = 3;

/** Everything that is held back on a day, as keys for a statement's `any`: few, as figures are released within a year. */
export function embargoedKeys(calendar: ReleaseCalendar, today: string): string[] {
  const year = Number(today.slice(0, 4));
  const years = Array.from({ length: YEARS_BACK + 2 }, (_, index) => year - YEARS_BACK + index);
  return [...calendar.measures.values()].flatMap(({ measure, frequency, stages }) =>
    years
      .flatMap((each) => periodsOfYear(each, frequency))
      .flatMap((period) => [...stages, null].map((stage) => ({ measure, period, stage })))
      .filter((release) => isEmbargoed(calendar, release, today))
      .map(releaseKey),
  );
}

function ownDay(
  { dates, sources }: ReleaseCalendar,
  { measure, source }: ReleasedMeasure,
  { period, stage }: { readonly period: string; readonly stage: FigureStage },
): string | null {
  const told = dates.get(releaseKey({ measure, period, stage }));
  if (told !== undefined) return told;
  const delay = source === null ? undefined : sources.get(source)?.[stage];
  const end = parsePeriod(period)?.end;
  return delay === undefined || end === undefined ? null : dayAfter(end, delay);
}

function dayAfter(end: string, { monthsAfterEnd, day }: ReleaseDelay): string {
  const [year, month] = [Number(end.slice(0, 4)), Number(end.slice(5, 7))];
  // Day 0 of the month after is the last of the month.
  const released = new Date(Date.UTC(year, month - 1 + monthsAfterEnd + (day === null ? 1 : 0), day ?? 0));
  return released.toISOString().slice(0, 10);
}

function latest(days: readonly (string | null)[]): string | null {
  return days.reduce((last, day) => (day !== null && (last === null || day > last) ? day : last), null);
}
