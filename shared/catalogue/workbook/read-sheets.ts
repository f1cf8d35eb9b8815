import { readCell, emptyOf } from './cell-text.ts';
import { type Column, PARENT, SINGLE_VALUES, SINGLES, type Table, TABLES } from './layout.ts';
import { addressOf, HEAD_ROWS, NAMES_ROW, type Sheet } from './sheet.ts';
import { Places } from './places.ts';
import { type WorkbookFault, workbookFaults } from './workbook-fault.ts';

/** What a workbook says, before any schema has seen it. */
export interface ReadWorkbook {
  readonly documents: Readonly<Record<string, unknown>>;
  /** In which cell what of the documents stands. */
  readonly places: Places;
  /** Sheets and columns that are missing or unknown, rows that belong to nothing. */
  readonly faults: readonly WorkbookFault[];
}

type Tree = Record<string, unknown>;

/** Puts the sheets of a workbook together to documents. */
export function readSheets(sheets: readonly Sheet[]): ReadWorkbook {
  const reader = new WorkbookReader(sheets);
  reader.read();
  return reader;
}

class WorkbookReader implements ReadWorkbook {
  readonly documents: Tree = {};
  readonly places = new Places();
  readonly faults: WorkbookFault[] = [];
  private readonly sheets: ReadonlyMap<string, Sheet>;
  /** Rows by path of their list and code, for the lists that stand within them. */
  private readonly parents = new Map<string, { readonly row: Tree; readonly path: string }>();

  constructor(sheets: readonly Sheet[]) {
    this.sheets = new Map(sheets.map((sheet) => [sheet.name, sheet]));
    const known = new Set([SINGLE_VALUES, ...TABLES.map(({ sheet }) => sheet)]);
    for (const { name } of sheets) if (!known.has(name)) this.faults.push(workbookFaults.unknownSheet(name));
  }

  read(): void {
    this.readSingles();
    for (const table of TABLES) this.readTable(table);
  }

  private readSingles(): void {
    const sheet = this.sheets.get(SINGLE_VALUES);
    if (sheet === undefined) {
      this.faults.push(workbookFaults.missingSheet(SINGLE_VALUES));
      return;
    }
    const columns = new Map(SINGLES.map((column) => [column.path, column]));
    const cells = new Map<Column, string>();
    sheet.rows.slice(HEAD_ROWS).forEach(([, field = '', value = ''], index) => {
      const row = index + HEAD_ROWS + 1;
      if (field === '' && value === '') return;
      const column = columns.get(field);
      if (column === undefined) this.faults.push(workbookFaults.unknownField(addressOf(2, row), field));
      else if (cells.has(column)) this.faults.push(workbookFaults.repeatedField(addressOf(2, row), field));
      else {
        cells.set(column, value);
        this.places.set(field, { sheet: SINGLE_VALUES, cell: addressOf(3, row), code: null });
      }
    });
    fill(this.documents, cells, SINGLES);
  }

  private readTable(table: Table): void {
    const sheet = this.sheets.get(table.sheet);
    if (sheet === undefined) {
      this.faults.push(workbookFaults.missingSheet(table.sheet));
      return;
    }
    this.places.setTable(table.path, table.sheet);
    const [first = '', rest] = table.path.split('[].');
    // A list that nobody filled is an empty one, but only within what is there.
    const isThere = objectAt(this.documents, first.split('.').slice(0, -1)) !== null;
    if (rest === undefined && isThere) listOf(this.documents, first.split('.'));
    const columns = this.columnsOf(table, sheet);
    const positions = new Map(columns.fields.map(([position, column]) => [column.path, position + 1]));
    sheet.rows.slice(HEAD_ROWS).forEach((texts, index) => {
      const number = index + HEAD_ROWS + 1;
      if (texts.every((text) => text === '')) return;
      const cells = new Map<Column, string>();
      for (const [position, column] of columns.fields) cells.set(column, texts[position] ?? '');
      const parent = rest === undefined ? null : this.parentOf(table, texts[columns.parent] ?? '', number);
      if (rest !== undefined && parent === null) return;
      const list =
        parent === null ? listOf(this.documents, first.split('.')) : listOf(parent.row, (rest ?? '').split('.'));
      const path = `${parent === null ? first : `${parent.path}.${rest}`}.${list.length}`;
      const row: Tree = {};
      fill(row, cells, table.columns);
      list.push(row);
      this.keep(table, { row, path, number, columns: positions });
    });
    if (rest !== undefined) this.closeLists(first, rest);
  }

