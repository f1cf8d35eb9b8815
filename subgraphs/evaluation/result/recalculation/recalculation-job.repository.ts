import type { EntityManager } from 'typeorm';

/** Name of the task in the job queue. */
export const RECALCULATE = 'recalculate';

/** One evaluation to be calculated anew. */
export interface SubjectYear {
  readonly subject: string;
  readonly year: number;
}

/** Up to so many are jobs of their own; more share jobs, and what is not begun yet is done only once. */
const SINGLE_JOBS = 20;

/**
 * Enqueues recalculations in the caller's transaction. Jobs of one subject and year fall together, and so do those that
 * share one; one that is already running is followed by another, because it may not have seen the change.
 */
export async function enqueueRecalculations(
  manager: EntityManager,
  pairs: readonly SubjectYear[],
  delaySeconds = 0,
): Promise<void> {
  if (pairs.length === 0) return;
  const jobs = pairs.length <= SINGLE_JOBS ? SINGLE : SHARED;
  await manager.query(
    `select count(*) from graphile_worker.add_jobs(array(
       select row(
         $1::text, jobs.payload, null::text, clock_timestamp() + make_interval(secs => $4), null::smallint, jobs.key,
         null::smallint, null::text[]
       )::graphile_worker.job_spec
       from (${jobs}) as jobs))`,
    [RECALCULATE, pairs.map(({ subject }) => subject), pairs.map(({ year }) => year), delaySeconds],
  );
}

const SINGLE = `
  select pair.subject || ':' || pair.year as key,
    json_build_object('subject', pair.subject, 'year', pair.year) as payload
  from (select distinct * from unnest($2::text[], $3::integer[])) as pair (subject, year)`;

/** Sixty-four jobs for each year: a nation's subjects in batches, with something left to do for every worker. */
const SHARED = `
  select 'year ' || pair.year || ' ' || (hashtext(pair.subject) & 63) as key,
    json_agg(json_build_object('subject', pair.subject, 'year', pair.year)) as payload
  from (select distinct * from unnest($2::text[], $3::integer[])) as pair (subject, year)
  group by pair.year, hashtext(pair.subject) & 63`;

/** The locks by which workers show that they live, each under the name it takes jobs by. */
export const WORKER_LOCKS = 'evaluation worker';

/** A worker shows that it lives a moment after it began to take jobs. */
const MARGIN_SECONDS = 3;

/**
 * Jobs that a process held when it was killed are taken up again now, and not only when the queue gives up waiting for it.
 * Those of a worker that lives stay its own. Where none lives, nobody is waited for.
 */
export async function releaseInterrupted(manager: EntityManager): Promise<void> {
  await manager.query(
    `with living as (
       select objid from pg_locks
       where locktype = 'advisory' and objsubid = 2 and granted and classid = (hashtext($1)::bigint & 4294967295)::oid
         and database = (select oid from pg_database where datname = current_database())
     )
     select graphile_worker.force_unlock_workers(array(
       select distinct locked_by from graphile_worker.jobs
       where locked_by is not null
         and (hashtext(locked_by)::bigint & 4294967295)::oid not in (select objid from living)
         and (locked_at < now() - interval '${MARGIN_SECONDS} seconds' or not exists (select from living))))`,
    [WORKER_LOCKS],
  );
}
