import type { EntityManager } from 'typeorm';
import type { Catalogue } from '../../../../shared/catalogue/catalogue.ts';
import type { Framework } from '../../../../shared/catalogue/framework/framework.ts';
import type { SubjectKind } from '../../../../shared/catalogue/subject/subject-kind.ts';
import { kpisOf, versionHashOf } from '../../../../shared/catalogue/version/living-catalogue.ts';
import type { Assessment } from '../../assessment/assessment.ts';
import { AssessmentRepository } from '../../assessment/assessment.repository.ts';
import { peerGroupsOf } from '../../../../shared/catalogue/subject/peer-groups.ts';
import type { FrameworkRegister } from '../../framework/framework-register.ts';
import type { AcceptedObservation } from '../../input-store/accepted-observation.ts';
import { CalculationInputRepository, type YearInputs } from '../../input-store/calculation-input.repository.ts';
import type { PendingObservation } from '../../pending/pending-observation.ts';
import { PendingObservationRepository } from '../../pending/pending-observation.repository.ts';
import { calculateEvaluation } from '../../../../shared/scoring/calculate.ts';
import type { ScoringPlan } from '../../../../shared/scoring/compile/prepare-scoring.ts';
import { SubjectRepository } from '../../subject/subject.repository.ts';
import { CrossDepartmentCells } from './cross-department-cells.ts';
import { deriveAcrossDepartments, type DerivedObservation } from './derive-here.ts';
import type { EvaluationRecord } from '../evaluation-record.ts';
import type { SubjectYear } from './recalculation-job.repository.ts';
import { ScoringPlans } from './scoring-plans.ts';
import { toEvaluationRecord } from '../to-evaluation-record.ts';
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
  /** Whose standards it is judged by. */
  readonly peerGroups: readonly string[];
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
    const known = await this.loadWith(manager, pair.year, [pair.subject], (kind) => {
      const framework = this.dependencies.register.forYear(kind, pair.year);
      return framework === null ? [] : [framework];
    });
    return known.get(pair.subject)?.[0] ?? null;
  }

  /**
   * The same for every framework that judges a subject in the year, the default first, and for any number of subjects in
   * the same statements; subjects that none judges are left out.
   */
  loadAll(manager: EntityManager, year: number, subjects: readonly string[]): Promise<Map<string, YearFacts[]>> {
    return this.loadWith(manager, year, subjects, (kind) => this.dependencies.register.allForYear(kind, year));
  }

  private async loadWith(
    manager: EntityManager,
    year: number,
    subjects: readonly string[],
    frameworksOf: (kind: SubjectKind) => Framework[],
  ): Promise<Map<string, YearFacts[]>> {
    const found = await new SubjectRepository(manager).findByCodes(subjects);
    const plans = new Map(
      found.map(({ code, kind }) => {
        return [code, frameworksOf(kind).flatMap((framework) => this.plans.plan(framework, year) ?? [])];
      }),
    );
    const judged = [...plans].filter(([, each]) => each.length > 0).map(([code]) => code);
    if (judged.length === 0) return new Map();
    const frameworks = new Set([...plans.values()].flatMap((each) => each.map(({ setup }) => setup.framework)));
    const measures = [...new Set([...frameworks].flatMap(electedMeasures))];
    const years = { from: year - TERM_YEARS, to: year };
    const inputs = await new CalculationInputRepository(manager).load(judged, year, { measures, years: TERM_YEARS });
    const assessments = await new AssessmentRepository(manager).current(judged, year);
    const pending = await new PendingObservationRepository(manager).ofSubjects(judged, years);
    return new Map(
      judged.map((subject) => {
        const known = {
          pair: { subject, year },
          inputs: inputs.get(subject) ?? { observations: [], derived: [] },
          assessments: assessments.get(subject) ?? [],
          pending: pending.get(subject) ?? [],
          peerGroups: this.peerGroupsOf(subject, year),
        };
        return [subject, (plans.get(subject) ?? []).map((plan) => ({ ...known, plan }))];
      }),
    );
  }

  /** The plan of a framework by its code; null where it is not known or has no scoring model. */
  plan(framework: string, year: number): ScoringPlan | null {
    const known = this.dependencies.catalogue.frameworks.get(framework);
    return known === undefined ? null : this.plans.plan(known, year);
  }

  /** Peer groups whose standards a subject is judged by. */
  peerGroupsOf(subject: string, year: number): string[] {
    return peerGroupsOf(this.dependencies.catalogue.peerGroups, subject, year);
  }

  /** The values that no department can derive alone. */
  derive({ pair, plan, inputs }: YearFacts): DerivedObservation[] {
    const cells = this.crossCells.ofYear(plan.setup.framework, pair.year);
    const { releaseCalendar } = this.dependencies.catalogue;
    return deriveAcrossDepartments({ ...plan.setup, releaseCalendar }, cells, inputs.observations);
  }

  /** The evaluation, with `derived` as the values derived here are kept or shown. */
  evaluate(facts: YearFacts, derived: readonly AcceptedObservation[]): EvaluationRecord {
    const { pair, plan, inputs, assessments, pending, peerGroups } = facts;
    const { framework, split } = plan.setup;
    const input = toScoringInput(plan, { observations: inputs.observations, assessments, pending, peerGroups });
    return toEvaluationRecord(calculateEvaluation(input), {
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
