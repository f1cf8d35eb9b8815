import { forbidden } from '../../../shared/graphql/errors.ts';
import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { Disclosure } from '../../../shared/identity/disclosure.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import { PendingObservationRepository } from '../pending/pending-observation.repository.ts';
import { resultSightOf } from '../result/permission.ts';
import type { YearCalculator } from '../result/recalculation/year-calculator.ts';
import { SubjectRepository } from '../subject/subject.repository.ts';
import { readAskedChanges } from './asked-changes.ts';
import { type AskedChange, type EvaluationImpact, IMPACT_LIMITS, type PublicationImpact } from './impact.ts';
import { impactErrors } from './impact.errors.ts';
import { evaluationsOf, impactOf } from './impact-of.ts';
import { mayAskImpactOf, visibleImpact } from './permission.ts';

interface Dependencies {
  readonly database: EvaluationDatabase;
  readonly calculator: YearCalculator;
  readonly splits: Catalogue['splits'];
  readonly clock: Clock;
  readonly disclosure: () => Disclosure;
}

/** One thing somebody asks: what these changes would do to the evaluation of a subject and year. */
export interface ChangeQuestion {
  readonly subject: string;
  readonly year: number;
  readonly changes: readonly AskedChange[];
}

/** Tells what accepting or withdrawing values would do. Reads one state of the store and writes nothing. */
export class ImpactService {
  private readonly dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.dependencies = dependencies;
  }

  /** What accepting a publication would do to the evaluations its values count in. */
  async ofPublication(viewer: Viewer, publication: string): Promise<Result<PublicationImpact, Issue[]>> {
    const { database, calculator } = this.dependencies;
    return database.transaction('REPEATABLE READ', async (manager) => {
      const { values: limit } = IMPACT_LIMITS;
      const pending = await new PendingObservationRepository(manager).ofPublication(publication, limit + 1);
      const [first] = pending;
      if (first === undefined || !pending.every(({ memberUnit }) => mayAskImpactOf(viewer, memberUnit))) {
        return err([impactErrors.publicationNotPending(publication)]);
      }
      if (pending.length > limit) return err([impactErrors.tooManyValues(pending.length, limit, 'publication')]);
      const { evaluations, count } = await evaluationsOf(manager, calculator, pending);
      return ok({
        publication,
        memberUnit: first.memberUnit,
        valueCount: pending.length,
        evaluationCount: count,
        evaluations: evaluations.map((impact) => this.shown(viewer, impact)),
      });
    });
  }

  /** What changes of single values, or their withdrawal, would do to one evaluation. */
  async ofChanges(viewer: Viewer, question: ChangeQuestion): Promise<Result<EvaluationImpact, Issue[]>> {
    if (resultSightOf(viewer).kind === 'none') throw forbidden('没有测算评价影响的权限');
    const { database, calculator } = this.dependencies;
    const { subject: code, year } = question;
    return database.transaction('REPEATABLE READ', async (manager) => {
      const [subject] = await new SubjectRepository(manager).findByCodes([code]);
      if (subject === undefined) return err([impactErrors.unknownSubject(code)]);
      const facts = await calculator.load(manager, { subject: code, year });
      if (facts === null) return err([impactErrors.yearNotEvaluated(year)]);
      const asked = readAskedChanges(question.changes, facts, {
        isOpenTo: (unit) => mayAskImpactOf(viewer, unit),
        now: this.dependencies.clock.now(),
      });
      if (!asked.ok) return asked;
      return ok(this.shown(viewer, impactOf(calculator, { facts, subject, changes: asked.value })));
    });
  }

  private shown(viewer: Viewer, impact: EvaluationImpact): EvaluationImpact {
    const { splits, disclosure } = this.dependencies;
    return visibleImpact(viewer, impact, {
      leadOf: (framework, indicator) => splits.get(framework)?.indicators.get(indicator)?.lead ?? null,
      disclosure: disclosure(),
    });
  }
}
