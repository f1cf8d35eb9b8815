import type { DataSource, EntityManager } from 'typeorm';
import { FrameworkVersionRepository } from '../../framework-version/framework-version.repository.ts';
import type { FrameworkVersions } from '../../framework-version/framework-versions.ts';
import { changeDerived, type DerivedChange, storeDerived } from '../../input-store/derived-store.repository.ts';
import { cellRefText, type DerivedObservation } from './derive-here.ts';
import { EvaluationStoreRepository, type StoredChange } from '../evaluation-store.repository.ts';
import type { EvaluationRecord } from '../evaluation-record.ts';
import { lockSubjectYears, withResults } from './recalculation.repository.ts';
import { enqueueRecalculations, type SubjectYear } from './recalculation-job.repository.ts';
import { type CalculatorDependencies, YearCalculator, type YearFacts } from './year-calculator.ts';

interface Dependencies extends CalculatorDependencies {
  readonly dataSource: DataSource;
  /** Where versions of frameworks are followed: a job never calculates without one that was published before it. */
  readonly versions?: Pick<FrameworkVersions, 'refreshUpTo'>;
}

/** What recalculations of one process leave behind in the acts upon versions. */
const BY_RECALCULATION = { actor: 'system:recalculation', actorUnit: null } as const;

/** Calculates evaluations of a year from the input store and keeps what changed. */
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
  async recalculate({ subject, year }: SubjectYear): Promise<StoredChange | null> {
    return (await this.recalculateAll(year, [subject])).get(subject) ?? null;
  }

  /**
   * The same for some subjects of one year in one transaction: as many statements as for one of them, and one plan for
   * all. Tells what changed of each that was calculated.
   */
  async recalculateAll(year: number, subjects: readonly string[]): Promise<Map<string, StoredChange>> {
    const used: string[] = [];
    const changes = await this.dataSource.transaction(async (manager) => {
      const { at, versionSeq } = await lockSubjectYears(manager, year, subjects);
      await this.versions?.refreshUpTo(versionSeq);
      const facts = await this.calculator.loadAll(manager, year, subjects);
      const withResult = await withResults(manager, year, unknownOf(facts));
      const due = [...facts].filter(([subject, [first]]) => {
        return first !== undefined && (isAnythingKnown(first) || withResult.has(subject));
      });
      used.push(
        ...(await this.markUsed(
          manager,
          due.flatMap(([, each]) => each),
          at,
        )),
      );
      return this.calculate(
        manager,
        due.map(([, each]) => each),
        at,
      );
    });
    for (const code of used) this.inUse.add(code);
    return changes;
  }

  /** Scoring model and catalogue a result is made with, as it is kept beside the result. */
  modelText(framework: string): string {
    return this.calculator.modelText(framework);
  }

  private async calculate(
    manager: EntityManager,
    due: readonly (readonly YearFacts[])[],
    at: string,
  ): Promise<Map<string, StoredChange>> {
    const calculated = due.map((facts) => this.evaluate(facts));
    await storeDerived(
      manager,
      calculated.map(({ derived }) => derived),
      at,
    );
    const records = calculated.flatMap((each) => each.records);
    const changes = await new EvaluationStoreRepository(manager).storeAll(records, at);
    // What was derived here is the base of next year's growth.
    await enqueueRecalculations(
      manager,
      calculated.flatMap(({ next }) => next ?? []),
    );
    return totalOf(records, changes);
  }

  /** All results of one subject and year, with the values derived for them. */
  private evaluate(facts: readonly YearFacts[]): CalculatedYear {
    const [first] = facts;
    const derived = changeDerived(first?.inputs.derived ?? [], this.deriveTogether(facts));
    const records = facts.map((each) => {
      const { measures } = each.plan.setup.framework;
      return this.calculator.evaluate(
        each,
        derived.observations.filter(({ measure }) => measures.has(measure)),
      );
    });
    const year = (first?.pair.year ?? 0) + 1;
    const isJudged = facts.some(({ plan }) => plan.setup.framework.years.includes(year));
    const next = first !== undefined && derived.isChanged && isJudged ? { ...first.pair, year } : null;
    return { derived, records, next };
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
    const all = new Set(facts.map(({ plan }) => plan.setup.framework.id));
    const codes = [...all].filter((code) => !this.inUse.has(code));
    const by = { ...BY_RECALCULATION, at: new Date(at), traceId: '' };
    for (const code of codes) await new FrameworkVersionRepository(manager).markUsed(code, by);
    return codes;
  }
}

/** The results of one subject and year before they are stored. */
interface CalculatedYear {
  readonly derived: DerivedChange;
  readonly records: readonly EvaluationRecord[];
  /** The year after, where it rests on what was derived anew. */
  readonly next: SubjectYear | null;
}

/** Changes of all frameworks together, by subject. */
function totalOf(records: readonly EvaluationRecord[], changes: readonly StoredChange[]): Map<string, StoredChange> {
  const totals = new Map<string, StoredChange>();
  for (const [index, { header }] of records.entries()) {
    const change = changes[index];
    if (change === undefined) continue;
    const before = totals.get(header.subject) ?? { headerChanged: false, indicatorsChanged: 0 };
    totals.set(header.subject, {
      headerChanged: before.headerChanged || change.headerChanged,
      indicatorsChanged: before.indicatorsChanged + change.indicatorsChanged,
    });
  }
  return totals;
}

/** Subjects of whose year nothing is known. */
function unknownOf(facts: ReadonlyMap<string, readonly YearFacts[]>): string[] {
  return [...facts].flatMap(([subject, [first]]) => (first === undefined || isAnythingKnown(first) ? [] : [subject]));
}

/** True where something of the year itself was accepted, judged or handed in. */
function isAnythingKnown({ pair, inputs, assessments, pending }: YearFacts): boolean {
  const isOfYear = ({ period }: { readonly period: string }): boolean => period.startsWith(String(pair.year));
  return assessments.length > 0 || inputs.observations.some(isOfYear) || pending.some(isOfYear);
}
