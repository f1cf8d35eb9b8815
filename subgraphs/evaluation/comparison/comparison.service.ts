import type { EntityManager } from 'typeorm';
import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
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
import { underCodes } from '../result/under-codes.ts';
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
      const frameworks = this.frameworksOf(subject, asked);
      const [newest] = frameworks;
      if (newest === undefined) return err([comparisonErrors.notEvaluated(asked.year)]);
      const question = { subject: asked.subject, year: asked.year, from: asked.from, to };
      return ok(await this.compare(manager, viewer, { subject, question, frameworks, newest }));
    });
  }

  /** Those that may have counted, the newest first. */
  private frameworksOf({ kind }: Subject, { framework, year }: AskedComparison): Framework[] {
    const { register } = this.dependencies;
    if (framework === null) return register.allForYear(kind, year);
    const known = register.find(framework);
    return known === null ? [] : [known];
  }

  private async compare(
    manager: EntityManager,
    viewer: Viewer,
    { subject, question, frameworks, newest }: Sides,
  ): Promise<Comparison> {
    const was = await this.stateAt(manager, viewer, { question, frameworks, at: question.from });
    const is = await this.stateAt(manager, viewer, { question, frameworks, at: question.to });
    const framework = is.framework ?? newest;
    const before = was.framework && {
      ...was,
      indicators: underCodes(was.indicators, was.framework, framework),
    };
    const measures = frameworks.flatMap(electedMeasures);
    const values = await new ValueChangeRepository(manager).between(question, {
      yearsBack: YEARS_BACK,
      carried: { measures, years: TERM_YEARS },
    });
    const assessments = await new AssessmentRepository(manager).changedBetween(question, question);
    const isUsed = (measure: string): boolean =>
      framework.measures.has(measure) || (was.framework?.measures.has(measure) ?? false);
    return {
      question,
      subject,
      framework: { before: was.framework?.id ?? null, after: framework.id },
      difference: compareStates(before ?? was, is),
      values: visibleValueChanges(
        viewer,
        values.filter((change) => isUsed((change.after ?? change.before)?.measure ?? '')),
        this.dependencies.disclosure(),
      ),
      assessments: visibleAssessmentChanges(viewer, pairAssessments(assessments)),
    };
  }

  /** As known at the instant, by the newest framework that had a result then. */
  private async stateAt(
    manager: EntityManager,
    viewer: Viewer,
    { question: { subject, year }, frameworks, at }: Pick<Sides, 'question' | 'frameworks'> & { readonly at: Date },
  ): Promise<EvaluationState & { readonly framework: Framework | null }> {
    const repository = new EvaluationRepository(manager);
    const keys = frameworks.map(({ id }) => ({ subject, year, framework: id }));
    const wholes = await repository.headers(keys, at);
    const lists = await repository.indicators(keys, at);
    const key = keys.find((each) => wholes.has(evaluationKeyText(each)));
    const whole = key && wholes.get(evaluationKeyText(key));
    if (key === undefined || whole === undefined) return { framework: null, whole: null, indicators: [] };
    return {
      framework: frameworks.find(({ id }) => id === key.framework) ?? null,
      whole: visibleEvaluation(viewer, whole),
      indicators: this.dependencies.evaluations
        .visible(viewer, key.framework, lists.get(evaluationKeyText(key)) ?? [])
        // What is withheld from the viewer must not tell by a difference that it changed.
        .map(({ whole: _withheld, ...record }) => record),
    };
  }
}

interface Sides {
  readonly subject: Subject;
  readonly question: ComparisonQuestion;
  readonly frameworks: readonly Framework[];
  readonly newest: Framework;
}

function electedMeasures({ measures }: Framework): string[] {
  return [...measures.values()].filter(({ periodicity }) => periodicity?.event === 'election').map(({ code }) => code);
}
