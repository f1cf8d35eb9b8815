import type { EntityManager } from 'typeorm';
import type { SubjectYear } from './recalculation-job.repository.ts';

/**
 * Two calculations of one subject and year never overlap: the later one sees what the earlier one wrote.
 * Returns the instant of the calculation as PostgreSQL writes it, to the microsecond, and which versions of frameworks
 * are published by then.
 */
export async function lockSubjectYear(
  manager: EntityManager,
  { subject, year }: SubjectYear,
): Promise<CalculationInstant> {
  await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`recalculate ${subject} ${year}`]);
  const rows: CalculationInstant[] = await manager.query(
    `select clock_timestamp()::text as at,
       (select coalesce(max(seq), 0)::text from framework_version_event) as "versionSeq"`,
  );
  return rows[0] ?? { at: new Date().toISOString(), versionSeq: '0' };
}

export interface CalculationInstant {
  readonly at: string;
  /** Number of the newest act upon a version of a framework. */
  readonly versionSeq: string;
}

/** Where a result stands, it is kept true even when all its inputs were withdrawn. */
export async function hasResult(manager: EntityManager, { subject, year }: SubjectYear): Promise<boolean> {
  const rows: unknown[] = await manager.query(
    'select 1 from evaluation_result where subject = $1 and year = $2 and known_to is null limit 1',
    [subject, year],
  );
  return rows.length > 0;
}
