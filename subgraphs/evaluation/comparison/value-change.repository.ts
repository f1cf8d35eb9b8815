import type { EntityManager } from 'typeorm';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import { OBSERVATION_COLUMNS, type ObservationRow, toAcceptedObservation } from '../input-store/observation-row.ts';
import { cellRefText } from '../result/recalculation/derive-here.ts';
import { endOfInstant } from '../result/known-at.ts';
import type { ComparisonQuestion, ValueChange, ValueChangeReason } from './comparison.ts';

/** Measures whose values of earlier years an evaluation may rest on, and how many years it looks back. */
export interface Reach {
  readonly yearsBack: number;
  /** Looked for this many years further back, because an elected value holds for its term. */
  readonly carried: { readonly measures: readonly string[]; readonly years: number };
}

type Row = ObservationRow & {
  readonly publication_id: string | null;
  readonly is_later: boolean;
  readonly changed_at: Date;
};

/** Reads which values count at one of two instants and not at the other; one statement, whatever their number. */
export class ValueChangeRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  async between({ subject, year, from, to }: ComparisonQuestion, reach: Reach): Promise<ValueChange[]> {
    const { yearsBack, carried } = reach;
    const rows: Row[] = await this.manager.query(STATEMENT, [
      ...[subject, year, year - yearsBack, carried.measures, year - carried.years],
      ...[from, to],
    ]);
    const cells = new Map<string, { before: Row | null; after: Row | null }>();
    for (const row of rows) {
      const cell = cells.get(cellRefText(row)) ?? { before: null, after: null };
      cells.set(cellRefText(row), row.is_later ? { ...cell, after: row } : { ...cell, before: row });
    }
    return [...cells.values()].map(toValueChange);
  }
}

const [START, END] = [endOfInstant(6), endOfInstant(7)];

// A value that came and went between the instants counts at neither and is not told of.
const STATEMENT = `
  select ${OBSERVATION_COLUMNS}, publication_id, known_from >= ${START} as is_later,
    case when known_from >= ${START} then known_from else known_to end as changed_at
  from input_observation
  where subject = $1 and period_year between $5 and $2 and (period_year >= $3 or measure = any($4))
    and ((known_from < ${START} and known_to >= ${START} and known_to < ${END})
      or (known_from >= ${START} and known_from < ${END} and (known_to is null or known_to >= ${END})))
  order by measure, period, dimensions`;

function toValueChange(rows: { readonly before: Row | null; readonly after: Row | null }): ValueChange {
  const before = rows.before && toAcceptedObservation(rows.before);
  const after = rows.after && toAcceptedObservation(rows.after);
  const last = rows.after ?? rows.before;
  return {
    before,
    after,
    reason: reasonOf(before, after),
    publication: last?.publication_id ?? null,
    knownAt: last?.changed_at ?? new Date(0),
  };
}

/** Why the value changed, as far as the record itself says. */
export function reasonOf(before: AcceptedObservation | null, after: AcceptedObservation | null): ValueChangeReason {
  if ((after ?? before)?.isDerived === true) return 'RECOMPUTED';
  if (after === null) return 'WITHDRAWN';
  if (before === null) return 'REPORTED';
  return after.id === before.id && after.state === 'LOCKED' ? 'LOCKED' : 'AMENDED';
}
