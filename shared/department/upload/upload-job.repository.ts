import type { EntityManager } from 'typeorm';
import type { UploadJob, UploadState } from './upload.ts';

const START = `
insert into upload (id, member_unit, idempotency_key, state, started_by, started_at, updated_at)
values ($1, $2, $3, 'RECEIVING', $4, $5, $5)`;

export async function startJob(
  manager: EntityManager,
  job: { id: string; memberUnit: string; idempotencyKey: string; startedBy: string; at: Date },
): Promise<void> {
  await manager.query(START, [job.id, job.memberUnit, job.idempotencyKey, job.startedBy, job.at]);
}

/** What is known of a job now. */
export interface JobProgress {
  readonly state: UploadState;
  readonly rowsRead: number;
  readonly errorCount: number;
  readonly publicationId?: string | null;
}

export async function noteProgress(manager: EntityManager, id: string, progress: JobProgress, at: Date): Promise<void> {
  await manager.query(
    'update upload set state = $2, rows_read = $3, error_count = $4, publication_id = $5, updated_at = $6 where id = $1',
    [id, progress.state, progress.rowsRead, progress.errorCount, progress.publicationId ?? null, at],
  );
}

const FIND = `
select id, member_unit as "memberUnit", idempotency_key as "idempotencyKey", state, rows_read as "rowsRead",
  error_count as "errorCount", publication_id as "publicationId", started_by as "startedBy", started_at as "startedAt", updated_at as "updatedAt"
from upload where member_unit = $1 and idempotency_key = $2 order by started_at desc limit 1`;

/** The last upload under a key. */
export async function findJob(manager: EntityManager, memberUnit: string, key: string): Promise<UploadJob | null> {
  const rows: UploadJob[] = await manager.query(FIND, [memberUnit, key]);
  return rows[0] ?? null;
}
