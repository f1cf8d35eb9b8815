import { cellsEnteredBy } from '../../shared/catalogue/responsibility/ownership.ts';
import type { SubjectEntry } from '../../shared/catalogue/subject/subjects.ts';
import { formatDimensions } from '../../shared/primitives/dimensions.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import { parsePeriod, periodsOfYear } from '../../shared/primitives/period.ts';
import { catalogue } from './bench-department.ts';

/** One value of a year's report of the department about one subject. */
export interface BulkRow {
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: string;
  readonly value: string;
}

type Place = Omit<BulkRow, 'subject' | 'value'> & { readonly type: string };

/** Everything the department enters about a province in one year, all its measures, quarters and groups. */
function placesOf(year: number): Place[] {
  const framework = catalogue.frameworks.get('national-2022');
  const split = catalogue.splits.get('national-2022');
  if (!framework || !split) throw new Error('no national framework');
  return cellsEnteredBy(split, framework, 'hrss').flatMap(({ measure, dimensions }) => {
    const known = framework.measures.get(measure);
    if (known === undefined || !known.appliesTo.includes('province')) return [];
    return periodsOfYear(year, known.frequency).map((period) => ({
      measure,
      period,
      dimensions: formatDimensions(dimensions),
      type: known.type,
    }));
  });
}

/** Invented subjects, as many as it takes. */
export function manySubjects(count: number): SubjectEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    code: String(800_000 + index),
    name: `测试${index}`,
    kind: 'province',
    parent: null,
    isDemo: false,
  }));
}

/** Distinct cells of a year, subject by subject; `shift` makes other values of the same cells. */
export function* bulkRows(
  count: number,
  subjects: readonly SubjectEntry[],
  year = 2025,
  shift = 0,
): Generator<BulkRow> {
  const places = placesOf(year);
  let made = 0;
  for (const [index, { code: subject }] of subjects.entries()) {
    for (const { type, ...place } of places) {
      if (made++ >= count) return;
      yield { subject, ...place, value: figureOf(type, index, shift) };
    }
  }
  throw new Error(`only ${made} rows for ${subjects.length} subjects`);
}

/** Values that agree with each other: no part is above its whole, and nothing jumps. */
function figureOf(type: string, index: number, shift: number): string {
  if (type === 'boolean') return 'true';
  return type === 'ratio' ? '0.25' : String(1_000 + (index % 997) + shift);
}

/** The rows as a file. */
export function* asCsv(rows: Iterable<BulkRow>): Generator<string> {
  yield 'subject,period,measure,dimensions,value\n';
  for (const { subject, period, measure, dimensions, value } of rows)
    yield `${subject},${period},${measure},${dimensions},${value}\n`;
}

/** The rows as `COPY` takes them for a table like `observation`. */
export function* asCopy(rows: Iterable<BulkRow>): Generator<string> {
  const publication = newId();
  const recordedAt = new Date().toISOString();
  let ordinal = 0;
  for (const { subject, period, measure, dimensions, value } of rows) {
    const span = parsePeriod(period);
    ordinal += 1;
    const isNumber = value !== 'true';
    yield `${[
      span?.year,
      newId(),
      subject,
      measure,
      period,
      span?.start,
      span?.end,
      dimensions,
      isNumber ? value : '\\N',
      isNumber ? '\\N' : value,
      1,
      'hrss',
      publication,
      ordinal,
      '\\N',
      'f',
      recordedAt,
      '\\N',
    ].join('\t')}\n`;
  }
}
