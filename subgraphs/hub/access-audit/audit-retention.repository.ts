import type { DataSource } from 'typeorm';

/** A month of records that was taken out; its table stays, for the archive. */
export interface DetachedPart {
  readonly name: string;
  readonly rowCount: string;
}

/** Takes whole months out of the two records that are older than so many days, as the maintenance role. */
export async function detachOldAudit(dataSource: DataSource, retentionDays: number): Promise<DetachedPart[]> {
  return dataSource.query('select part_name as name, row_count as "rowCount" from detach_old_audit($1)', [
    retentionDays,
  ]);
}
