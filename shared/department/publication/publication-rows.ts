import type { EntityManager } from 'typeorm';
import { newId } from '../../primitives/identifiers.ts';
import { parsePeriod } from '../../primitives/period.ts';
import type { DepartmentKnowledge } from '../department-knowledge.ts';
import { type Cell, cellKey } from '../observation/observation.ts';
import { type CurrentValue, type NewObservation, readCurrentValues } from '../observation/observation.repository.ts';
import type { ResolvedRow } from '../validation/row.ts';

/** Current values by cell key. */
export type CurrentValues = ReadonlyMap<string, CurrentValue>;

/** The values that count now in the published cells and in every cell that a computation may read, by one statement. */
export async function readCells(
  knowledge: DepartmentKnowledge,
  manager: EntityManager,
  rows: readonly ResolvedRow[],
): Promise<CurrentValues> {
  const cells = new Map<string, Cell>();
  const add = (cell: Cell): void => void cells.set(cellKey(cell), cell);
  for (const row of rows) add(cellOf(row));
  for (const { subject, derivation, affected } of derivations(knowledge, rows)) {
    for (const cell of [...affected, ...derivation.reads(affected)]) add({ subject, ...cell });
  }
  const values = await readCurrentValues(manager, [...cells.values()]);
  return new Map(values.map((value) => [cellKey(value), value]));
}

/** The observations a submission leads to: the rows as handed in, then what can be computed from them. */
export function toObservations(
  knowledge: DepartmentKnowledge,
  rows: readonly ResolvedRow[],
  memberUnit: string,
  current: CurrentValues,
): { entered: NewObservation[]; computed: NewObservation[] } {
  return {
    entered: rows.map((row) => toNewObservation(row, memberUnit, current)),
    computed: computeDerived(knowledge, rows, current),
  };
}

/** What can be computed from the rows, per subject and framework. */
function derivations(knowledge: DepartmentKnowledge, rows: readonly ResolvedRow[]) {
  const bySubject = new Map<string, ResolvedRow[]>();
  for (const row of rows) {
    const list = bySubject.get(row.input.subject) ?? [];
    list.push(row);
    bySubject.set(row.input.subject, list);
  }
  return [...bySubject].flatMap(([subject, subjectRows]) => {
    const framework = subjectRows[0]?.framework;
    const derivation = framework ? knowledge.derivationOf(framework.id) : null;
    if (!derivation) return [];
    return [{ subject, derivation, affected: derivation.affected(subjectRows.map(cellOf)) }];
  });
}

function computeDerived(
  knowledge: DepartmentKnowledge,
  rows: readonly ResolvedRow[],
  current: CurrentValues,
): NewObservation[] {
  const handedIn = new Map(rows.map((row) => [cellKey(cellOf(row)), row.value]));
  return derivations(knowledge, rows).flatMap(({ subject, derivation, affected }) =>
    derivation
      .compute(affected, (part) => {
        const key = cellKey({ subject, ...part });
        return handedIn.get(key) ?? current.get(key)?.value ?? null;
      })
      .filter((cell) => current.get(cellKey({ subject, ...cell }))?.value !== cell.value)
      .flatMap((cell) => toComputedObservation({ subject, ...cell }, current)),
  );
}

function toComputedObservation(
  cell: Cell & { value: string; memberUnit: string },
  current: CurrentValues,
): NewObservation[] {
  const period = parsePeriod(cell.period);
  if (period === null) return [];
  return [
    {
      ...cell,
      uuid: newId(),
      periodYear: period.year,
      periodStart: period.start,
      periodEnd: period.end,
      isNumber: true,
      revision: (current.get(cellKey(cell))?.revision ?? 0) + 1,
      explanation: null,
      isDerived: true,
    },
  ];
}

function toNewObservation(row: ResolvedRow, memberUnit: string, current: CurrentValues): NewObservation {
  const cell = cellOf(row);
  if (row.period === null || row.measure === null) throw new Error('a row without period or measure passed its checks');
  return {
    ...cell,
    uuid: newId(),
    periodYear: row.period.year,
    periodStart: row.period.start,
    periodEnd: row.period.end,
    value: row.value,
    isNumber: row.measure.type !== 'boolean' && row.measure.type !== 'text',
    revision: (current.get(cellKey(cell))?.revision ?? 0) + 1,
    memberUnit,
    explanation: row.input.explanation,
    isDerived: false,
  };
}

export function cellOf(row: ResolvedRow): Cell {
  const { subject, measure, period } = row.input;
  return { subject, measure, period, dimensions: row.dimensions };
}
