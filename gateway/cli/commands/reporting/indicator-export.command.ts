import { z } from 'zod';
import { type DimensionValue, formatDimensions } from '../../../../shared/primitives/dimensions.ts';
import { err, ok } from '../../../../shared/primitives/result.ts';
import { CSV_MARK, csvRecord } from '../../../../shared/primitives/spreadsheet-cell.ts';
import { cliErrors } from '../../cli-error.ts';
import { departmentOf, type UnitDepartment } from '../../department-names.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type CommandOutcome, failed } from '../../outcome.ts';
import { type ListQuery, readPages } from '../../pages.ts';
import { type Write, writeWholeFile } from '../../write-whole-file.ts';

export interface ExportOptions {
  readonly unit: string;
  readonly period: string;
  readonly output: string;
  /** An instant; what counted then. */
  readonly asOf?: string | undefined;
}

/** In the order of the file; an import of the file takes the same. */
const COLUMNS = ['subject', 'period', 'measure', 'dimensions', 'value', 'explanation', 'stage'] as const;
type Texts = Readonly<Record<(typeof COLUMNS)[number], string>>;

const codeSchema = z.object({ code: z.string() });
const valueSchema = z
  .object({
    subject: codeSchema,
    measure: codeSchema,
    period: codeSchema,
    dimensions: z.array(z.object({ key: z.string(), code: z.string() })),
    value: z.string(),
    explanation: z.string().nullable(),
    stage: z.string().nullable(),
  })
  .transform(toTexts);

/** Writes what a unit has handed in for a period to a file that can be handed in again without any change. */
export async function indicatorExportCommand(client: GraphqlClient, options: ExportOptions): Promise<CommandOutcome> {
  const department = departmentOf(options.unit);
  if (!department.ok) return failed(department.error);
  const format = /\.(csv|ndjson|jsonl)$/i.exec(options.output)?.[1]?.toLowerCase();
  if (format === undefined) return failed(cliErrors.fileNameUnknown(options.output));
  const list = listOf(department.value, options);
  const lineOf = format === 'csv' ? csvLine : jsonLine;
  const written = await writeWholeFile(options.output, async (write) => {
    if (format === 'csv') await write(CSV_MARK + csvRecord(COLUMNS));
    return writeValues(client, list, (texts) => lineOf(texts), write);
  });
  if (!written.ok) return failed(written.error);
  const data = { rows: written.value, output: options.output };
  return { data, plain: `已导出 ${written.value} 个值到 ${options.output}`, error: null };
}

function listOf({ fieldPrefix, typePrefix, unit }: UnitDepartment, options: ExportOptions): ListQuery<Texts> {
  return {
    query: `query ($filter: ${typePrefix}ObservationFilterInput, $asOf: DateTime, $first: Int, $after: String) {
      page: ${fieldPrefix}Observations(filter: $filter, asOf: $asOf, first: $first, after: $after) {
        edges { node {
          subject { code } measure { code } period { code } dimensions { key code } value explanation stage
        } }
        pageInfo { hasNextPage endCursor }
      }
    }`,
    variables: {
      // What is computed is computed again; only what was handed in can be handed in.
      filter: { memberUnit: unit, period: options.period, isDerived: false },
      asOf: options.asOf,
    },
    node: valueSchema,
  };
}

async function writeValues(
  client: GraphqlClient,
  list: ListQuery<Texts>,
  lineOf: (texts: Texts) => string,
  write: Write,
) {
  let rows = 0;
  for await (const page of readPages(client, list)) {
    if (!page.ok) return page;
    if (page.value === null) return err(cliErrors.unexpectedAnswer('null'));
    await write(page.value.nodes.map(lineOf).join(''));
    rows += page.value.nodes.length;
  }
  return ok(rows);
}

interface ListedValue {
  readonly subject: { readonly code: string };
  readonly measure: { readonly code: string };
  readonly period: { readonly code: string };
  readonly dimensions: readonly DimensionValue[];
  readonly value: string;
  readonly explanation: string | null;
  readonly stage: string | null;
}

function toTexts({ subject, measure, period, dimensions, value, explanation, stage }: ListedValue): Texts {
  return {
    subject: subject.code,
    period: period.code,
    measure: measure.code,
    dimensions: formatDimensions(dimensions),
    value,
    explanation: explanation ?? '',
    stage: stage ?? '',
  };
}

function csvLine(texts: Texts): string {
  return csvRecord(COLUMNS.map((column) => texts[column]));
}

function jsonLine(texts: Texts): string {
  const members = COLUMNS.filter((column) => texts[column] !== '').map((column) => [column, texts[column]]);
  return `${JSON.stringify(Object.fromEntries(members))}\n`;
}
