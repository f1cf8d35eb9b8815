/** How much a workbook may be; the filled template of the largest shipped framework needs a fifth of each. */
export const WORKBOOK_LIMITS = {
  /** Of the file; in base64 it still fits into one request. */
  bytes: 720 * 1024,
  entries: 200,
  unpackedBytes: 12 * 1024 * 1024,
  sheets: 40,
  rows: 5_000,
  columns: 120,
  cells: 150_000,
  /** Characters of one cell, as in Excel. */
  text: 32_767,
} as const;
