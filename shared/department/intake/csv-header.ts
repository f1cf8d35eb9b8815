import type { Issue } from '../../primitives/issue.ts';
import { err, ok, type Result } from '../../primitives/result.ts';
import { forbiddenColumn } from '../validation/forbidden-columns.ts';
import { type Column, columnOf, nearestColumn, REQUIRED_COLUMNS } from './columns.ts';
import type { IntakeFault } from './intake.ts';
import type { Place } from './file-issue.ts';
import { fileErrors } from './file.errors.ts';
import { headerErrors } from './header.errors.ts';

/** What stands in each column of a CSV file; null above columns that have no name, whose cells must be empty. */
export interface CsvHeader {
  readonly columns: readonly (Column | null)[];
  /** How many columns have a name. */
  readonly named: number;
}

/** Names looked at: a header of thousands of foreign names is one mistake. */
const HEADER_CELLS = 100;

/** Reads the record that names the columns. */
export function readHeader(cells: readonly string[], line: number): Result<CsvHeader, readonly IntakeFault[]> {
  const names = cells.slice(0, HEADER_CELLS).map((cell) => cell.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim());
  const columns = names.map(columnOf);
  const forbidden = names.some((name) => forbiddenColumn(name) !== null);
  if (columns.every((column) => column === null) && !forbidden && !names.some((name) => nearestColumn(name) !== null))
    return err([fileErrors.headerMissing(line)]);
  const faults = [...faultsOfNames(names, columns, line), ...faultsOfMissing(columns, line)];
  if (faults.length > 0) return err(faults.map((issue, index) => toFault(issue, index === faults.length - 1)));
  return ok({ columns, named: columns.filter((column) => column !== null).length });
}

function* faultsOfNames(names: readonly string[], columns: readonly (Column | null)[], line: number): Generator<Issue> {
  const seen = new Set<Column>();
  for (const [index, name] of names.entries()) {
    if (name === '') continue;
    const place: Place = { line, column: name.slice(0, 100) };
    const column = columns[index] ?? null;
    const personal = column === null ? forbiddenColumn(name) : null;
    if (personal !== null) yield headerErrors.columnForbidden(place, personal);
    else if (column === null) yield headerErrors.columnUnknown(place, nearestColumn(name));
    else if (seen.has(column)) yield headerErrors.columnRepeated(place, column);
    else seen.add(column);
  }
}

function* faultsOfMissing(columns: readonly (Column | null)[], line: number): Generator<Issue> {
  for (const column of REQUIRED_COLUMNS) {
    if (!columns.includes(column)) yield headerErrors.columnMissing(line, column);
  }
}

/** All names are told; reading ends with the last of the faults. */
function toFault(issue: Issue, endsReading: boolean): IntakeFault {
  return { kind: 'fault', issue, endsReading };
}
