import type { EntityManager } from 'typeorm';
import type { SubjectYear } from './recalculation-job.repository.ts';

/**
 * Two calculations of one subject and year never overlap: the later one sees what the earlier one wrote. The subjects are
 * taken in their order, so that two batches never wait for each other in a circle. Returns the instant of the calculation as PostgreSQL writes it, to the microsecond, and which versions of frameworks
 * are published by then.
 */
export async function lockSubjectYears(
  manager: EntityManager,
  year: number,
  subjects: readonly string[],
): Promise<CalculationInstant> {
  await manager.query(
    `select pg_advisory_xact_lock(hashtextextended('recalculate ' || subject || ' ' || $2, 0))
     from (select distinct unnest($1::text[]) as subject order by subject) as taken`,
    [subjects, String(year)],
  );
  const rows: CalculationInstant[] = await manager.query(
    `select clock_timestamp()::text as at,
       (select coalesce(max(seq), 0)::text from framework_version_event) as "versionSeq"`,
  );
  return rows[0] ?? { at: new Date().toISOString(), versionSeq: '0' };
}

/** The same for one. */
export function lockSubjectYear(manager: EntityManager, { subject, year }: SubjectYear): Promise<CalculationInstant> {
  return lockSubjectYears(manager, year, [subject]);
}

export interface CalculationInstant {
  readonly at: string;
  /** Number of the newest act upon a version of a framework. */
  readonly versionSeq: string;
}

/** Those of the subjects that have a result of the year: it is kept true even when all its inputs were withdrawn. */
export async function withResults(
  manager: EntityManager,
  year: number,
  subjects: readonly string[],
): Promise<Set<string>> {
  if (subjects.length === 0) return new Set();
  const rows: { subject: string }[] = await manager.query(
    'select subject from evaluation_result where subject = any($1) and year = $2 and known_to is null',
    [subjects, year],
  );
  return new Set(rows.map(({ subject }) => subject));
}
