import { forbidden } from '../../../shared/graphql/errors.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { DepartmentProgress } from './department-progress.ts';
import { FeedCursorRepository } from './feed-cursor.repository.ts';
import { mayReadProgress } from './permission.ts';

/** Tells how far the worker has read. */
export class ProgressService {
  private readonly database: EvaluationDatabase;

  constructor(database: EvaluationDatabase) {
    this.database = database;
  }

  private get repository(): FeedCursorRepository {
    return new FeedCursorRepository(this.database.manager);
  }

  async all(viewer: Viewer): Promise<DepartmentProgress[]> {
    if (!mayReadProgress(viewer)) throw forbidden('没有查看评价进度的权限');
    return this.repository.all();
  }
}
