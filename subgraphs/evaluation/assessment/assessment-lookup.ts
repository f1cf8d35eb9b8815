import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import type { SubjectKind } from '../../../shared/catalogue/subject/subject-kind.ts';
import { levelOf, rubricOf } from '../../../shared/catalogue/scoring-model/rubric.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { FrameworkRegister } from '../framework/framework-register.ts';
import type { Subject } from '../subject/subject.ts';
import { SubjectRepository } from '../subject/subject.repository.ts';
import type { AssessmentPlace, Judgement } from './assessment.ts';
import type { AssessmentContext } from './assessment.rules.ts';

/** What is known of the place a draft names. */
export interface FoundPlace {
  readonly subject: Subject | null;
  readonly framework: Framework | null;
  readonly context: AssessmentContext;
}

/** Finds subject, framework, item and rubric of a place, as the rules of assessments want them. */
export class AssessmentLookup {
  private readonly database: EvaluationDatabase;
  private readonly register: FrameworkRegister;

  constructor(database: EvaluationDatabase, register: FrameworkRegister) {
    this.database = database;
    this.register = register;
  }

  async find(given: AssessmentPlace, callerUnit: string | null): Promise<FoundPlace> {
    const [subject = null] = await new SubjectRepository(this.database.manager).findByCodes([given.subject]);
    const framework = subject === null ? null : this.frameworkWith(subject.kind, given);
    const place = framework === null ? null : this.register.assessmentItem(framework, given.item);
    const model = framework === null ? undefined : this.register.catalogue.scoringModels.get(framework.id);
    const rubric = model === undefined || place === null ? null : rubricOf(model, given.item);
    return { subject, framework, context: { isSubjectKnown: subject !== null, framework, place, rubric, callerUnit } };
  }

  /** Of several frameworks that judge one year, the first that has the item; else the one that counts. */
  private frameworkWith(kind: SubjectKind, { year, item }: AssessmentPlace): Framework | null {
    const all = this.register.allForYear(kind, year);
    return all.find(({ assessmentItems }) => assessmentItems.has(item)) ?? all[0] ?? null;
  }
}

/** The level an assessment is at: the chosen one, else the one its mark lies in. */
export function levelCode(
  { level, mark }: Pick<Judgement, 'level' | 'mark'>,
  { rubric }: AssessmentContext,
): string | null {
  return level ?? (rubric === null ? null : (levelOf(rubric, mark)?.code ?? null));
}
