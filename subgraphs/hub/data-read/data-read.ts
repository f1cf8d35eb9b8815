/** Values of one owner that one operation showed to somebody (访问记录). */
export interface DataRead {
  readonly id: string;
  readonly at: Date;
  readonly subject: string;
  readonly memberUnit: string | null;
  readonly purpose: string;
  readonly ownerUnit: string;
  /** Name of the operation that read. */
  readonly operation: string;
  readonly valueCount: number;
  readonly traceId: string;
}

/** A read as it was stored. */
export interface StoredDataRead extends DataRead {
  readonly position: string;
}

/** Whose reads of which days: half open instants. */
export interface ReadFilter {
  readonly ownerUnit: string;
  readonly from: Date;
  readonly to: Date;
}
