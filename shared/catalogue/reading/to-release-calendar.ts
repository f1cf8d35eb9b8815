import type { Framework } from '../framework/framework.ts';
import type { Measure } from '../framework/measure.ts';
import { partsOf } from '../framework/derivation-parts.ts';
import {
  FIGURE_STAGES,
  type FigureStage,
  type ReleaseCalendar,
  type ReleaseDelay,
  type ReleasedMeasure,
  releaseKey,
} from '../calendar/release-calendar.ts';
import type { ReleaseCalendarFile } from '../schemas/release-calendar.schema.ts';
import { type FaultSink, mapByCode } from './file-faults.ts';

type SourceRow = ReleaseCalendarFile['sources'][number];

/** The rules of the file for the measures of the frameworks; what comes twice or lacks a stage is a fault. */
export function toReleaseCalendar(
  file: ReleaseCalendarFile,
  frameworks: Iterable<Framework>,
  faults: FaultSink,
): ReleaseCalendar {
  const rows = mapByCode(file.sources, ({ source }) => source, 'sources', faults);
  const dates = file.dates.map((row) => ({ key: releaseKey({ ...row, stage: toStage(row.stage) }), day: row.day }));
  return {
    sources: new Map([...rows].map(([source, row]) => [source, toDelays(row, faults)])),
    measures: releasedMeasures(frameworks),
    dates: new Map([...mapByCode(dates, ({ key }) => key, 'dates', faults)].map(([key, { day }]) => [key, day])),
  };
}

/** The stage a data file means: `preliminary` is PRELIMINARY. */
export function toStage(word: 'preliminary' | 'final'): FigureStage {
  return word === 'preliminary' ? 'PRELIMINARY' : 'FINAL';
}

function toDelays({ source, stages }: SourceRow, faults: FaultSink): Record<FigureStage, ReleaseDelay> {
  const rows = mapByCode(stages, ({ stage }) => toStage(stage), `sources.${source}`, faults);
  const delayOf = (stage: FigureStage): ReleaseDelay => {
    const row = rows.get(stage);
    if (row === undefined) faults.add(`sources.${source}`, `缺少${stage}阶段的公布日`);
    return { monthsAfterEnd: row?.monthsAfterEnd ?? 0, day: row?.day ?? null };
  };
  const [preliminary, final] = FIGURE_STAGES;
  return { [preliminary]: delayOf(preliminary), [final]: delayOf(final) };
}

function releasedMeasures(frameworks: Iterable<Framework>): Map<string, ReleasedMeasure> {
  const released = new Map<string, ReleasedMeasure>();
  for (const { measures } of frameworks) {
    const isReleased = (code: string): boolean => measures.get(code)?.releaseLag != null;
    for (const measure of measures.values()) {
      const row = toReleased(measure, isReleased);
      if (row !== null) released.set(measure.code, row);
    }
  }
  return released;
}

/** With the inputs the data name and those of the formula, whichever it is computed from. */
function toReleased(measure: Measure, isReleased: (code: string) => boolean): ReleasedMeasure | null {
  const { code, frequency, releaseLag } = measure;
  if (releaseLag === null) return null;
  const inputs = new Set([...releaseLag.inputs, ...partsOf(measure.derivation).filter(isReleased)]);
  const { source, stages } = releaseLag;
  return { measure: code, frequency, stages, source, inputs: [...inputs] };
}