  /** Every row of the list above has the list within it, be it empty; a list that may be absent stays so. */
  private closeLists(first: string, rest: string): void {
    const isOptional = rest.includes('.');
    for (const [key, { row }] of this.parents) {
      if (key.startsWith(`${first}\t`) && !isOptional) listOf(row, rest.split('.'));
    }
  }

  private keep(table: Table, { row, path, number, columns }: KeptRow): void {
    const code = identityOf(row);
    this.places.setRow(path, { sheet: table.sheet, row: number, code, columns });
    this.parents.set(`${table.path}\t${code}`, { row, path });
  }

  private parentOf(table: Table, code: string, number: number): { row: Tree; path: string } | null {
    const [first = ''] = table.path.split('[].');
    const parent = this.parents.get(`${first}\t${code}`) ?? null;
    if (parent === null) this.faults.push(workbookFaults.unknownParent(table.sheet, addressOf(1, number), code));
    return parent;
  }

  private columnsOf(table: Table, sheet: Sheet): { fields: (readonly [number, Column])[]; parent: number } {
    const known = new Map(table.columns.map((column) => [column.path, column]));
    const names = sheet.rows[NAMES_ROW] ?? [];
    const fields = names.flatMap((name, position) => {
      const column = known.get(name);
      if (column === undefined && name !== '' && name !== PARENT) {
        this.faults.push(workbookFaults.unknownColumn(table.sheet, addressOf(position + 1, NAMES_ROW + 1), name));
      }
      return column === undefined ? [] : [[position, column] as const];
    });
    if (new Set(fields.map(([, column]) => column)).size < fields.length) {
      this.faults.push(workbookFaults.repeatedColumn(table.sheet));
    }
    for (const { path, title, isAlwaysThere } of table.columns) {
      if (isAlwaysThere && !names.includes(path))
        this.faults.push(workbookFaults.missingColumn(table.sheet, title, path));
    }
    return { fields, parent: names.indexOf(PARENT) };
  }
}

interface KeptRow {
  readonly row: Tree;
  readonly path: string;
  readonly number: number;
  /** Columns by field, counted from 1. */
  readonly columns: ReadonlyMap<string, number>;
}

/** Fills an object from its cells; what an empty cell stands for is put only where what it belongs to is there. */
function fill(target: Tree, cells: ReadonlyMap<Column, string>, columns: readonly Column[]): void {
  const empty: Column[] = [];
  for (const column of columns) {
    const text = cells.get(column) ?? '';
    if (text.trim() === '') empty.push(column);
    else put(target, column.steps, readCell(column, text));
  }
  for (const column of empty) {
    const value = emptyOf(column);
    if (value === undefined) continue;
    if (column.isAlwaysThere || objectAt(target, column.steps.slice(0, -1)) !== null) put(target, column.steps, value);
  }
}

function put(target: Tree, path: readonly string[], value: unknown): void {
  const last = path.at(-1);
  let parent = target;
  for (const step of path.slice(0, -1)) {
    const next: Tree = isTree(parent[step]) ? parent[step] : {};
    parent[step] = next;
    parent = next;
  }
  if (last !== undefined) parent[last] = value;
}

function objectAt(target: Tree, path: readonly string[]): Tree | null {
  let value: unknown = target;
  for (const step of path) value = isTree(value) ? value[step] : undefined;
  return isTree(value) ? value : null;
}

/** The list at a path, made where there is none; a list within an object that is absent belongs to nothing. */
function listOf(target: Tree, path: readonly string[]): unknown[] {
  const parent = objectAt(target, path.slice(0, -1));
  const found = parent?.[path.at(-1) ?? ''];
  if (Array.isArray(found)) return found;
  const list: unknown[] = [];
  put(target, path, list);
  return list;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** By what a row is looked for: its code, its id, or its category. */
function identityOf(row: Tree): string {
  const value = row['code'] ?? row['id'] ?? row['category'] ?? row['nationalCode'];
  return typeof value === 'string' ? value : '';
}
