import type { DataSource, EntityManager } from 'typeorm';
import { storeDerived } from '../input-store/derived-store.repository.ts';
import { EvaluationStoreRepository, type StoredChange } from './evaluation-store.repository.ts';
import { hasResult, lockSubjectYear } from './recalculation.repository.ts';
import { enqueueRecalculations, type SubjectYear } from './recalculation-job.repository.ts';
import { type CalculatorDependencies, YearCalculator, type YearFacts } from './year-calculator.ts';

interface Dependencies extends CalculatorDependencies {
  readonly dataSource: DataSource;
}

/** Calculates one subject's evaluation of one year from the input store and keeps what changed. */
export class RecalculationService {
  private readonly dataSource: DataSource;
  private readonly calculator: YearCalculator;

  constructor({ dataSource, ...dependencies }: Dependencies) {
    this.dataSource = dataSource;
    this.calculator = new YearCalculator(dependencies);
  }

  /** Null where no framework judges the subject in the year, or nothing is known of the year yet. */
  async recalculate(pair: SubjectYear): Promise<StoredChange | null> {
    return this.dataSource.transaction(async (manager) => {
      const at = await lockSubjectYear(manager, pair);
      const facts = await this.calculator.load(manager, pair);
      if (facts === null) return null;
      if (!isAnythingKnown(facts) && !(await hasResult(manager, pair))) return null;
      return this.calculate(manager, facts, at);
    });
  }

  /** Scoring model and catalogue a result is made with, as it is kept beside the result. */
  modelText(framework: string): string {
    return this.calculator.modelText(framework);
  }

  private async calculate(manager: EntityManager, facts: YearFacts, at: string): Promise<StoredChange> {
    const { pair, plan, inputs } = facts;
    const derived = await storeDerived(manager, inputs.derived, this.calculator.derive(facts), at);
    const record = this.calculator.evaluate(facts, derived.observations);
    const change = await new EvaluationStoreRepository(manager).store(record, at);
    const next = { ...pair, year: pair.year + 1 };
    // What was derived here is the base of next year's growth.
    if (derived.isChanged && plan.setup.framework.years.includes(next.year)) {
      await enqueueRecalculations(manager, [next]);
    }
    return change;
  }
}

/** True where something of the year itself was accepted, judged or handed in. */
function isAnythingKnown({ pair, inputs, assessments, pending }: YearFacts): boolean {
  const isOfYear = ({ period }: { readonly period: string }): boolean => period.startsWith(String(pair.year));
  return assessments.length > 0 || inputs.observations.some(isOfYear) || pending.some(isOfYear);
}
