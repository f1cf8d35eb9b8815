import { badUserInput, forbidden } from '../../../shared/graphql/errors.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { RequestMemory } from '../../../shared/graphql/request-memory.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { IndicatorRecord, KnownEvaluation } from '../result/evaluation-record.ts';
import type { SubjectYear } from '../result/recalculation/recalculation-job.repository.ts';
import type { YearCalculator } from '../result/recalculation/year-calculator.ts';
import { maySeeProvisionalResults } from './permission.ts';
import { evaluateWith, toChanges } from './what-if.ts';

/** Provisional evaluations calculated for one request: each takes a calculation, none is stored. */
const MOST_PER_REQUEST = 20;

/** A result nobody has accepted: as if everything that waits had been. */
export interface ProvisionalEvaluation {
  readonly header: KnownEvaluation;
  readonly indicators: readonly IndicatorRecord[];
}

const asked = new RequestMemory<{ count: number }>();

/** Calculates evaluations as if every pending value were accepted, for the office only. */
export class ProvisionalEvaluationService {
  private readonly database: EvaluationDatabase;
  private readonly calculator: YearCalculator;
  private readonly clock: Clock;

  constructor(database: EvaluationDatabase, calculator: YearCalculator, clock: Clock) {
    this.database = database;
    this.calculator = calculator;
    this.clock = clock;
  }

  /** Null where no framework judges the subject in the year. */
  async find(context: SubgraphContext, pair: SubjectYear): Promise<ProvisionalEvaluation | null> {
    if (!maySeeProvisionalResults(context.viewer)) throw forbidden('预评结果只供协调小组办公室查看');
    const ofRequest = asked.of(context, 'provisional evaluations', () => ({ count: 0 }));
    ofRequest.count += 1;
    if (ofRequest.count > MOST_PER_REQUEST) throw badUserInput(`一次最多测算 ${MOST_PER_REQUEST} 个预评结果`);
    return this.database.transaction('REPEATABLE READ', async (manager) => {
      const facts = await this.calculator.load(manager, pair);
      if (facts === null) return null;
      const { header, indicators } = evaluateWith(this.calculator, facts, toChanges(facts.pending, facts));
      return { header: { ...header, knownFrom: this.clock.now(), isSuperseded: false }, indicators };
    });
  }
}
