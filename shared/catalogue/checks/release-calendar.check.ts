import { parsePeriod, periodTypeOf } from '../../primitives/period.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Framework } from '../framework/framework.ts';
import { partsOf } from '../framework/derivation-parts.ts';
import { FIGURE_STAGES, type ReleaseCalendar, type ReleasedMeasure, releaseDay } from '../calendar/release-calendar.ts';
import { type CatalogueFault, faultsAt } from './catalogue-fault.ts';

/** 公布日历: every stage of a released measure has a day, in order; single days are of figures there are. */
export function checkReleaseCalendar({ frameworks, releaseCalendar: calendar }: Catalogue): CatalogueFault[] {
  return [
    ...[...calendar.measures.values()].flatMap((row) => checkReleased(calendar, row)),
    ...checkDelays(calendar),
    ...[...calendar.dates].flatMap(([key, day]) => checkDate(calendar, key, day)),
    ...[...frameworks.values()].flatMap(checkParts),
  ];
}

function checkReleased({ sources, measures }: ReleaseCalendar, row: ReleasedMeasure): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(`公布日历 ${row.measure}`, faults);
  if (row.source !== null && !sources.has(row.source)) add('RELEASE_DAY_MISSING', `来源没有公布日：${row.source}`);
  if (row.source === null && row.inputs.length === 0) add('RELEASE_DAY_MISSING', '既无来源，又无所依据的数据项');
  for (const input of row.inputs) {
    if (!measures.has(input)) add('UNKNOWN_MEASURE', `没有这个待公布的数据项：${input}`);
  }
  if (inputsOf(measures, row).has(row.measure)) add('DERIVATION_CYCLE', '依据的数据项循环引用');
  return faults;
}

/** Everything a measure is released with, itself where it comes back to itself. */
function inputsOf(measures: ReleaseCalendar['measures'], row: ReleasedMeasure): Set<string> {
  const found = new Set<string>(row.inputs);
  for (const code of found) for (const input of measures.get(code)?.inputs ?? []) found.add(input);
  return found;
}

function checkDelays({ sources }: ReleaseCalendar): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  for (const [source, { PRELIMINARY, FINAL }] of sources) {
    const add = faultsAt(`公布日历 ${source}`, faults);
    const [first, last] = [PRELIMINARY, FINAL].map(({ monthsAfterEnd, day }) => monthsAfterEnd * 31 + (day ?? 31));
    if (first === undefined || last === undefined) continue;
    if (last < first) add('RELEASE_ORDER', '最终数早于初步数公布');
    // Changes over a year rest on last year's final figure, which must be out by then.
    if (last >= first + 12 * 31) add('RELEASE_ORDER', '上年最终数晚于本年初步数公布');
  }
  return faults;
}

function checkDate(calendar: ReleaseCalendar, key: string, day: string): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const add = faultsAt(`公布日历 ${key}`, faults);
  const [measure = '', stage, period = ''] = key.split('/');
  const row = calendar.measures.get(measure);
  const parsed = parsePeriod(period);
  if (row === undefined) add('UNKNOWN_MEASURE', `没有这个待公布的数据项：${measure}`);
  else if (!row.stages.some((each) => each === stage)) add('RELEASE_MISPLACED', '该数据项没有这个阶段');
  if (parsed === null || (row !== undefined && parsed.type !== periodTypeOf(row.frequency))) {
    add('RELEASE_MISPLACED', `报告期与报送频率不符：${period}`);
    return faults;
  }
  if (day <= parsed.end) add('RELEASE_MISPLACED', '公布日不晚于报告期末');
  const [first, last] = FIGURE_STAGES.map((each) => releaseDay(calendar, { measure, period, stage: each }));
  if (first != null && last != null && last < first) add('RELEASE_ORDER', '最终数早于初步数公布');
  // An explicit day far off would leave the list of what is held back.
  if (Number(day.slice(0, 4)) > parsed.year + 3) add('RELEASE_MISPLACED', '公布日晚于报告期三年以上');
  return faults;
}

/** What is computed from a released figure must be held back with it. */
function checkParts({ id, measures }: Framework): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  for (const measure of measures.values()) {
    const held = partsOf(measure.derivation).filter((code) => measures.get(code)?.releaseLag != null);
    if (measure.releaseLag !== null || held.length === 0) continue;
    const add = faultsAt(`${id} ${measure.code}`, faults);
    add('RELEASE_DAY_MISSING', `由待公布的数据项计算，却没有写明公布：${held.join('、')}`);
  }
  return faults;
}
