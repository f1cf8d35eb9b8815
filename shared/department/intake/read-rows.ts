import { CsvReader } from './csv-reader.ts';
import { decodeText } from './decode-text.ts';
import { FAULT_LIMIT, type FileFormat, type IntakeItem, type IntakeLimits, type TextReader } from './intake.ts';
import { fileErrors } from './intake.errors.ts';
import { JsonReader } from './json-reader.ts';

/**
 * Reads the rows of a file while it comes. Memory stays flat whatever its size. Bad content is told as faults and never
 * thrown; what the source of the bytes throws is passed on. Ends at the first fault that leaves the rest unread.
 */
export async function* readRows(
  bytes: AsyncIterable<Uint8Array>,
  format: FileFormat,
  limits: IntakeLimits,
): AsyncGenerator<IntakeItem> {
  let rows = 0;
  let faults = 0;
  for await (const item of readItems(bytes, format, limits)) {
    if (item.kind === 'row') rows += 1;
    else faults += 1;
    if (item.kind === 'row' && rows > limits.rows) return yield fileErrors.tooManyRows(item.line, limits.rows);
    yield item;
    if (item.kind === 'row') continue;
    if (item.endsReading) return;
    if (faults >= FAULT_LIMIT) return yield fileErrors.tooManyFaults(item.issue.row, faults);
  }
  if (rows + faults === 0) yield fileErrors.noRows();
}

async function* readItems(
  bytes: AsyncIterable<Uint8Array>,
  format: FileFormat,
  limits: IntakeLimits,
): AsyncGenerator<IntakeItem> {
  const reader: TextReader = format === 'csv' ? new CsvReader(limits.lineBytes) : new JsonReader(limits.lineBytes);
  for await (const part of decodeText(bytes, limits.bytes)) {
    if (typeof part !== 'string') return yield part;
    yield* reader.read(part);
  }
  yield* reader.end();
}
