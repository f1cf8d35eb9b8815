import type { DataSource, EntityManager } from 'typeorm';
import { FrameworkVersionRepository } from '../framework-version/framework-version.repository.ts';
import type { FrameworkVersions } from '../framework-version/framework-versions.ts';
import { storeDerived } from '../input-store/derived-store.repository.ts';
import { cellRefText, type DerivedObservation } from './derive-here.ts';
import { EvaluationStoreRepository, type StoredChange } from './evaluation-store.repository.ts';
import { hasResult, lockSubjectYear } from './recalculation.repository.ts';
import { enqueueRecalculations, type SubjectYear } from './recalculation-job.repository.ts';
import { type CalculatorDependencies, YearCalculator, type YearFacts } from './year-calculator.ts';

interface Dependencies extends CalculatorDependencies {
  readonly dataSource: DataSource;
  /** Where versions of frameworks are followed: a job never calculates without one that was published before it. */
  readonly versions?: Pick<FrameworkVersions, 'refreshUpTo'>;
}

/** What recalculations of one process leave behind in the acts upon versions. */
const BY_RECALCULATION = { actor: 'system:recalculation', actorUnit: null } as const;

/** Calculates one subject's evaluation of one year from the input store and keeps what changed. */
export class RecalculationService {
  private readonly dataSource: DataSource;
  private readonly calculator: YearCalculator;

  private readonly versions: Dependencies['versions'];
  /** Frameworks that are known to be in use, so that it is recorded once for each process. */
  private readonly inUse = new Set<string>();

  constructor({ dataSource, versions, ...dependencies }: Dependencies) {
    this.dataSource = dataSource;
    this.versions = versions;
    this.calculator = new YearCalculator(dependencies);
  }

  /**
   * Every framework that judges the subject in the year, over the same values. Tells what changed, of all together; null
   * where no framework does, or nothing is known of the year yet.
   */
  async recalculate(pair: SubjectYear): Promise<StoredChange | null> {
    const calculated: string[] = [];
    const change = await this.dataSource.transaction(async (manager) => {
      const { at, versionSeq } = await lockSubjectYear(manager, pair);
      await this.versions?.refreshUpTo(versionSeq);
      const facts = await this.calculator.loadAll(manager, pair);
      const [first] = facts;
      if (first === undefined) return null;
      if (!isAnythingKnown(first) && !(await hasResult(manager, pair))) return null;
      calculated.push(...(await this.markUsed(manager, facts, at)));
      return this.calculate(manager, [first, ...facts.slice(1)], at);
    });
    for (const code of calculated) this.inUse.add(code);
    return change;
  }

  /** Scoring model and catalogue a result is made with, as it is kept beside the result. */
  modelText(framework: string): string {
    return this.calculator.modelText(framework);
  }

  private async calculate(
    manager: EntityManager,
    facts: readonly [YearFacts, ...YearFacts[]],
    at: string,
  ): Promise<StoredChange> {
    const [{ pair, inputs }] = facts;
    const derived = await storeDerived(manager, inputs.derived, this.deriveTogether(facts), at);
    const store = new EvaluationStoreRepository(manager);
    const total = { headerChanged: false, indicatorsChanged: 0 };
    for (const each of facts) {
      const { measures } = each.plan.setup.framework;
      const own = derived.observations.filter(({ measure }) => measures.has(measure));
      const change = await store.store(this.calculator.evaluate(each, own), at);
      total.headerChanged ||= change.headerChanged;
      total.indicatorsChanged += change.indicatorsChanged;
    }
    const next = { ...pair, year: pair.year + 1 };
    // What was derived here is the base of next year's growth.
    if (derived.isChanged && facts.some(({ plan }) => plan.setup.framework.years.includes(next.year))) {
      await enqueueRecalculations(manager, [next]);
    }
    return total;
  }

  /** A cell that several frameworks have is derived once, as the default one has it. */
  private deriveTogether(facts: readonly YearFacts[]): DerivedObservation[] {
    const cells = new Map<string, DerivedObservation>();
    for (const value of facts.flatMap((each) => this.calculator.derive(each))) {
      const cell = cellRefText(value);
      if (!cells.has(cell)) cells.set(cell, value);
    }
    return [...cells.values()];
  }

  /** Results rest on these frameworks from now on. Returns those that were not known to be in use. */
  private async markUsed(manager: EntityManager, facts: readonly YearFacts[], at: string): Promise<string[]> {
    const codes = facts.map(({ plan }) => plan.setup.framework.id).filter((code) => !this.inUse.has(code));
    const by = { ...BY_RECALCULATION, at: new Date(at), traceId: '' };
    for (const code of codes) await new FrameworkVersionRepository(manager).markUsed(code, by);
    return codes;
  }
}

/** True where something of the year itself was accepted, judged or handed in. */
function isAnythingKnown({ pair, inputs, assessments, pending }: YearFacts): boolean {
  const isOfYear = ({ period }: { readonly period: string }): boolean => period.startsWith(String(pair.year));
  return assessments.length > 0 || inputs.observations.some(isOfYear) || pending.some(isOfYear);
}
