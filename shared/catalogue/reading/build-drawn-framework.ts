import type { AssessmentItem } from '../framework/assessment-item.ts';
import type { Framework } from '../framework/framework.ts';
import type { Measure } from '../framework/measure.ts';
import type { DrawnFrameworkFile } from '../schemas/drawn-framework.schema.ts';
import { type FrameworkContext, frameworkHeadOf, toIndicator } from './build-framework.ts';
import { reportCoverage } from './drawn-coverage.ts';
import { mapByCode } from './file-faults.ts';
import type { DataFile } from './read-data-file.ts';
import { toMeasure } from './to-measure.ts';

/** A framework drawn from another: the base's measures and items as it names them, its own beside, differences applied. */
export function buildDrawnFramework(
  source: DataFile<DrawnFrameworkFile>,
  base: Framework,
  context: FrameworkContext,
): Framework {
  reportChangedWords(source, base);
  reportCoverage(source, base);
  return {
    ...frameworkHeadOf(source, context),
    basedOn: base.id,
    indicators: source.data.indicators.map((row) =>
      toIndicator(row, {
        nationalCode: row.nationalCode,
        measures: row.measures,
        assessmentItems: row.assessmentItems,
      }),
    ),
    measures: drawnMeasures(source, base),
    assessmentItems: drawnItems(source, base),
  };
}

function drawnMeasures({ data, faults }: DataFile<DrawnFrameworkFile>, base: Framework): Map<string, Measure> {
  const own = mapByCode(data.ownMeasures, ({ code }) => code, 'ownMeasures', faults);
  const names = mapByCode(data.measureNames, ({ code }) => code, 'measureNames', faults);
  const dimensions = mapByCode(data.measureDimensions, ({ code }) => code, 'measureDimensions', faults);
  const measures: Measure[] = [];
  for (const { path, code } of named(data, 'measures')) {
    const row = own.get(code);
    const measure = row === undefined ? base.measures.get(code) : toMeasure(row);
    if (row !== undefined && base.measures.has(code)) faults.add(path, `自有数据项与${base.id}重复：${code}`);
    if (measure === undefined) faults.add(path, `没有这个数据项：${code}`);
    else measures.push({ ...measure, ...nameOf(names.get(code)), ...dimensionsOf(dimensions.get(code)) });
  }
  const result = mapByCode(measures, ({ code }) => code, 'indicators[].measures', faults);
  for (const [list, codes] of [
    ['ownMeasures', own],
    ['measureNames', names],
    ['measureDimensions', dimensions],
  ] as const) {
    for (const code of codes.keys()) if (!result.has(code)) faults.add(list, `没有指标用到：${code}`);
  }
  return result;
}

function drawnItems({ data, faults }: DataFile<DrawnFrameworkFile>, base: Framework): Map<string, AssessmentItem> {
  const names = mapByCode(data.assessmentItemNames, ({ code }) => code, 'assessmentItemNames', faults);
  const judges = mapByCode(data.assessmentItemJudges, ({ code }) => code, 'assessmentItemJudges', faults);
  const items: AssessmentItem[] = [];
  for (const { path, code } of named(data, 'assessmentItems')) {
    const item = base.assessmentItems.get(code);
    if (item === undefined) faults.add(path, `没有这个评价要点：${code}`);
    else items.push({ ...item, ...nameOf(names.get(code)), ...judgesOf(judges.get(code)) });
  }
  const result = mapByCode(items, ({ code }) => code, 'indicators[].assessmentItems', faults);
  for (const [list, codes] of [
    ['assessmentItemNames', names],
    ['assessmentItemJudges', judges],
  ] as const) {
    for (const code of codes.keys()) if (!result.has(code)) faults.add(list, `没有指标用到：${code}`);
  }
  return result;
}

function named(data: DrawnFrameworkFile, list: 'measures' | 'assessmentItems'): { path: string; code: string }[] {
  return data.indicators.flatMap((row, i) =>
    row[list].map((code, j) => ({ path: `indicators[${i}].${list}[${j}]`, code })),
  );
}

function nameOf(row: { nameZh: string; nameEn: string } | undefined): Partial<Measure & AssessmentItem> {
  return row === undefined ? {} : { nameZh: row.nameZh, nameEn: row.nameEn };
}

function dimensionsOf(row: { dimensions: readonly string[] } | undefined): Partial<Measure> {
  return row === undefined ? {} : { dimensions: row.dimensions };
}

function judgesOf(row: DrawnFrameworkFile['assessmentItemJudges'][number] | undefined): Partial<AssessmentItem> {
  return row === undefined ? {} : { judgedBy: row.judgedBy, namedBody: row.namedBody ?? null, notBy: row.notBy };
}

/** An indicator that claims to be unchanged must carry the words of its base. */
function reportChangedWords({ data, faults }: DataFile<DrawnFrameworkFile>, base: Framework): void {
  const originals = new Map(base.indicators.map((indicator) => [indicator.code, indicator]));
  data.indicators.forEach((row, index) => {
    const original = originals.get(row.nationalCode);
    if (row.adapted || original === undefined) return;
    if (row.name !== original.name || row.definition !== original.definition) {
      faults.add(`indicators[${index}]`, `第${row.code}项标为未改动（adapted: false），文字却与${base.id}不同`);
    }
  });
}
