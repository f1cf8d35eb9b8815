import type { EntityManager } from 'typeorm';
import type { DepartmentProgress } from './department-progress.ts';

/** How far each feed has been read; written by the ingest alone. */
export class FeedCursorRepository {
  private readonly manager: EntityManager;

  constructor(manager: EntityManager) {
    this.manager = manager;
  }

  async positionOf(department: string): Promise<bigint> {
    const rows: { position: string }[] = await this.manager.query(
      'select position from feed_cursor where department = $1',
      [department],
    );
    return BigInt(rows[0]?.position ?? 0);
  }

  async all(): Promise<DepartmentProgress[]> {
    const rows: { department: string; position: string; head: string; updated_at: Date }[] = await this.manager.query(
      'select department, position, head, updated_at from feed_cursor order by department',
    );
    return rows.map(({ updated_at, ...row }) => ({ ...row, updatedAt: updated_at }));
  }
}
