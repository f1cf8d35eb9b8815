import type { DrawnFrameworkFile } from '../schemas/drawn-framework.schema.ts';
import type { FrameworkFile } from '../schemas/framework.schema.ts';
import type { AssessmentItemRow, MeasureRow } from '../schemas/measure.schema.ts';
import type { VersionFramework } from './version-documents.schema.ts';

/** A framework file that stands by itself, as a version. */
export function wholeVersion(file: FrameworkFile): VersionFramework {
  return {
    ...file,
    basedOn: null,
    indicators: file.indicators.map((row) => ({ ...row, nationalCode: row.code })),
    dropped: [],
    droppedMeasures: [],
    droppedAssessmentItems: [],
  };
}

/** A drawn framework file with what it takes from its base written out. */
export function drawnVersion(file: DrawnFrameworkFile, base: FrameworkFile): VersionFramework {
  const {
    ownMeasures: _own,
    measureNames: _names,
    measureDimensions: _dimensions,
    assessmentItemNames: _itemNames,
    assessmentItemJudges: _judges,
    indicators,
    ...head
  } = file;
  const measures = measuresOf(file, base);
  const items = itemsOf(file, base);
  return {
    ...head,
    indicators: indicators.map((row) => ({
      ...row,
      measures: row.measures.flatMap((code) => measures.get(code) ?? []),
      assessmentItems: row.assessmentItems.flatMap((code) => items.get(code) ?? []),
    })),
  };
}

function measuresOf(file: DrawnFrameworkFile, base: FrameworkFile): Map<string, MeasureRow> {
  const rows = new Map<string, MeasureRow>();
  for (const row of base.indicators.flatMap(({ measures }) => measures)) rows.set(row.code, row);
  for (const { nationalCode: _nationalCode, ...row } of file.ownMeasures) rows.set(row.code, row);
  overlay(rows, file.measureNames);
  overlay(rows, file.measureDimensions);
  return rows;
}

function itemsOf(file: DrawnFrameworkFile, base: FrameworkFile): Map<string, AssessmentItemRow> {
  const rows = new Map<string, AssessmentItemRow>();
  for (const row of base.indicators.flatMap(({ assessmentItems }) => assessmentItems)) rows.set(row.code, row);
  overlay(rows, file.assessmentItemNames);
  for (const { code, judgedBy, notBy, namedBody } of file.assessmentItemJudges) {
    const { namedBody: _before, ...row } = rows.get(code) ?? {};
    if ('nameZh' in row) rows.set(code, { ...row, judgedBy, notBy, ...(namedBody !== undefined && { namedBody }) });
  }
  return rows;
}

/** Puts what a list says of some rows over them. */
function overlay<T extends { code: string }>(
  rows: Map<string, T>,
  list: readonly (Partial<T> & { code: string })[],
): void {
  for (const difference of list) {
    const row = rows.get(difference.code);
    if (row !== undefined) rows.set(difference.code, { ...row, ...difference });
  }
}
