import type { DataSource, EntityManager } from 'typeorm';
import type { Catalogue, Framework } from '../../../shared/catalogue/catalogue.ts';
import type { Assessment } from '../assessment/assessment.ts';
import { AssessmentRepository } from '../assessment/assessment.repository.ts';
import type { FrameworkRegister } from '../framework/framework-register.ts';
import { CalculationInputRepository, type YearInputs } from '../input-store/calculation-input.repository.ts';
import { storeDerived } from '../input-store/derived-store.repository.ts';
import { calculateEvaluation } from '../scoring/calculate.ts';
import type { ScoringPlan } from '../scoring/prepare-scoring.ts';
import { SubjectRepository } from '../subject/subject.repository.ts';
import { CrossDepartmentCells } from './cross-department-cells.ts';
import { deriveAcrossDepartments } from './derive-here.ts';
import { EvaluationStoreRepository, type StoredChange } from './evaluation-store.repository.ts';
import { hasResult, lockSubjectYear } from './recalculation.repository.ts';
import { enqueueRecalculations, type SubjectYear } from './recalculation-job.repository.ts';
import { ScoringPlans } from './scoring-plans.ts';
import { toEvaluationRecord } from './to-evaluation-record.ts';
import { toScoringInput } from './to-scoring-input.ts';

/** Years back in which a value that is elected for a term of office is looked for, with the year before as base of growth. */
const TERM_YEARS = 6;

interface Dependencies {
  readonly dataSource: DataSource;
  readonly catalogue: Catalogue;
  readonly register: FrameworkRegister;
  /** Digest of the catalogue's data: results made with other data are made anew. */
  readonly catalogueDigest: string;
}

/** Calculates one subject's evaluation of one year from the input store and keeps what changed. */
export class RecalculationService {
  private readonly dependencies: Dependencies;
  private readonly plans: ScoringPlans;
  private readonly crossCells: CrossDepartmentCells;

  constructor(dependencies: Dependencies) {
    this.dependencies = dependencies;
    this.plans = new ScoringPlans(dependencies.catalogue);
    this.crossCells = new CrossDepartmentCells(dependencies.catalogue);
  }

  /** Null where no framework judges the subject in the year, or nothing is known of the year yet. */
  async recalculate(pair: SubjectYear): Promise<StoredChange | null> {
    return this.dependencies.dataSource.transaction(async (manager) => {
      const at = await lockSubjectYear(manager, pair);
      const [subject] = await new SubjectRepository(manager).findByCodes([pair.subject]);
      const framework = subject === undefined ? null : this.dependencies.register.forYear(subject.kind, pair.year);
      const plan = framework === null ? null : this.plans.plan(framework, pair.year);
      if (framework === null || plan === null) return null;
      const carried = { measures: electedMeasures(framework), years: TERM_YEARS };
      const inputs = await new CalculationInputRepository(manager).load(pair.subject, pair.year, carried);
      const assessments = await new AssessmentRepository(manager).current(pair.subject, pair.year);
      if (!isAnythingKnown(pair, inputs, assessments) && !(await hasResult(manager, pair))) return null;
      return this.calculate(manager, { pair, plan, inputs, assessments, at });
    });
  }

  /** Scoring model and catalogue a result is made with, as it is kept beside the result. */
  modelText(framework: string): string {
    const model = this.dependencies.catalogue.scoringModels.get(framework);
    return `${model?.id ?? framework}@${this.dependencies.catalogueDigest.slice(0, 12)}`;
  }

  private async calculate(manager: EntityManager, work: Work): Promise<StoredChange> {
    const { pair, plan, inputs, assessments, at } = work;
    const { framework, split } = plan.setup;
    const derived = await storeDerived(
      manager,
      inputs.derived,
      deriveAcrossDepartments(plan.setup, this.crossCells.ofYear(framework, pair.year), inputs.observations),
      at,
    );
    const result = calculateEvaluation(toScoringInput(plan, inputs.observations, assessments));
    const record = toEvaluationRecord(result, {
      subject: pair.subject,
      framework,
      split,
      model: this.modelText(framework.id),
      observations: [...inputs.observations, ...derived.observations],
      assessments,
      kpis: this.dependencies.catalogue.kpis,
    });
    const change = await new EvaluationStoreRepository(manager).store(record, at);
    const next = { ...pair, year: pair.year + 1 };
    // What was derived here is the base of next year's growth.
    if (derived.isChanged && framework.years.includes(next.year)) await enqueueRecalculations(manager, [next]);
    return change;
  }
}

interface Work {
  readonly pair: SubjectYear;
  readonly plan: ScoringPlan;
  readonly inputs: YearInputs;
  readonly assessments: readonly Assessment[];
  readonly at: string;
}

/** Measures whose value of an election year holds for the whole term. */
function electedMeasures(framework: Framework): string[] {
  return [...framework.measures.values()]
    .filter(({ periodicity }) => periodicity?.event === 'election')
    .map(({ code }) => code);
}

function isAnythingKnown(
  { year }: SubjectYear,
  { observations }: YearInputs,
  assessments: readonly Assessment[],
): boolean {
  return assessments.length > 0 || observations.some(({ period }) => period.startsWith(String(year)));
}
