import type { DataSource } from 'typeorm';

/** What is to be kept, and what becomes of the rest. */
export interface RetentionOrder {
  readonly retentionDays: number;
  /** Whether months that are taken out are dropped, with those taken out before; otherwise they stay for the archive. */
  readonly isPurge: boolean;
  readonly traceId: string;
}

/** One thing that was done to a month of records. */
export interface RetentionAct {
  readonly act: 'audit.extend' | 'audit.detach' | 'audit.purge';
  /** The table of that month. */
  readonly part: string;
  readonly rowCount: string;
}

/**
 * Makes the months of audit to come and takes out those that are old enough, as the maintenance role. The database refuses
 * less than 180 days, and records what was done under the trace.
 */
export async function retainAudit(dataSource: DataSource, order: RetentionOrder): Promise<RetentionAct[]> {
  return dataSource.transaction(async (manager) => {
    // A month is counted before it leaves, and that takes as long as it takes.
    await manager.query('set local statement_timeout = 0');
    return manager.query('select act, part_name as "part", row_count as "rowCount" from retain_audit($1, $2, $3)', [
      order.retentionDays,
      order.isPurge,
      order.traceId,
    ]);
  });
}
