import type { EntityManager } from 'typeorm';

/** Name of the task in the job queue. */
export const RECALCULATE = 'recalculate';

/** One evaluation to be calculated anew. */
export interface SubjectYear {
  readonly subject: string;
  readonly year: number;
}

/**
 * Enqueues recalculations in the caller's transaction. Jobs of one subject and year fall together;
 * one that is already running is followed by another, because it may not have seen the change.
 */
export async function enqueueRecalculations(
  manager: EntityManager,
  pairs: readonly SubjectYear[],
  delaySeconds = 0,
): Promise<void> {
  if (pairs.length === 0) return;
  await manager.query(
    `select count(*) from graphile_worker.add_jobs(array(
       select row(
         $1::text, json_build_object('subject', pair.subject, 'year', pair.year), null::text,
         clock_timestamp() + make_interval(secs => $4), null::smallint, pair.subject || ':' || pair.year, null::smallint, null::text[]
       )::graphile_worker.job_spec
       from unnest($2::text[], $3::integer[]) as pair (subject, year)))`,
    [RECALCULATE, pairs.map(({ subject }) => subject), pairs.map(({ year }) => year), delaySeconds],
  );
}
