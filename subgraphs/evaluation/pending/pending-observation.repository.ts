import type { EntityManager } from 'typeorm';
import { parsePeriod } from '../../../shared/primitives/period.ts';
import { type CellName, cellText } from '../input-store/apply-changes.ts';
import type { FeedChange } from '../input-store/feed-change.ts';
import type { KnownPending } from '../input-store/fold-pending.ts';
import { groupBySubject } from '../subject/group-by-subject.ts';
import type { PendingObservation, PendingStateName } from './pending-observation.ts';

interface PendingRow extends CellName {
  readonly observation_id: string;
  readonly department: string;
  readonly publication_id: string | null;
  readonly state: PendingStateName;
  readonly value: string;
  readonly stage: PendingObservation['stage'];
  readonly revision: number;
  readonly member_unit: string | null;
  readonly receipt_hash: string | null;
  readonly is_derived: boolean;
  readonly is_demo: boolean;
  readonly reported_on: string | null;
  readonly recorded_at: Date;
}

const READ = `select observation_id, department, publication_id, state, subject, measure, period, dimensions, value, stage,
  revision, member_unit, receipt_hash, is_derived, is_demo, reported_on, recorded_at from pending_observation`;

/** The values that wait for acceptance; every method is one statement, whatever the number of values. */
export class PendingObservationRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  /** What waits in the cells, by `cellText`. */
  async ofCells(cells: readonly CellName[]): Promise<Map<string, KnownPending[]>> {
    const rows: (CellName & KnownPending)[] = await this.manager.query(
      `select p.observation_id as "observationId", p.state, p.subject, p.measure, p.period, p.dimensions
       from (select distinct * from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::text[])
         as asked (subject, year, measure, period, dimensions)) cell
       join pending_observation p on p.subject = cell.subject and p.period_year = cell.year and p.measure = cell.measure
         and p.period = cell.period and p.dimensions = cell.dimensions`,
      [
        cells.map(({ subject }) => subject),
        cells.map(({ period }) => parsePeriod(period)?.year ?? 0),
        cells.map(({ measure }) => measure),
        cells.map(({ period }) => period),
        cells.map(({ dimensions }) => dimensions),
      ],
    );
    const byCell = new Map<string, KnownPending[]>();
    for (const row of rows) {
      const list = byCell.get(cellText(row)) ?? [];
      list.push({ observationId: row.observationId, state: row.state });
      byCell.set(cellText(row), list);
    }
    return byCell;
  }

  /** What waits of each subject in these years. */
  async ofSubjects(
    subjects: readonly string[],
    years: { readonly from: number; readonly to: number },
  ): Promise<Map<string, PendingObservation[]>> {
    const rows: PendingRow[] = await this.manager.query(
      `${READ} where subject = any($1) and period_year between $2 and $3 order by measure, period, dimensions, revision`,
      [subjects, years.from, years.to],
    );
    return groupBySubject(rows.map(toPending));
  }

  /** What waits of a publication, in the order of its feed; at most `limit` values. */
  async ofPublication(publication: string, limit: number): Promise<PendingObservation[]> {
    const rows: PendingRow[] = await this.manager.query(
      `${READ} where publication_id = $1 order by subject, measure, period, dimensions limit $2`,
      [publication, limit],
    );
    return rows.map(toPending);
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.manager.query('delete from pending_observation where observation_id = any($1)', [ids]);
  }

  async put(department: string, changes: readonly FeedChange[]): Promise<void> {
    if (changes.length === 0) return;
    await this.manager.query(
      `insert into pending_observation (${COLUMNS}) select ${COLUMNS} from jsonb_to_recordset($1::jsonb) as row (${TYPED_COLUMNS})
       on conflict (observation_id) do update set state = excluded.state, position = excluded.position`,
      [JSON.stringify(changes.map((change) => toRow(department, change)))],
    );
  }
}

const TYPES = {
  observation_id: 'text',
  department: 'text',
  position: 'bigint',
  publication_id: 'text',
  state: 'text',
  subject: 'text',
  measure: 'text',
  period: 'text',
  period_year: 'integer',
  period_start: 'date',
  period_end: 'date',
  dimensions: 'text',
  value: 'text',
  stage: 'text',
  revision: 'integer',
  member_unit: 'text',
  receipt_hash: 'text',
  is_derived: 'boolean',
  is_demo: 'boolean',
  reported_on: 'date',
  recorded_at: 'timestamptz',
} as const;

const COLUMNS = Object.keys(TYPES).join(', ');
const TYPED_COLUMNS = Object.entries(TYPES)
  .map(([column, type]) => `${column} ${type}`)
  .join(', ');

function toRow(department: string, { observation, position, state, recordedAt }: FeedChange): object {
  const period = parsePeriod(observation.period);
  return {
    observation_id: observation.id,
    department,
    position: String(position),
    publication_id: observation.publication,
    state,
    subject: observation.subject,
    measure: observation.measure,
    period: observation.period,
    period_year: period?.year ?? 0,
    period_start: period?.start ?? null,
    period_end: period?.end ?? null,
    dimensions: observation.dimensions,
    value: observation.value,
    stage: observation.stage,
    revision: observation.revision,
    member_unit: observation.memberUnit,
    receipt_hash: observation.receiptHash,
    is_derived: observation.isDerived,
    is_demo: observation.isDemo,
    reported_on: observation.reportedOn,
    recorded_at: observation.recordedAt ?? recordedAt,
  };
}

function toPending(row: PendingRow): PendingObservation {
  const { subject, measure, period, dimensions, state, value, stage, revision, department } = row;
  return {
    ...{ subject, measure, period, dimensions, state, value, stage, revision, department },
    id: row.observation_id,
    publication: row.publication_id,
    memberUnit: row.member_unit,
    receiptHash: row.receipt_hash,
    isDerived: row.is_derived,
    isDemo: row.is_demo,
    reportedOn: row.reported_on,
    recordedAt: row.recorded_at.toISOString(),
  };
}
