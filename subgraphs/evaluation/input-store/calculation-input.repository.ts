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

  /** The year, the two before it as bases of growth, and further back only measures that are carried over a term. */
  async load(
    subject: string,
    year: number,
    carried: { readonly measures: readonly string[]; readonly years: number },
  ): Promise<YearInputs> {
    const rows: (ObservationRow & { row_id: string; period_year: number })[] = await this.manager.query(
      `select row_id, period_year, ${OBSERVATION_COLUMNS} from input_observation
       where subject = $1 and known_to is null and period_year between $2::integer - $4::integer and $2
         and (period_year >= $2 - 2 or measure = any($3))`,
      [subject, year, carried.measures, carried.years],
    );
    const all: DerivedRow[] = rows.map((row) => ({
      rowId: row.row_id,
      periodYear: row.period_year,
      observation: toAcceptedObservation(row),
    }));
    const isOfYear = ({ observation, periodYear }: DerivedRow): boolean =>
      observation.department === DERIVED_HERE && periodYear === year;
    return {
      observations: all.filter((row) => !isOfYear(row)).map(({ observation }) => observation),
      derived: all.filter(isOfYear),
    };
  }
}
