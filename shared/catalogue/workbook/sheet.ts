/** A sheet as texts of cells; a missing cell is an empty text. */
export interface Sheet {
  readonly name: string;
  /** From the first row of the sheet on. */
  readonly rows: readonly (readonly string[])[];
}

/** Rows above the data: titles for people, names of fields, and how a value is written. */
export const HEAD_ROWS = 3;
/** Which of them holds the names by which columns are found, counted from 0. */
export const NAMES_ROW = 1;

/** Address of a cell as people read it: column 1 of row 5 is A5. */
export function addressOf(column: number, row: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return `${letters}${row}`;
}
