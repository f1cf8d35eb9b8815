import { addressOf } from './sheet.ts';

/** A cell of a workbook. */
export interface Place {
  readonly sheet: string;
  readonly cell: string;
  /** Code of the row it stands in. */
  readonly code: string | null;
}

/** A row of a table with the columns of its sheet by field, counted from 1. */
interface PlacedRow {
  readonly sheet: string;
  readonly row: number;
  readonly code: string;
  readonly columns: ReadonlyMap<string, number>;
}

/** In which cell what of the documents stands. */
export class Places {
  private readonly places = new Map<string, Place>();
  private readonly rows = new Map<string, PlacedRow>();
  private readonly tables = new Map<string, string>();

  set(path: string, place: Place): void {
    this.places.set(path, place);
  }

  setRow(path: string, row: PlacedRow): void {
    this.rows.set(path, row);
  }

  setTable(path: string, sheet: string): void {
    this.tables.set(path, sheet);
  }

  /** The cell of a path, or of what is nearest above it; a list as a whole is the first cell of its sheet. */
  of(path: readonly PropertyKey[]): Place | null {
    for (let length = path.length; length > 0; length -= 1) {
      const text = path.slice(0, length).map(String).join('.');
      const row = this.rows.get(text);
      if (row !== undefined) return cellOf(row, path.slice(length));
      const place = this.places.get(text);
      if (place !== undefined) return place;
      const sheet = this.tables.get(text);
      if (sheet !== undefined) return { sheet, cell: 'A1', code: null };
    }
    return null;
  }

  /** The cell of a field of the row with a code, else the first cell of that row; null where no row has it. */
  ofRow(sheet: string, code: string, field: string): Place | null {
    for (const row of this.rows.values()) {
      if (row.sheet === sheet && row.code === code) return cellOf(row, field.split('.'));
    }
    return null;
  }
}

/** The cell of a field of a row, or of what is nearest above it; else the first of the row. */
function cellOf({ sheet, row, code, columns }: PlacedRow, field: readonly PropertyKey[]): Place {
  for (let length = field.length; length > 0; length -= 1) {
    const column = columns.get(field.slice(0, length).map(String).join('.'));
    if (column !== undefined) return { sheet, cell: addressOf(column, row), code };
  }
  return { sheet, cell: addressOf(1, row), code };
}
