import { parseDimensions } from '../../primitives/dimensions.ts';
import { toStage } from '../observation/observation.repository.ts';
import type { ResolvedRow, RowInput } from '../validation/row.ts';

/** A staged row and the line it stood on. */
export interface StagedRow {
  readonly line: number;
  readonly input: RowInput;
}

/** Rows of one subject that were put aside together. */
export interface StagedPiece {
  readonly subject: string;
  /** The line of its first row. */
  readonly firstLine: number;
  readonly rowCount: number;
  /** The years they are about, each once. */
  readonly years: readonly number[];
  /** A JSON list of `PackedRow`s, in the order handed in. */
  readonly rows: string;
}

/** What is kept of a row; the statement that puts rows of one subject in order knows these places too. */
export type PackedRow = readonly [
  line: number,
  year: number,
  measure: string,
  period: string,
  dimensions: string,
  value: string,
  explanation: string | null,
  expectedRevision: number | null,
  stage: string | null,
];

/** Rows by subject, so that a large report is put aside in some thousand pieces and not row by row. */
export function packRows(rows: readonly ResolvedRow[]): StagedPiece[] {
  const bySubject = new Map<string, PackedRow[]>();
  for (const row of rows) {
    const ofSubject = bySubject.get(row.input.subject);
    if (ofSubject === undefined) bySubject.set(row.input.subject, [pack(row)]);
    else ofSubject.push(pack(row));
  }
  return [...bySubject].map(([subject, packed]) => ({
    subject,
    firstLine: packed[0]?.[0] ?? 0,
    rowCount: packed.length,
    years: [...new Set(packed.map(([, year]) => year))],
    rows: JSON.stringify(packed),
  }));
}

function pack({ input, number, period, dimensions, value }: ResolvedRow): PackedRow {
  const { measure, explanation, expectedRevision, stage } = input;
  return [number, period?.year ?? 0, measure, input.period, dimensions, value, explanation, expectedRevision, stage];
}

/** In the order in which rows of one subject are examined and stored: by cell, then as handed in. */
export function comparePacked(a: PackedRow, b: PackedRow): number {
  return a[1] - b[1] || compareText(a[2], b[2]) || compareText(a[3], b[3]) || compareText(a[4], b[4]) || a[0] - b[0];
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A packed row as it was handed in. */
export function unpackRow(subject: string, row: PackedRow): StagedRow {
  const [line, , measure, period, dimensions, value, explanation, expectedRevision, stage] = row;
  return {
    line,
    input: {
      subject,
      measure,
      period,
      dimensions: parseDimensions(dimensions),
      value,
      explanation,
      expectedRevision,
      stage: toStage(stage),
    },
  };
}
