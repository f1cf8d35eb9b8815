import type { EntityManager } from 'typeorm';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { badUserInput, forbidden } from '../../../shared/graphql/errors.ts';
import { RequestMemory } from '../../../shared/graphql/request-memory.ts';
import { noteFigure } from '../../../shared/observability/figure-reads.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import { readAskedChanges } from '../impact/asked-changes.ts';
import { compareEvaluations } from '../impact/compare-evaluations.ts';
import { IMPACT_LIMITS } from '../impact/impact.ts';
import { impactErrors } from '../impact/impact.errors.ts';
import { changedValues } from '../impact/impact-of.ts';
import { evaluateAsKnown, overlaidFacts } from '../impact/what-if.ts';
import { resultDigest, storedResultDigest } from '../result/recalculation/result-digest.ts';
import { toScoringInput } from '../result/recalculation/to-scoring-input.ts';
import { underCodes } from '../result/under-codes.ts';
import type { YearCalculator, YearFacts } from '../result/recalculation/year-calculator.ts';
import type { Subject } from '../subject/subject.ts';
import { SubjectRepository } from '../subject/subject.repository.ts';
import { assumedPlan } from './assumed-plan.ts';
import { gradeSensitivity } from './grade-sensitivity.ts';
import { describeVersion, type OtherVersion, type OtherVersionDependencies, otherVersion } from './other-version.ts';
import { maySimulate } from './permission.ts';
import { namesOf } from './weight-tree.ts';
import { whatIfErrors } from './what-if.errors.ts';
import { WHAT_IF_LIMITS, type WhatIf, type WhatIfQuestion } from './what-if.ts';

interface Dependencies extends OtherVersionDependencies {
  readonly database: EvaluationDatabase;
  readonly calculator: YearCalculator;
  readonly clock: Clock;
}

type Calculated = Omit<WhatIf, 'officialDigest'> & { readonly digest: string | null };

const asked = new RequestMemory<{ count: number }>();

/** Tells the office what an evaluation would be, were weights, standards or values others. Nothing is written. */
export class WhatIfService {
  private readonly dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.dependencies = dependencies;
  }

  async find(context: SubgraphContext, question: WhatIfQuestion, withSensitivity: boolean) {
    if (!maySimulate(context.viewer)) throw forbidden('假设测算只供协调小组办公室使用');
    const ofRequest = asked.of(context, 'what-if', () => ({ count: 0 }));
    ofRequest.count += 1;
    if (ofRequest.count > WHAT_IF_LIMITS.perRequest) {
      throw badUserInput(`一次最多作 ${WHAT_IF_LIMITS.perRequest} 个假设测算`);
    }
    const calculated = await this.calculate(question, withSensitivity);
    if (!calculated.ok) return calculated;
    const { digest, ...whatIf } = calculated.value;
    for (const { memberUnit } of whatIf.impact.values) noteFigure(memberUnit);
    const { subject, year } = question;
    const key = { subject, year, framework: whatIf.impact.framework };
    const after = await storedResultDigest(this.dependencies.database.manager, key);
    return ok({ ...whatIf, officialDigest: { before: digest, after } });
  }

  /** On one state of the store, in a transaction that the database itself keeps from writing. */
  private calculate(question: WhatIfQuestion, withSensitivity: boolean): Promise<Result<Calculated, Issue[]>> {
    return this.dependencies.database.transaction('REPEATABLE READ', async (manager) => {
      await manager.query('set transaction read only');
      const { subject: code, year } = question;
      const [subject] = await new SubjectRepository(manager).findByCodes([code]);
      if (subject === undefined) return err([impactErrors.unknownSubject(code)]);
      const facts = await this.dependencies.calculator.load(manager, { subject: code, year });
      if (facts === null) return err([impactErrors.yearNotEvaluated(year)]);
      const assumed = await this.assumedFacts(manager, question, facts);
      if (!assumed.ok) return assumed;
      return this.compare(manager, { question, subject, facts, ...assumed.value, withSensitivity });
    });
  }

  private async compare(
    manager: EntityManager,
    { question, subject, facts, version, base, withSensitivity }: Comparison,
  ): Promise<Result<Calculated, Issue[]>> {
    const official = facts.plan.setup.framework;
    const calculator = version?.calculator ?? this.dependencies.calculator;
    const plan = assumedPlan(base.plan, question);
    const changes = this.readValues(question, base);
    if (!plan.ok || !changes.ok) return err([...(plan.ok ? [] : plan.error), ...(changes.ok ? [] : changes.error)]);
    const assumed = overlaidFacts(calculator, { ...base, plan: plan.value.plan }, changes.value);
    const before = evaluateAsKnown(this.dependencies.calculator, facts);
    const after = evaluateAsKnown(calculator, assumed);
    const framework = official.id;
    const digest = await storedResultDigest(manager, { ...facts.pair, framework });
    return ok({
      impact: {
        ...{ pair: facts.pair, subject, framework },
        values: changedValues(facts, changes.value).slice(0, IMPACT_LIMITS.listed),
        valueCount: changes.value.length,
        difference: compareEvaluations(before, {
          ...after,
          indicators: underCodes(after.indicators, base.plan.setup.framework, official),
        }),
      },
      weights: plan.value.weights,
      version: version && describeVersion(version, official),
      names: namesOf(plan.value.plan),
      digest,
      isBaselineOfficial: digest === resultDigest(before),
      findings: plan.value.findings,
      sensitivity: withSensitivity ? await gradeSensitivity(scoringInputOf(assumed)) : [],
    });
  }

  /** The facts to reckon with: those of the framework in force, or of the version that takes its place. */
  private async assumedFacts(
    manager: EntityManager,
    question: WhatIfQuestion,
    facts: YearFacts,
  ): Promise<Result<Pick<Comparison, 'version' | 'base'>, Issue[]>> {
    const { version: code, year } = question;
    if (code === null) return ok({ version: null, base: facts });
    const version = await otherVersion(manager, this.dependencies, { code, year });
    if (version === null) return err([whatIfErrors.unknownVersion(code)]);
    const base = await version.calculator.load(manager, facts.pair);
    return base === null ? err([whatIfErrors.versionOfOtherKind(code)]) : ok({ version, base });
  }

  private readValues({ values }: WhatIfQuestion, facts: YearFacts) {
    if (values.length === 0) return ok([]);
    return readAskedChanges(values, facts, { isOpenTo: () => true, now: this.dependencies.clock.now() });
  }
}

interface Comparison {
  readonly question: WhatIfQuestion;
  readonly subject: Subject;
  readonly facts: YearFacts;
  readonly version: OtherVersion | null;
  /** What the assumption starts from; the facts themselves without another version. */
  readonly base: YearFacts;
  readonly withSensitivity: boolean;
}

function scoringInputOf({ plan, inputs, assessments, pending, peerGroups }: YearFacts) {
  return toScoringInput(plan, { observations: inputs.observations, assessments, pending, peerGroups });
}
