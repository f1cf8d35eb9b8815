import type { EntityManager } from 'typeorm';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import { columnText } from '../../persistence/array-text.ts';
import type { FigureStage } from '../validation/row.ts';
import type { Cell, StoredObservation } from './observation.ts';

/** An observation about to be stored. */
export interface NewObservation extends Cell {
  readonly uuid: string;
  readonly periodYear: number;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly value: string;
  readonly isNumber: boolean;
  readonly revision: number;
  readonly memberUnit: string;
  readonly explanation: string | null;
  readonly isDerived: boolean;
  readonly stage: FigureStage | null;
}

/** Where and when a batch of observations comes into the record. */
export interface Commit {
  readonly publicationId: string;
  /** State they come in; a DRAFT stays outside the feed. */
  readonly state: ObservationState;
  /** Ordinal of the first within its publication. */
  readonly firstOrdinal: number;
  /** Position of the first observation; the rest follow without gaps. */
  readonly firstPosition: bigint;
  readonly recordedAt: Date;
}

const STORE = `
with row as (
  select r.*, case when r.is_derived and exists (select 1 from locked_year f where f.subject = r.subject and f.period_year = r.period_year)
    or $18::text = 'ACCEPTED' and not r.is_derived and exists (select 1 from locked_unit_year u
      where u.subject = r.subject and u.period_year = r.period_year and u.member_unit = r.member_unit)
    then 'LOCKED' else $18::text end as state
  from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::date[], $7::date[], $8::text[],
    $9::numeric[], $10::text[], $11::int[], $12::text[], $13::text[], $14::boolean[], $19::text[])
  with ordinality as r (id, period_year, subject, measure, period, period_start, period_end, dimensions,
    value_number, value_text, revision, member_unit, explanation, is_derived, stage, ordinal)
), stored as (
  insert into observation (id, period_year, subject, measure, period, period_start, period_end, dimensions,
    value_number, value_text, revision, member_unit, explanation, is_derived, stage, ordinal, publication_id, recorded_at)
  select id, period_year, subject, measure, period, period_start, period_end, dimensions,
    value_number, value_text, revision, member_unit, explanation, is_derived, stage, $20::int + ordinal - 1, $15, $16 from row
), fed as (
  insert into change (position, observation_id, period_year, subject, measure, period, dimensions, state, publication_id,
    recorded_at, counts)
  select $17::bigint + ordinal - 1, id, period_year, subject, measure, period, dimensions, state, $15, $16,
    state in ('ACCEPTED', 'LOCKED')
  from row where state <> 'DRAFT'
)
insert into current_observation as c (subject, period, measure, dimensions, period_year, period_start, period_end,
  observation_id, member_unit, revision, state, position)
select subject, period, measure, dimensions, period_year, period_start, period_end,
  id, member_unit, revision, state, $17::bigint + ordinal - 1 from row
-- What still waits for people does not yet count.
where state in ('ACCEPTED', 'LOCKED')
on conflict (subject, period, measure, dimensions) do update
  set observation_id = excluded.observation_id, member_unit = excluded.member_unit,
      revision = excluded.revision, state = excluded.state, position = excluded.position`;

// A draft stays outside the feed and counts for nothing.
const STORE_DRAFT = `
insert into observation (id, period_year, subject, measure, period, period_start, period_end, dimensions,
  value_number, value_text, revision, member_unit, explanation, is_derived, stage, ordinal, publication_id, recorded_at)
select r.id, r.period_year, r.subject, r.measure, r.period, r.period_start, r.period_end, r.dimensions,
  r.value_number, r.value_text, r.revision, r.member_unit, r.explanation, r.is_derived, r.stage, $17::int + r.ordinal - 1, $15, $16
from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::date[], $7::date[], $8::text[],
  $9::numeric[], $10::text[], $11::int[], $12::text[], $13::text[], $14::boolean[], $18::text[])
with ordinality as r (id, period_year, subject, measure, period, period_start, period_end, dimensions,
  value_number, value_text, revision, member_unit, explanation, is_derived, stage, ordinal)`;

