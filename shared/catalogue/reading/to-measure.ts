import type { AssessmentItem } from '../framework/assessment-item.ts';
import type { Measure } from '../framework/measure.ts';
import { toStage } from './to-release-calendar.ts';
import type { AssessmentItemRow, MeasureRow } from '../schemas/measure.schema.ts';

/** The measure of a row of a framework file. */
export function toMeasure(row: MeasureRow): Measure {
  return {
    code: row.code,
    nameZh: row.nameZh,
    nameEn: row.nameEn,
    type: row.type,
    unitOfMeasure: row.unitOfMeasure,
    role: row.role,
    temporal: row.temporal,
    frequency: row.frequency,
    countedFrom: row.countedFrom ?? null,
    direction: row.direction,
    derived: row.derived,
    derivation: row.derivation ?? null,
    dimensions: row.dimensions,
    appliesTo: row.appliesTo,
    periodicity: row.periodicity ?? null,
    unavailable: row.unavailable ?? null,
    burdenRelief: row.burdenRelief ?? false,
    releaseLag: toReleaseLag(row.releaseLag),
    note: row.note ?? null,
  };
}

/** Whose statistics it is; the data say `inputs` where it is released with what it is computed from. */
function toReleaseLag(row: MeasureRow['releaseLag']): Measure['releaseLag'] {
  if (row === undefined) return null;
  const { source, inputs = [], stage } = row;
  return { source: source === 'inputs' ? null : source, inputs, stages: stage.map(toStage) };
}

/** The assessment item of a row of a framework file. */
export function toAssessmentItem(row: AssessmentItemRow): AssessmentItem {
  return {
    code: row.code,
    nameZh: row.nameZh,
    nameEn: row.nameEn,
    aspects: row.aspects,
    judgedBy: row.judgedBy,
    namedBody: row.namedBody ?? null,
    notBy: row.notBy,
  };
}
