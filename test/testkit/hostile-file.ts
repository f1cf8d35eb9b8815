import type { FileFormat, IntakeLimits } from '../../shared/department/intake/intake.ts';
import type { RowInput } from '../../shared/department/validation/row.ts';
import { encodeUtf8 } from './hostile-bytes.ts';

/** What must become of a file. */
export type Verdict =
  /** These rows and no fault. */
  | { readonly is: 'read'; readonly rows: readonly RowInput[] }
  /** A fault of one of the codes on the line; null where it is about the whole file, absent where any line will do. */
  | {
      readonly is: 'refused';
      readonly codes: readonly string[];
      readonly line?: number | null;
      readonly column?: string;
    }
  /** Whatever is read without a fault is the beginning of these rows, but for the last one, which may be cut. */
  | { readonly is: 'cut'; readonly rows: readonly RowInput[] }
  /** Anything but a throw. */
  | { readonly is: 'survived' };

export interface HostileFile {
  readonly bytes: Uint8Array;
  readonly format: FileFormat;
  readonly verdict: Verdict;
  readonly limits?: Partial<IntakeLimits>;
}

/** Makes a file of its kind by chance. */
export type Maker = (random: () => number) => HostileFile;

export const csv = (bytes: Uint8Array | string, verdict: Verdict, limits: Partial<IntakeLimits> = {}): HostileFile => ({
  bytes: typeof bytes === 'string' ? encodeUtf8(bytes) : bytes,
  format: 'csv',
  verdict,
  limits,
});

export const ndjson = (
  bytes: Uint8Array | string,
  verdict: Verdict,
  limits: Partial<IntakeLimits> = {},
): HostileFile => ({
  ...csv(bytes, verdict, limits),
  format: 'ndjson',
});

export const read = (rows: readonly RowInput[]): Verdict => ({ is: 'read', rows });
export const refused = (codes: string | readonly string[], line?: number | null, column?: string): Verdict => ({
  is: 'refused',
  codes: typeof codes === 'string' ? [codes] : codes,
  ...(line === undefined ? {} : { line }),
  ...(column === undefined ? {} : { column }),
});
