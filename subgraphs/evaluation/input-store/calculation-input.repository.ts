import type { EntityManager } from 'typeorm';
import type { AcceptedObservation } from './accepted-observation.ts';
import { DERIVED_HERE } from './department-register.ts';
import { OBSERVATION_COLUMNS, type ObservationRow, toAcceptedObservation } from './observation-row.ts';

/** A value derived here, with the row that holds it. */
export interface DerivedRow {
  readonly rowId: string;
  readonly periodYear: number;
  readonly observation: AcceptedObservation;
}

/** What a recalculation reads: everything known now that one year's evaluation can rest on. */
export interface YearInputs {
  readonly observations: readonly AcceptedObservation[];
  /** Those that were derived here for the year itself; not among `observations`. */
  readonly derived: readonly DerivedRow[];
}

/** Reads the input store for the calculation. */
export class CalculationInputRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  /**
   * Of each subject the year, the two before it as bases of growth, and further back only measures that are carried over
   * a term; one statement for any number of subjects.
   */
  async load(
    subjects: readonly string[],
    year: number,
    carried: { readonly measures: readonly string[]; readonly years: number },
  ): Promise<Map<string, YearInputs>> {
    const rows: (ObservationRow & { row_id: string; period_year: number })[] = await this.manager.query(
      `select row_id, period_year, ${OBSERVATION_COLUMNS} from input_observation
       where subject = any($1) and known_to is null and period_year between $2::integer - $4::integer and $2
         and (period_year >= $2 - 2 or measure = any($3))`,
      [subjects, year, carried.measures, carried.years],
    );
    const known = new Map(subjects.map((subject) => [subject, nothingYet()]));
    for (const row of rows) {
      const inputs = known.get(row.subject);
      const observation = toAcceptedObservation(row);
      if (row.period_year === year && observation.department === DERIVED_HERE)
        inputs?.derived.push({ rowId: row.row_id, periodYear: row.period_year, observation });
      else inputs?.observations.push(observation);
    }
    return known;
  }
}

function nothingYet(): { observations: AcceptedObservation[]; derived: DerivedRow[] } {
  return { observations: [], derived: [] };
}
