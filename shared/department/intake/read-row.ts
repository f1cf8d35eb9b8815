import type { DimensionValue } from '../../primitives/dimensions.ts';
import type { Issue } from '../../primitives/issue.ts';
import type { RowInput } from '../validation/row.ts';
import { readDimensions, readRevision, readStage } from './cells.ts';
import { type Column, REQUIRED_COLUMNS } from './columns.ts';
import type { IntakeItem } from './intake.ts';
import type { Place } from './file-issue.ts';
import { lineErrors } from './line.errors.ts';

/** Texts of one row as they are kept, by column; absent ones are empty. */
export type RowTexts = Readonly<Partial<Record<Column, string>>>;

/** The row of these texts, or what is wrong with them. */
export function* readRow(texts: RowTexts, line: number): Generator<IntakeItem> {
  const faults: Issue[] = [];
  const place = (column: Column): Place => ({ line, column });
  for (const column of REQUIRED_COLUMNS) {
    if ((texts[column] ?? '') === '') faults.push(lineErrors.cellEmpty(place(column), column));
  }
  const dimensions = readDimensions(texts.dimensions ?? '');
  const stage = readStage(texts.stage ?? '');
  const expectedRevision = readRevision(texts.expectedRevision ?? '');
  if (dimensions === null) faults.push(lineErrors.dimensionsMalformed(place('dimensions')));
  if (stage === undefined) faults.push(lineErrors.stageUnknown(place('stage'), texts.stage ?? ''));
  if (expectedRevision === undefined) faults.push(lineErrors.revisionMalformed(place('expectedRevision')));
  if (faults.length > 0 || dimensions === null || stage === undefined || expectedRevision === undefined) {
    for (const issue of faults) yield { kind: 'fault', issue, endsReading: false };
    return;
  }
  yield { kind: 'row', line, input: toInput(texts, dimensions, stage, expectedRevision) };
}

function toInput(
  texts: RowTexts,
  dimensions: readonly DimensionValue[],
  stage: RowInput['stage'],
  expectedRevision: number | null,
): RowInput {
  return {
    subject: texts.subject ?? '',
    measure: texts.measure ?? '',
    period: texts.period ?? '',
    dimensions,
    value: texts.value ?? '',
    expectedRevision,
    explanation: texts.explanation === undefined || texts.explanation === '' ? null : texts.explanation,
    stage,
  };
}
