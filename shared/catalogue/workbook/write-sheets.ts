import type { VersionDocuments } from '../version/version-documents.schema.ts';
import { writeCell, writingOf } from './cell-text.ts';
import { type Column, PARENT, SINGLE_VALUES, SINGLES, type Table, TABLES } from './layout.ts';
import type { Sheet } from './sheet.ts';
import { titleOf } from './titles.ts';

/** The sheets of a workbook: filled from a version, or with their heads alone. */
export function writeSheets(documents: VersionDocuments | null): Sheet[] {
  return [writeSingles(documents), ...TABLES.map((table) => writeTable(table, documents))];
}

function writeSingles(documents: VersionDocuments | null): Sheet {
  return {
    name: SINGLE_VALUES,
    rows: [
      ['项目', '字段', '值', '写法'],
      ['title', 'field', 'value', 'writing'],
      ['一行一项，只填“值”一列', '', '', ''],
      ...SINGLES.map((column) => [
        column.title,
        column.path,
        writeCell(column, valueAt(documents, column.steps)),
        writingOf(column.shape),
      ]),
    ],
  };
}

function writeTable({ sheet, path, columns }: Table, documents: VersionDocuments | null): Sheet {
  const isChild = path.includes('[]');
  const parent = { title: titleOf([PARENT]), name: PARENT, writing: '文字' };
  const heads = columns.map(({ title, path: name, shape }) => ({ title, name, writing: writingOf(shape) }));
  const all = isChild ? [parent, ...heads] : heads;
  return {
    name: sheet,
    rows: [
      all.map(({ title }) => title),
      all.map(({ name }) => name),
      all.map(({ writing }) => writing),
      ...rowsOf(documents, path).map(({ row, parentCode }) => {
        const cells = columns.map((column) => writeColumn(column, row));
        return isChild ? [parentCode, ...cells] : cells;
      }),
    ],
  };
}

function writeColumn(column: Column, row: unknown): string {
  return writeCell(column, valueAt(row, column.steps));
}

interface TableRow {
  readonly row: unknown;
  /** Code of the row of the list above; empty where there is none. */
  readonly parentCode: string;
}

function rowsOf(documents: VersionDocuments | null, path: string): TableRow[] {
  const [first = '', rest] = path.split('[].');
  const rows = listAt(documents, first);
  if (rest === undefined) return rows.map((row) => ({ row, parentCode: '' }));
  return rows.flatMap((parent) =>
    listAt(parent, rest).map((row) => ({ row, parentCode: String(valueAt(parent, ['code'])) })),
  );
}

function listAt(source: unknown, path: string): readonly unknown[] {
  const list = valueAt(source, path.split('.'));
  return Array.isArray(list) ? list : [];
}

/** What stands at a path; undefined where something above it is missing. */
function valueAt(source: unknown, path: readonly string[]): unknown {
  let value = source;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}
