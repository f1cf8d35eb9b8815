import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { type DimensionValue, parseDimensions } from '../../shared/primitives/dimensions.ts';

/** One row to publish. */
export interface ObservationRow {
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: readonly DimensionValue[];
  readonly value: string;
  readonly explanation: string | null;
  readonly expectedRevision: number | null;
}

/** A fault of the file's form, where a person finds it. */
export interface FileFault {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly column: string | null;
  readonly message: string;
  readonly messageEn: string;
}

export interface ObservationFile {
  readonly rows: readonly ObservationRow[];
  /** Line of the file on which each row stands. */
  readonly lines: readonly number[];
  readonly faults: readonly FileFault[];
}

const COLUMNS = ['subject', 'period', 'measure', 'dimensions', 'value', 'explanation'] as const;
const REQUIRED = ['subject', 'period', 'measure', 'value'] as const;

/** Reads observations from NDJSON or CSV; which of the two is told by the name, else by the first character. */
export function readObservations(text: string, fileName: string): ObservationFile {
  const content = text.replace(/^\ufeff/, '');
  const isJson =
    /\.(ndjson|jsonl)$/i.test(fileName) || (!/\.csv$/i.test(fileName) && content.trimStart().startsWith('{'));
  return isJson ? readNdjson(content) : readCsv(content);
}

const text = z.string().trim();
const valueText = z.union([z.string().trim(), z.boolean().transform(String)]);

const jsonRowSchema = z.strictObject({
  subject: text.min(1),
  measure: text.min(1),
  period: text.min(1),
  dimensions: z
    .union([
      z.array(z.strictObject({ key: text.min(1), code: text.min(1) })),
      z.record(z.string(), text).transform((codes) => Object.entries(codes).map(([key, code]) => ({ key, code }))),
    ])
    .default([]),
  // A number in JSON has already lost digits when it is read; figures travel as text.
  value: valueText,
  explanation: text.nullish().transform((value) => value || null),
  expectedRevision: z
    .number()
    .int()
    .min(0)
    .nullish()
    .transform((value) => value ?? null),
});

function readNdjson(content: string): ObservationFile {
  const rows: ObservationRow[] = [];
  const lines: number[] = [];
  const faults: FileFault[] = [];
  for (const [index, source] of content.split(/\r?\n/).entries()) {
    if (source.trim() === '') continue;
    const parsed = jsonRowSchema.safeParse(parseJson(source));
    if (parsed.success) {
      rows.push(parsed.data);
      lines.push(index + 1);
    } else {
      faults.push(...parsed.error.issues.map((issue) => jsonFault(index + 1, issue)));
    }
  }
  return { rows, lines, faults };
}

function jsonFault(line: number, issue: { readonly path: PropertyKey[]; readonly message: string }): FileFault {
  const column = issue.path.length === 0 ? null : issue.path.map(String).join('.');
  const isNumber = column === 'value';
  return {
    line,
    column,
    message: isNumber
      ? '值应写成带引号的文本，如 "12.5"'
      : column === null
        ? '不是一个 JSON 对象，或有多余的项'
        : `${column} 不符合要求`,
    messageEn: isNumber ? 'value must be a quoted text such as "12.5"' : issue.message,
  };
}

function readCsv(content: string): ObservationFile {
  const parsed = parseCsv(content);
  if ('fault' in parsed) return { rows: [], lines: [], faults: [parsed.fault] };
  const [header, ...records] = parsed.records;
  if (header === undefined)
    return { rows: [], lines: [], faults: [csvFault(1, null, '文件是空的', 'The file is empty')] };
  const names = header.cells.map((name) => name.trim());
  const faults = checkHeader(names);
  if (faults.length > 0) return { rows: [], lines: [], faults };
  const rows = records.map(({ cells, line }) =>
    readRecord(Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])), line, faults),
  );
  return { rows, lines: records.map(({ line }) => line), faults };
}

interface CsvRecord {
  readonly cells: string[];
  readonly line: number;
}

const recordsSchema = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

function parseCsv(content: string): { records: CsvRecord[] } | { fault: FileFault } {
  try {
    const parsed = recordsSchema.parse(
      parse(content, { info: true, skip_empty_lines: true, relax_column_count_less: true }),
    );
    return { records: parsed.map(({ record, info }) => ({ cells: record, line: info.lines })) };
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 1;
    return { fault: csvFault(line, null, '不是有效的 CSV', error instanceof Error ? error.message : String(error)) };
  }
}

function checkHeader(names: readonly string[]): FileFault[] {
  const missing = REQUIRED.filter((name) => !names.includes(name));
  const foreign = names.filter((name) => !COLUMNS.some((column) => column === name));
  return [
    ...missing.map((name) => csvFault(1, name, `缺少列 ${name}`, `Column ${name} is missing`)),
    ...foreign.map((name) =>
      csvFault(1, name, `没有列“${name}”，可用的列：${COLUMNS.join(' ')}`, `There is no column ${name}`),
    ),
  ];
}

function readRecord(record: Readonly<Record<string, string>>, line: number, faults: FileFault[]): ObservationRow {
  const cell = (name: (typeof COLUMNS)[number]) => (record[name] ?? '').trim();
  for (const name of REQUIRED)
    if (cell(name) === '') faults.push(csvFault(line, name, `${name} 为空`, `${name} is empty`));
  const dimensions = parseDimensions(cell('dimensions')).map(({ key, code }) => ({
    key: key.trim(),
    code: code.trim(),
  }));
  if (dimensions.some(({ key, code }) => key === '' || code === '')) {
    faults.push(csvFault(line, 'dimensions', '应写成 维度=代码;维度=代码', 'dimensions must read key=code;key=code'));
  }
  return {
    subject: cell('subject'),
    measure: cell('measure'),
    period: cell('period'),
    dimensions,
    value: cell('value'),
    explanation: cell('explanation') === '' ? null : cell('explanation'),
    expectedRevision: null,
  };
}

function csvFault(line: number, column: string | null, message: string, messageEn: string): FileFault {
  return { line, column, message, messageEn };
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return null;
  }
}
