import type { DataSource } from 'typeorm';
import { forbidden } from '../../../shared/graphql/errors.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { DepartmentProgress } from './department-progress.ts';
import { FeedCursorRepository } from './feed-cursor.repository.ts';
import { mayReadProgress } from './permission.ts';

/** Tells how far the worker has read. */
export class ProgressService {
  private readonly repository: FeedCursorRepository;

  constructor(dataSource: DataSource) {
    this.repository = new FeedCursorRepository(dataSource.manager);
  }

  async all(viewer: Viewer): Promise<DepartmentProgress[]> {
    if (!mayReadProgress(viewer)) throw forbidden('没有查看评价进度的权限');
    return this.repository.all();
  }
}
