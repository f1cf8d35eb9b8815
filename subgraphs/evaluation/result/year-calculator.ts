import type { EntityManager } from 'typeorm';
import type { Catalogue, Framework, SubjectKind } from '../../../shared/catalogue/catalogue.ts';
import { kpisOf, versionHashOf } from '../../../shared/catalogue/version/living-catalogue.ts';
import type { Assessment } from '../assessment/assessment.ts';
import { AssessmentRepository } from '../assessment/assessment.repository.ts';
import type { FrameworkRegister } from '../framework/framework-register.ts';
import type { AcceptedObservation } from '../input-store/accepted-observation.ts';
import { CalculationInputRepository, type YearInputs } from '../input-store/calculation-input.repository.ts';
import type { PendingObservation } from '../pending/pending-observation.ts';
import { PendingObservationRepository } from '../pending/pending-observation.repository.ts';
import { calculateEvaluation } from '../../../shared/scoring/calculate.ts';
import type { ScoringPlan } from '../../../shared/scoring/prepare-scoring.ts';
import { SubjectRepository } from '../subject/subject.repository.ts';
import { CrossDepartmentCells } from './cross-department-cells.ts';
import { deriveAcrossDepartments, type DerivedObservation } from './derive-here.ts';
import type { EvaluationRecord } from './evaluation-record.ts';
import type { SubjectYear } from './recalculation-job.repository.ts';
import { ScoringPlans } from './scoring-plans.ts';
import { toEvaluationRecord } from './to-evaluation-record.ts';
import { toScoringInput } from './to-scoring-input.ts';

/** Years back in which a value that is elected for a term of office is looked for, with the year before as base of growth. */
const TERM_YEARS = 6;

export interface CalculatorDependencies {
  readonly catalogue: Catalogue;
  readonly register: FrameworkRegister;
  /** Digest of the catalogue's data: results made with other data are made anew. */
  readonly catalogueDigest: string;
}

/** Everything known of a subject that its evaluation of one year can rest on. */
export interface YearFacts {
  readonly pair: SubjectYear;
  readonly plan: ScoringPlan;
  readonly inputs: YearInputs;
  readonly assessments: readonly Assessment[];
  /** Handed in and not accepted; an evaluation tells of them and never counts them. */
  readonly pending: readonly PendingObservation[];
}

/** Brings together what a year's evaluation rests on and calculates it; writes nothing. */
export class YearCalculator {
  private readonly dependencies: CalculatorDependencies;
  private readonly plans: ScoringPlans;
  private readonly crossCells: CrossDepartmentCells;

  constructor(dependencies: CalculatorDependencies) {
    this.dependencies = dependencies;
    this.plans = new ScoringPlans(dependencies.catalogue);
    this.crossCells = new CrossDepartmentCells(dependencies.catalogue);
  }

  /** Null where no framework judges the subject in the year. */
  async load(manager: EntityManager, pair: SubjectYear): Promise<YearFacts | null> {
    const [first] = await this.loadWith(manager, pair, (kind) => {
      const framework = this.dependencies.register.forYear(kind, pair.year);
      return framework === null ? [] : [framework];
    });
    return first ?? null;
  }

  /** The same for every framework that judges the subject in the year: one reading of the same values, the default first. */
  loadAll(manager: EntityManager, pair: SubjectYear): Promise<YearFacts[]> {
    return this.loadWith(manager, pair, (kind) => this.dependencies.register.allForYear(kind, pair.year));
  }

  private async loadWith(
    manager: EntityManager,
    pair: SubjectYear,
    frameworksOf: (kind: SubjectKind) => Framework[],
  ): Promise<YearFacts[]> {
    const [subject] = await new SubjectRepository(manager).findByCodes([pair.subject]);
    const frameworks = subject === undefined ? [] : frameworksOf(subject.kind);
    const plans = frameworks.flatMap((framework) => this.plans.plan(framework, pair.year) ?? []);
    if (plans.length === 0) return [];
    const measures = [...new Set(plans.flatMap(({ setup }) => electedMeasures(setup.framework)))];
    const years = { from: pair.year - TERM_YEARS, to: pair.year };
    const known = {
      pair,
      inputs: await new CalculationInputRepository(manager).load(pair.subject, pair.year, {
        measures,
        years: TERM_YEARS,
      }),
      assessments: await new AssessmentRepository(manager).current(pair.subject, pair.year),
      pending: await new PendingObservationRepository(manager).ofSubject(pair.subject, years),
    };
    return plans.map((plan) => ({ ...known, plan }));
  }

  /** The values that no department can derive alone. */
  derive({ pair, plan, inputs }: YearFacts): DerivedObservation[] {
    const cells = this.crossCells.ofYear(plan.setup.framework, pair.year);
    const { releaseCalendar } = this.dependencies.catalogue;
    return deriveAcrossDepartments({ ...plan.setup, releaseCalendar }, cells, inputs.observations);
  }

  /** The evaluation, with `derived` as the values derived here are kept or shown. */
  evaluate(facts: YearFacts, derived: readonly AcceptedObservation[]): EvaluationRecord {
    const { pair, plan, inputs, assessments, pending } = facts;
    const { framework, split } = plan.setup;
    return toEvaluationRecord(calculateEvaluation(toScoringInput(plan, inputs.observations, assessments, pending)), {
      subject: pair.subject,
      framework,
      split,
      model: this.modelText(framework.id),
      observations: [...inputs.observations, ...derived],
      assessments,
      kpis: kpisOf(this.dependencies.catalogue, framework.id),
      releaseCalendar: this.dependencies.catalogue.releaseCalendar,
    });
  }

  /** Scoring model and catalogue a result is made with, as it is kept beside the result. */
  modelText(framework: string): string {
    const model = this.dependencies.catalogue.scoringModels.get(framework);
    const hash = versionHashOf(this.dependencies.catalogue, framework);
    const own = hash === null ? '' : `+${hash.slice(0, 12)}`;
    return `${model?.id ?? framework}@${this.dependencies.catalogueDigest.slice(0, 12)}${own}`;
  }

  /** The cells of a year that only this service derives. */
  crossCellsOf(framework: Framework, year: number): ReturnType<CrossDepartmentCells['ofYear']> {
    return this.crossCells.ofYear(framework, year);
  }
}

/** Measures whose value of an election year holds for the whole term. */
function electedMeasures(framework: Framework): string[] {
  return [...framework.measures.values()]
    .filter(({ periodicity }) => periodicity?.event === 'election')
    .map(({ code }) => code);
}
