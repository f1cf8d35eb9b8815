import { mayAct } from '../../../../shared/identity/permission.ts';
import type { Viewer } from '../../../../shared/identity/viewer.ts';
import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import type { EvaluationDatabase } from '../../evaluation-database.ts';
import { circulatedGrades } from './decision.repository.ts';

/** Of which result the grade is asked. */
export interface FinalGradeKey {
  readonly subject: string;
  readonly year: number;
  readonly framework: string;
}

/** Final grades as they were circulated: open to everybody who reads evaluations, and nothing before. */
export class FinalGradeService {
  private readonly database: EvaluationDatabase;

  constructor(database: EvaluationDatabase) {
    this.database = database;
  }

  async circulated(viewer: Viewer, keys: readonly FinalGradeKey[], asOf: Date | null): Promise<(Grade | null)[]> {
    if (!mayAct(viewer, 'evaluation:read')) return keys.map(() => null);
    const participants = keys.map(({ subject, year, framework }) => ({
      ...{ framework, year, participant: { kind: 'SUBJECT' as const, code: subject } },
    }));
    return circulatedGrades(this.database.manager, participants, asOf);
  }
}
