/** A cell of a workbook. */
export interface Place {
  readonly sheet: string;
  readonly cell: string;
  /** Code of the row it stands in. */
  readonly code: string | null;
}

/** In which cell what of the documents stands. */
export class Places {
  private readonly places = new Map<string, Place>();
  private readonly tables = new Map<string, string>();

  set(path: string, place: Place): void {
    this.places.set(path, place);
  }

  setTable(path: string, sheet: string): void {
    this.tables.set(path, sheet);
  }

  /** The cell of a path, or of what is nearest above it; a list as a whole is the first cell of its sheet. */
  of(path: readonly PropertyKey[]): Place | null {
    for (let length = path.length; length > 0; length -= 1) {
      const text = path.slice(0, length).map(String).join('.');
      const place = this.places.get(text);
      if (place !== undefined) return place;
      const sheet = this.tables.get(text);
      if (sheet !== undefined) return { sheet, cell: 'A1', code: null };
    }
    return null;
  }

  /** The cell of a field of the row with a code, else the first cell of that row; null where no row has it. */
  ofRow(sheet: string, code: string, field: string): Place | null {
    let row: Place | null = null;
    for (const [path, place] of this.places) {
      if (place.sheet !== sheet || place.code !== code) continue;
      if (path.endsWith(`.${field}`)) return place;
      row ??= place;
    }
    return row;
  }
}