/** Appends observations, their feed rows and the projection of current values, in one statement. */
export async function storeObservations(
  manager: EntityManager,
  rows: readonly NewObservation[],
  commit: Commit,
): Promise<void> {
  const listOf = (part: (row: NewObservation) => string | number | boolean | null): string => columnText(rows, part);
  const columns = [
    listOf((row) => row.uuid),
    listOf((row) => row.periodYear),
    listOf((row) => row.subject),
    listOf((row) => row.measure),
    listOf((row) => row.period),
    listOf((row) => row.periodStart),
    listOf((row) => row.periodEnd),
    listOf((row) => row.dimensions),
    listOf((row) => (row.isNumber ? row.value : null)),
    listOf((row) => (row.isNumber ? null : row.value)),
    listOf((row) => row.revision),
    listOf((row) => row.memberUnit),
    listOf((row) => row.explanation),
    listOf((row) => row.isDerived),
    commit.publicationId,
    commit.recordedAt,
  ];
  const stages = listOf((row) => row.stage);
  if (commit.state === ObservationState.DRAFT) {
    await manager.query(STORE_DRAFT, [...columns, commit.firstOrdinal, stages]);
    return;
  }
  await manager.query(STORE, [...columns, commit.firstPosition.toString(), commit.state, stages, commit.firstOrdinal]);
}

/** Columns of an observation `o` with its publication `p`; the state comes from where the row was reached. */
export const OBSERVATION_COLUMNS = `
  o.id, o.period_year, o.subject, o.measure, o.period, o.dimensions,
  coalesce(trim_scale(o.value_number)::text, o.value_text) as value,
  o.revision, o.member_unit, o.publication_id, o.explanation, o.is_derived, o.stage, o.recorded_at,
  p.is_demo, p.reported_on`;

export interface ObservationRow {
  readonly id: string;
  readonly period_year: number;
  readonly subject: string;
  readonly measure: string;
  readonly period: string;
  readonly dimensions: string;
  readonly value: string;
  readonly revision: number;
  readonly member_unit: string;
  readonly publication_id: string;
  readonly explanation: string | null;
  readonly is_derived: boolean;
  readonly stage: string | null;
  readonly recorded_at: Date;
  readonly is_demo: boolean;
  readonly reported_on: string;
  readonly state: string;
}

// The state of one revision is the last one the feed gave it; what is not in the feed is where its publication is.
const BY_IDS = `
select ${OBSERVATION_COLUMNS},
  coalesce((select state from change c where c.observation_id = o.id and c.subject = o.subject
    and c.period_year = o.period_year and c.measure = o.measure and c.period = o.period and c.dimensions = o.dimensions
    order by c.position desc limit 1), s.state) as state,
  exists (select 1 from change c where c.observation_id = o.id and c.subject = o.subject
    and c.period_year = o.period_year and c.measure = o.measure and c.period = o.period and c.dimensions = o.dimensions
    and c.counts) as has_counted
from observation o join publication p on p.id = o.publication_id
join publication_state s on s.publication_id = o.publication_id
where o.period_year = any($1::int[]) and o.id = any($2::uuid[])`;

/** An observation and whether it ever counted: what never did is nobody's but its unit's and the office's. */
export interface FoundObservation extends StoredObservation {
  readonly hasCounted: boolean;
}

/** Observations by id, in any order; unknown ids are left out. */
export async function findObservations(
  manager: EntityManager,
  keys: readonly { periodYear: number; uuid: string }[],
): Promise<FoundObservation[]> {
  const years = [...new Set(keys.map((key) => key.periodYear))];
  const uuids = keys.map((key) => key.uuid);
  const rows: (ObservationRow & { has_counted: boolean })[] = await manager.query(BY_IDS, [years, uuids]);
  return rows.map((row) => ({ ...toStoredObservation(row), hasCounted: row.has_counted }));
}

export function toStoredObservation(row: ObservationRow): StoredObservation {
  return {
    uuid: row.id,
    periodYear: row.period_year,
    subject: row.subject,
    measure: row.measure,
    period: row.period,
    dimensions: row.dimensions,
    value: row.value,
    revision: row.revision,
    state: toState(row.state),
    memberUnit: row.member_unit,
    publicationId: row.publication_id,
    explanation: row.explanation,
    isDerived: row.is_derived,
    stage: toStage(row.stage),
    isDemo: row.is_demo,
    reportedOn: row.reported_on,
    recordedAt: row.recorded_at,
  };
}

/** The state written in a column; the database's check admits no other. */
export function toState(text: string): ObservationState {
  const state = Object.values(ObservationState).find((candidate) => candidate === text);
  if (state === undefined) throw new Error(`unknown state ${text} in storage`);
  return state;
}

/** The stage written in a column; the database's check admits no other. */
export function toStage(text: string | null): FigureStage | null {
  return text === 'PRELIMINARY' || text === 'FINAL' ? text : null;
}
