import type { EntityManager } from 'typeorm';

/** Name of the task in the job queue that has every department lock a participant's values. */
export const LOCK_VALUES = 'lock-values';

/** On what occasion values are locked: with the self-evaluation that rests on them, or when the round is sealed. */
export type LockOccasion = 'SELF_EVALUATION' | 'ARCHIVE';

/** What is to be locked, for whom and why. */
export interface LockValuesPayload {
  /** Code of the round. */
  readonly round: string;
  readonly participantKind: 'SUBJECT' | 'MEMBER_UNIT';
  readonly participant: string;
  /** Code of the subject whose values are locked; of a member unit, the district it belongs to. */
  readonly subject: string;
  readonly year: number;
  /** Chinese, 4 to 1000 characters; the departments keep it. */
  readonly reason: string;
  /** `SELF_EVALUATION` where it is left out. */
  readonly occasion?: LockOccasion;
  /** Departments that have not locked yet, by service name; all where it is left out. */
  readonly departments?: readonly string[];
  /** How often those were tried. */
  readonly attempt?: number;
}

/** Whose values are locked: a unit's own with its self-evaluation, else (null) those of all units. */
export function lockedUnit({ participantKind, participant, occasion }: LockValuesPayload): string | null {
  return participantKind === 'MEMBER_UNIT' && occasion !== 'ARCHIVE' ? participant : null;
}

/**
 * Enqueues the locking in the caller's transaction. Jobs of one round, subject, unit and occasion fall together: locking again
 * is harmless, and locks what was accepted since.
 */
export async function enqueueLockValues(
  manager: EntityManager,
  payload: LockValuesPayload,
  delaySeconds = 0,
): Promise<void> {
  const { round, subject, occasion = 'SELF_EVALUATION' } = payload;
  await manager.query(
    `select count(*) from graphile_worker.add_jobs(array[
       row($1::text, $2::json, null::text, clock_timestamp() + make_interval(secs => $3), null::smallint,
         $4::text, null::smallint, null::text[])::graphile_worker.job_spec])`,
    [
      LOCK_VALUES,
      JSON.stringify({ ...payload, occasion }),
      delaySeconds,
      `lock:${round}:${subject}:${occasion}:${lockedUnit(payload) ?? ''}`,
    ],
  );
}

/** Name of the task in the job queue that seals a round. */
export const SEAL_ARCHIVE = 'seal-archive';

/** Enqueues the sealing of a round in the caller's transaction; jobs of one round fall together. */
export async function enqueueSealing(manager: EntityManager, round: string, delaySeconds = 0): Promise<void> {
  await manager.query(
    `select count(*) from graphile_worker.add_jobs(array[
       row($1::text, json_build_object('round', $2::text), null::text, clock_timestamp() + make_interval(secs => $3),
         null::smallint, 'seal:' || $2::text, null::smallint, null::text[])::graphile_worker.job_spec])`,
    [SEAL_ARCHIVE, round, delaySeconds],
  );
}
