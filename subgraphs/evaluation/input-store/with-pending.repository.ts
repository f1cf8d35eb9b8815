import { OBSERVATION_COLUMNS } from './observation-row.ts';

const PLACE = 'period_year, period_start, period_end';
/** The columns of a list, as the table of pending values has them. */
const PENDING_COLUMNS = OBSERVATION_COLUMNS.replace('inputs', 'null::jsonb as inputs').replace(
  'first_reported_on',
  'reported_on as first_reported_on',
);

/**
 * Stands in the place of `input_observation` for one subject: in each cell the pending value of the units in the
 * parameter (null: of all units) where it would replace what counts, else what counts. The columns by which cells are
 * told apart come first, so that conditions on them reach the indexes.
 */
export function withPending(subject: string, unitsParameter: number): string {
  return `(
    select distinct on (subject, period_year, measure, period, dimensions) *
    from (
      select ${OBSERVATION_COLUMNS}, ${PLACE}, known_from, known_to, false as is_pending
      from input_observation where subject = ${subject} and known_to is null
      union all
      select ${PENDING_COLUMNS}, ${PLACE}, recorded_at, null::timestamptz, true
      from pending_observation
      where subject = ${subject} and ($${unitsParameter}::text[] is null or member_unit = any($${unitsParameter}))
    ) as known
    order by subject, period_year, measure, period, dimensions, revision desc, is_pending desc
  ) as input_observation`;
}
