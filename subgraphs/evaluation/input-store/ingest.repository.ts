import type { EntityManager } from 'typeorm';
import { isDecimalString } from '../../../shared/primitives/decimal.ts';
import { newId } from '../../../shared/primitives/identifiers.ts';
import { parsePeriod } from '../../../shared/primitives/period.ts';
import { type CellName, cellText } from './apply-changes.ts';
import type { KnownCell, NewlyKnown } from './fold-counting.ts';

interface KnownRow extends CellName {
  readonly row_id: string;
  readonly period_year: number;
  readonly observation_id: string;
  readonly state: string;
  readonly revision: number;
  readonly first_reported_on: string | null;
}

/** Writes the input store; every method is one statement, whatever the number of values. */
export class IngestRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  /** Takes the department's cursor, so that two followers of one feed never work at once; tells where it stands and the time. */
  async lockCursor(department: string): Promise<{ readonly position: bigint; readonly at: string }> {
    const rows: { position: string; at: string }[] = await this.manager.query(
      `insert into feed_cursor as cursor (department) values ($1)
       on conflict (department) do update set department = cursor.department
       returning position, clock_timestamp()::text as at`,
      [department],
    );
    return { position: BigInt(rows[0]?.position ?? 0), at: rows[0]?.at ?? new Date().toISOString() };
  }

  async moveCursor(department: string, position: bigint, head: bigint): Promise<void> {
    await this.manager.query(
      'update feed_cursor set position = $2, head = greatest($3::bigint, $2::bigint), updated_at = now() where department = $1',
      [department, String(position), String(head)],
    );
  }

  /** The known values of the cells. */
  async knownCells(cells: readonly CellName[]): Promise<Map<string, KnownCell>> {
    const rows: KnownRow[] = await this.manager.query(
      `select o.row_id, o.period_year, o.observation_id, o.state, o.revision, o.first_reported_on,
         o.subject, o.measure, o.period, o.dimensions
       from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::text[]) as cell (subject, year, measure, period, dimensions)
       join input_observation o on o.subject = cell.subject and o.period_year = cell.year and o.measure = cell.measure
         and o.period = cell.period and o.dimensions = cell.dimensions and o.known_to is null`,
      [
        cells.map(({ subject }) => subject),
        cells.map(({ period }) => yearOf(period)),
        cells.map(({ measure }) => measure),
        cells.map(({ period }) => period),
        cells.map(({ dimensions }) => dimensions),
      ],
    );
    return new Map(rows.map((row) => [cellText(row), toKnownCell(row)]));
  }

  async close(rows: readonly Pick<KnownCell, 'rowId' | 'periodYear'>[], at: string): Promise<void> {
    if (rows.length === 0) return;
    await this.manager.query(
      `update input_observation o set known_to = $3 from unnest($1::integer[], $2::uuid[]) as closed (year, id)
       where o.period_year = closed.year and o.row_id = closed.id`,
      [rows.map(({ periodYear }) => periodYear), rows.map(({ rowId }) => rowId), at],
    );
  }

  async add(department: string, values: readonly NewlyKnown[], at: string): Promise<void> {
    await this.insert(
      values.map((value) => toRow(department, value)),
      at,
    );
  }

  /** Rows in the shape of the table. */
  async insert(rows: readonly object[], at: string): Promise<void> {
    if (rows.length === 0) return;
    await this.manager.query(
      `insert into input_observation (${COLUMNS}, known_from)
       select ${COLUMNS}, $2 from jsonb_to_recordset($1::jsonb) as row (${TYPED_COLUMNS})`,
      [JSON.stringify(rows), at],
    );
  }
}

const TYPES = {
  row_id: 'uuid',
  observation_id: 'text',
  department: 'text',
  position: 'bigint',
  subject: 'text',
  measure: 'text',
  period: 'text',
  period_year: 'integer',
  period_start: 'date',
  period_end: 'date',
  dimensions: 'text',
  value: 'text',
  number: 'numeric',
  state: 'text',
  revision: 'integer',
  member_unit: 'text',
  publication_id: 'text',
  stage: 'text',
  receipt_hash: 'text',
  is_derived: 'boolean',
  is_demo: 'boolean',
  inputs: 'jsonb',
  first_reported_on: 'date',
  recorded_at: 'timestamptz',
} as const;

const COLUMNS = Object.keys(TYPES).join(', ');
const TYPED_COLUMNS = Object.entries(TYPES)
  .map(([column, type]) => `${column} ${type}`)
  .join(', ');

/** The columns of a row that follow from its period and value. */
export function derivedColumns(periodCode: string, value: string): object {
  const period = parsePeriod(periodCode);
  return {
    row_id: newId(),
    period_year: period?.year ?? 0,
    period_start: period?.start ?? null,
    period_end: period?.end ?? null,
    number: isDecimalString(value) ? value : null,
  };
}

function toRow(department: string, { change, firstReportedOn }: NewlyKnown): object {
  const { observation, position, state, recordedAt } = change;
  const value = observation.value ?? '';
  return {
    ...derivedColumns(observation.period, value),
    observation_id: observation.id,
    department,
    position: String(position),
    subject: observation.subject,
    measure: observation.measure,
    period: observation.period,
    dimensions: observation.dimensions,
    value,
    state,
    revision: observation.revision,
    member_unit: observation.memberUnit,
    publication_id: observation.publication,
    stage: observation.stage,
    receipt_hash: observation.receiptHash,
    is_derived: observation.isDerived,
    is_demo: observation.isDemo,
    inputs: null,
    first_reported_on: firstReportedOn,
    recorded_at: observation.recordedAt ?? recordedAt,
  };
}

function toKnownCell(row: KnownRow): KnownCell {
  return {
    rowId: row.row_id,
    periodYear: row.period_year,
    observationId: row.observation_id,
    state: row.state,
    revision: row.revision,
    firstReportedOn: row.first_reported_on,
  };
}

export function yearOf(period: string): number {
  return parsePeriod(period)?.year ?? 0;
}
