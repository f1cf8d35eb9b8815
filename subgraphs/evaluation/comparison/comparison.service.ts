import type { EntityManager } from 'typeorm';
import type { Framework } from '../../../shared/catalogue/catalogue.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { forbidden } from '../../../shared/graphql/errors.ts';
import type { Disclosure } from '../../../shared/identity/disclosure.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { AssessmentRepository } from '../assessment/assessment.repository.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { FrameworkRegister } from '../framework/framework-register.ts';
import { EvaluationRepository } from '../result/evaluation.repository.ts';
import type { EvaluationService } from '../result/evaluation.service.ts';
import { evaluationKeyText } from '../result/evaluation-record.ts';
import { resultSightOf, visibleEvaluation } from '../result/permission.ts';
import type { Subject } from '../subject/subject.ts';
import { SubjectRepository } from '../subject/subject.repository.ts';
import { compareStates, type EvaluationState } from './compare-states.ts';
import type { Comparison, ComparisonQuestion } from './comparison.ts';
import { comparisonErrors } from './comparison.errors.ts';
import { pairAssessments } from './pair-assessments.ts';
import { visibleAssessmentChanges, visibleValueChanges } from './permission.ts';
import { ValueChangeRepository } from './value-change.repository.ts';

interface Dependencies {
  readonly database: EvaluationDatabase;
  readonly register: FrameworkRegister;
  readonly evaluations: EvaluationService;
  readonly disclosure: () => Disclosure;
  readonly clock: Clock;
}

/** What somebody asks; without a framework the one in force, without a second instant now. */
export interface AskedComparison {
  readonly subject: string;
  readonly year: number;
  readonly framework: string | null;
  readonly from: Date;
  readonly to: Date | null;
}

/** Years before the one evaluated, and of values that hold for a term of office. */
const YEARS_BACK = 2;
const TERM_YEARS = 6;

/** Tells what changed in an evaluation between two instants. The number of statements is the same whatever changed. */
export class ComparisonService {
  private readonly dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.dependencies = dependencies;
  }

  async find({ viewer }: SubgraphContext, asked: AskedComparison): Promise<Result<Comparison, Issue[]>> {
    if (resultSightOf(viewer).kind === 'none') throw forbidden('没有查看评价变动的权限');
    const now = this.dependencies.clock.now();
    // Of the future nothing is known: an instant to come would be answered otherwise tomorrow.
    const to = asked.to === null || asked.to > now ? now : asked.to;
    if (asked.from >= to) return err([comparisonErrors.wrongOrder()]);
    return this.dependencies.database.transaction('REPEATABLE READ', async (manager) => {
      await manager.query('set transaction read only');
      const [subject] = await new SubjectRepository(manager).findByCodes([asked.subject]);
      if (subject === undefined) return err([comparisonErrors.unknownSubject(asked.subject)]);
      const { register } = this.dependencies;
      const framework =
        asked.framework === null ? register.forYear(subject.kind, asked.year) : register.find(asked.framework);
      if (framework === null) return err([comparisonErrors.notEvaluated(asked.year)]);
      return ok(await this.compare(manager, viewer, { ...asked, to, subject, framework }));
    });
  }

  private async compare(
    manager: EntityManager,
    viewer: Viewer,
    { subject, year, framework, from, to }: Sides,
  ): Promise<Comparison> {
    const question = { subject: subject.code, year, framework: framework.id, from, to };
    const before = await this.stateAt(manager, viewer, question, from);
    const after = await this.stateAt(manager, viewer, question, to);
    const values = await new ValueChangeRepository(manager).between(question, {
      yearsBack: YEARS_BACK,
      carried: { measures: electedMeasures(framework), years: TERM_YEARS },
    });
    const assessments = await new AssessmentRepository(manager).changedBetween(question, question);
    const used = values.filter(({ before: was, after: is }) => framework.measures.has((is ?? was)?.measure ?? ''));
    return {
      question,
      subject,
      difference: compareStates(before, after),
      values: visibleValueChanges(viewer, used, this.dependencies.disclosure()),
      assessments: visibleAssessmentChanges(viewer, pairAssessments(assessments)),
    };
  }

  private async stateAt(
    manager: EntityManager,
    viewer: Viewer,
    question: ComparisonQuestion,
    at: Date,
  ): Promise<EvaluationState> {
    const repository = new EvaluationRepository(manager);
    const key = evaluationKeyText(question);
    const whole = (await repository.headers([question], at)).get(key);
    const indicators = (await repository.indicators([question], at)).get(key) ?? [];
    return {
      whole: whole === undefined ? null : visibleEvaluation(viewer, whole),
      indicators: this.dependencies.evaluations.visible(viewer, question.framework, indicators),
    };
  }
}

interface Sides extends Omit<AskedComparison, 'subject' | 'framework' | 'to'> {
  readonly subject: Subject;
  readonly framework: Framework;
  readonly to: Date;
}

function electedMeasures({ measures }: Framework): string[] {
  return [...measures.values()].filter(({ periodicity }) => periodicity?.event === 'election').map(({ code }) => code);
}
