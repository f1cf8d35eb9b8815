import type { Issue } from '../../primitives/issue.ts';
import { cellKey } from '../observation/observation.ts';
import { type CellValues, cellOfRow } from './cell-rule.ts';
import { cellsToRead, checkCells } from './cell.rules.ts';
import type { CheckPlans } from './check-plan.ts';
import { type Place, placeOf } from './place.ts';
import type { ResolvedRow } from './row.ts';
import { type Settlement, settle, type Waiver } from './settle.ts';

/** Rows with what was found about them so far. */
export interface CheckedRows {
  readonly rows: readonly ResolvedRow[];
  readonly issues: readonly Issue[];
}

export interface CellYardstick {
  readonly plans: CheckPlans;
  readonly waivers: readonly Waiver[];
  /** What counts now in the record; must know every cell of `cellsToRead`. */
  readonly current: CellValues['current'];
  /** With PARTIAL the rows that stay are checked again without those that fall, until nothing more falls. */
  readonly mode: 'ATOMIC' | 'PARTIAL';
}

/**
 * Checks rows against each other and the record and settles them. A row that passes only because another row of the
 * submission would change the record does not pass without that row: what is stored has been checked as it is stored.
 */
export function checkAndSettle({ rows, issues }: CheckedRows, yardstick: CellYardstick): Settlement {
  const { plans, waivers, current, mode } = yardstick;
  const sound = withoutHardFaults(rows, settle(rows, issues, waivers).issues);
  const found = new Map<number, Issue[]>();
  const check = (asked: readonly ResolvedRow[], present: readonly ResolvedRow[]): Settlement => {
    for (const { number } of asked) found.delete(number);
    for (const issue of checkCells(asked, plans, valuesOf(present, current))) {
      if (issue.row === null) continue;
      const list = found.get(issue.row);
      if (list === undefined) found.set(issue.row, [issue]);
      else list.push(issue);
    }
    return settle(rows, [...issues, ...[...found.values()].flat()], waivers);
  };
  let settled = check(sound, sound);
  if (mode === 'ATOMIC') return settled;
  let present = sound;
  for (;;) {
    const refused = new Set(settled.refused);
    const fallen = present.filter((row) => refused.has(row.number));
    if (fallen.length === 0) return settled;
    present = present.filter((row) => !refused.has(row.number));
    const gone = new Set(fallen.map((row) => cellKey(cellOfRow(row))));
    const touched = present.filter((row) => cellsToRead([row], plans).some((cell) => gone.has(cellKey(cell))));
    settled = check(touched, present);
  }
}

/** What the record says where it says nothing of any cell that is asked for. */
export const nothingRecorded: CellValues['current'] = () => null;

/** What would count after the submission. Of two rows about one cell, both refused, any serves if always the same. */
export function valuesOf(rows: readonly ResolvedRow[], current: CellValues['current']): CellValues {
  const bySubject = new Map<string, Map<string, ResolvedRow>>();
  for (const row of rows) {
    const ofSubject = bySubject.get(row.input.subject);
    if (ofSubject === undefined) {
      bySubject.set(row.input.subject, new Map([[row.place, row]]));
      continue;
    }
    const other = ofSubject.get(row.place);
    if (other === undefined || row.value < other.value) ofSubject.set(row.place, row);
  }
  const afterAt = (subject: string, place: Place): string | null => {
    const row = bySubject.get(subject)?.get(place.text);
    if (row !== undefined) return row.value;
    return current === nothingRecorded ? null : (current({ ...place, subject })?.value ?? null);
  };
  return {
    current,
    handedIn: (cell) => bySubject.get(cell.subject)?.get(placeOf(cell).text) ?? null,
    after: (cell) => afterAt(cell.subject, placeOf(cell)),
    afterAt,
  };
}

/** Rows that are about a cell and whose own faults, not waived, do not keep them out anyway. */
function withoutHardFaults(rows: readonly ResolvedRow[], issues: readonly Issue[]): ResolvedRow[] {
  const faulty = new Set(
    issues.length === 0 ? [] : issues.filter(({ severity }) => severity === 'ERROR').map(({ row }) => row),
  );
  return rows.filter(
    (row) => row.measure !== null && row.period !== null && row.kind !== null && !faulty.has(row.number),
  );
}
