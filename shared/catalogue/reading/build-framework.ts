import type { AssessmentItem } from '../framework/assessment-item.ts';
import type { Framework, Indicator } from '../framework/framework.ts';
import type { Measure, UnitOfMeasure } from '../framework/measure.ts';
import type { DrawnFrameworkFile } from '../schemas/drawn-framework.schema.ts';
import type { FrameworkFile } from '../schemas/framework.schema.ts';
import { mapByCode } from './file-faults.ts';
import type { DataFile } from './read-data-file.ts';
import { toAssessmentItem, toMeasure } from './to-measure.ts';

/** What a framework gets from other files. */
export interface FrameworkContext {
  readonly unitsOfMeasure: ReadonlyMap<string, UnitOfMeasure>;
  /** Years of recorded carry-over acts of this framework. */
  readonly carriedTo: readonly number[];
}

type Head = Omit<Framework, 'basedOn' | 'indicators' | 'measures' | 'assessmentItems'>;

/** A framework that stands by itself. */
export function buildFramework(source: DataFile<FrameworkFile>, context: FrameworkContext): Framework {
  const { data, faults } = source;
  const measures = data.indicators.flatMap((row) => row.measures.map(toMeasure));
  const items = data.indicators.flatMap((row) => row.assessmentItems.map(toAssessmentItem));
  return {
    ...frameworkHeadOf(source, context),
    basedOn: null,
    indicators: data.indicators.map((row) =>
      toIndicator(row, {
        nationalCode: row.code,
        measures: row.measures.map(({ code }) => code),
        assessmentItems: row.assessmentItems.map(({ code }) => code),
      }),
    ),
    measures: mapByCode<Measure>(measures, ({ code }) => code, 'measures', faults),
    assessmentItems: mapByCode<AssessmentItem>(items, ({ code }) => code, 'assessmentItems', faults),
  };
}

/** What every framework has, whether or not it is drawn from another. */
export function frameworkHeadOf(
  { data, faults }: DataFile<FrameworkFile | DrawnFrameworkFile>,
  { unitsOfMeasure, carriedTo }: FrameworkContext,
): Head {
  return {
    id: data.id,
    status: data.status,
    documentNo: data.documentNo,
    title: data.title,
    source: data.source,
    replaceBy: data.replaceBy,
    subjectKind: data.subjectKind,
    validFrom: data.validFrom,
    validTo: data.validTo,
    years: [Number(data.validFrom.slice(0, 4)), ...carriedTo].sort((a, b) => a - b),
    statedCounts: data.statedCounts,
    pillars: data.pillars,
    groups: data.groups,
    dimensions: mapByCode(
      data.dimensions.map(({ source: _source, ...dimension }) => dimension),
      ({ id }) => id,
      'dimensions',
      faults,
    ),
    unitsOfMeasure,
  };
}

type IndicatorRow = FrameworkFile['indicators'][number] | DrawnFrameworkFile['indicators'][number];

/** The indicator of a row; its references differ between the two kinds of framework. */
export function toIndicator(
  row: IndicatorRow,
  references: Pick<Indicator, 'nationalCode' | 'measures' | 'assessmentItems'>,
): Indicator {
  return {
    code: row.code,
    key: row.key,
    pillar: row.pillar,
    group: row.group,
    name: row.name,
    nameEn: row.nameEn,
    definition: row.definition,
    nature: row.nature,
    uses: row.uses ?? [],
    ...references,
  };
}
