import { forbidden } from '../../../shared/graphql/errors.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import { EvaluationRepository } from './evaluation.repository.ts';
import {
  type EvaluationKey,
  evaluationKeyText,
  type IndicatorRecord,
  type KnownEvaluation,
} from './evaluation-record.ts';
import { mayReadEvaluations, maySeeSuggestedGrades } from './permission.ts';

/** Reads results. What may not be shown to the viewer leaves here already removed. */
export class EvaluationService {
  private readonly database: EvaluationDatabase;

  constructor(database: EvaluationDatabase) {
    this.database = database;
  }

  private get repository(): EvaluationRepository {
    return new EvaluationRepository(this.database.manager);
  }

  /** The whole of each evaluation, in the order of the keys; null where nothing was known. */
  async headers(
    viewer: Viewer,
    keys: readonly EvaluationKey[],
    asOf: Date | null,
  ): Promise<(KnownEvaluation | null)[]> {
    checkRead(viewer);
    const found = await this.repository.headers(keys, asOf);
    const showsGrades = maySeeSuggestedGrades(viewer);
    return keys.map((key) => {
      const header = found.get(evaluationKeyText(key)) ?? null;
      return header === null || showsGrades
        ? header
        : { ...header, grade: null, possibleGrades: [], gradeReason: null };
    });
  }

  /** The indicators of each evaluation, in the order of the keys. */
  async indicators(viewer: Viewer, keys: readonly EvaluationKey[], asOf: Date | null): Promise<IndicatorRecord[][]> {
    checkRead(viewer);
    const found = await this.repository.indicators(keys, asOf);
    return keys.map((key) => found.get(evaluationKeyText(key)) ?? []);
  }
}

function checkRead(viewer: Viewer): void {
  if (!mayReadEvaluations(viewer)) throw forbidden('没有查看评价结果的权限');
}
