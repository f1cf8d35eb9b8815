import type { GraphQLSchema } from 'graphql';
import { createAuditResolver } from '../../shared/audit/audit-trail.resolver.ts';
import { createAuditTrailService } from '../../shared/audit/audit-trail.service.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue.ts';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { buildSubgraph } from '../../shared/graphql/federation.ts';
import { createDisclosure } from '../../shared/identity/disclosure.ts';
import { type Clock, systemClock } from '../../shared/primitives/clock.ts';
import { createArchiveResolvers } from './archive/archive-resolvers.ts';
import { createAssessmentResolvers } from './assessment/assessment-resolvers.ts';
import { type EvaluationDatabase, NEVER_OPENED } from './evaluation-database.ts';
import { FrameworkRegister } from './framework/framework-register.ts';
import { createFrameworkResolver } from './framework/framework.resolver.ts';
import { FrameworkDirectory } from './framework/framework-directory.ts';
import { FrameworkImportService } from './framework-version/framework-import.service.ts';
import { FrameworkVersionListService } from './framework-version/framework-version-list.service.ts';
import { createFrameworkVersionResolver } from './framework-version/framework-version.resolver.ts';
import { FrameworkVersionService } from './framework-version/framework-version.service.ts';
import type { FrameworkVersions } from './framework-version/framework-versions.ts';
import { frameworkVersionsOver } from './framework-version/open-framework-versions.ts';
import { createImpactResolver } from './impact/impact.resolver.ts';
import { ImpactService } from './impact/impact.service.ts';
import { ImpactView } from './impact/impact-view.ts';
import { ProvisionalEvaluationService } from './impact/provisional-evaluation.service.ts';
import { OBSERVATION_STUBS } from './input-store/observation-stub.type.ts';
import { ObservationListService } from './input-store/observation-list.service.ts';
import { EvaluationListService } from './evaluation-list/evaluation-list.service.ts';
import { createEvaluationListResolver } from './evaluation-list/evaluation-list.resolver.ts';
import { createRankResolver } from './ranking/rank.resolver.ts';
import { RankingService } from './ranking/ranking.service.ts';
import { createProgressResolver } from './progress/progress.resolver.ts';
import { ProgressService } from './progress/progress.service.ts';
import { digestCatalogue } from './result/recalculation/catalogue-digest.ts';
import { ReleaseSchedule } from './release/release-schedule.ts';
import { createReleaseCalendarResolver } from './release/release-calendar.resolver.ts';
import { createCalculationResolver } from './calculation/calculation.resolver.ts';
import { CalculationService } from './calculation/calculation.service.ts';
import { CalculationView } from './calculation/calculation-view.ts';
import { createEvaluationResolver } from './result/evaluation.resolver.ts';
import { EvaluationService } from './result/evaluation.service.ts';
import { EvaluationView } from './result/evaluation-view.ts';
import { YearCalculator } from './result/recalculation/year-calculator.ts';
import { createRoundResolvers } from './round/round-resolvers.ts';
import { subjectLoader } from './subject/subject.loader.ts';
import { createSubjectResolver } from './subject/subject.resolver.ts';
import { SubjectService } from './subject/subject.service.ts';
import { toSubject } from './subject/subject.type.ts';
import { createComparisonResolver } from './comparison/comparison.resolver.ts';
import { ComparisonService } from './comparison/comparison.service.ts';
import { ComparisonView } from './comparison/comparison-view.ts';
import { createWhatIfResolver } from './what-if/what-if.resolver.ts';
import { WhatIfService } from './what-if/what-if.service.ts';
import { WhatIfView } from './what-if/what-if-view.ts';
import { createUseOfResultsResolvers } from './use-of-results/use-of-results-resolvers.ts';
import { createEvaluationAuditSource } from './audit/audit-trail.repository.ts';

export interface EvaluationDependencies {
  readonly database: EvaluationDatabase;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** Published versions of frameworks; without them, those of the database as far as this subgraph itself changes them. */
  readonly versions?: FrameworkVersions;
}

/** The subgraph of the lead union's evaluation office: frameworks, subjects, accepted values, results. */
export async function createEvaluationSubgraph({
  database,
  catalogue: shipped,
  clock,
  versions = frameworkVersionsOver(database, shipped),
}: EvaluationDependencies): Promise<GraphQLSchema> {
  const { catalogue } = versions;
  const register = new FrameworkRegister(catalogue);
  const frameworks = new FrameworkDirectory(catalogue);
  const subjects = new SubjectService(database);
  const disclosure = createDisclosure(catalogue, clock);
  const observations = new ObservationListService(database, disclosure);
  const evaluations = new EvaluationService(database, catalogue.splits, disclosure);
  const evaluationView = new EvaluationView(catalogue, frameworks);
  const calculator = new YearCalculator({ catalogue, register, catalogueDigest: digestCatalogue() });
  const impactView = new ImpactView(frameworks, evaluationView);
  return buildSubgraph({
    resolvers: [
      createSubjectResolver({
        ...{ subjects, observations, evaluations, evaluationView, frameworks, register, clock },
        provisionalEvaluations: new ProvisionalEvaluationService(database, calculator, clock),
      }),
      createImpactResolver(
        new ImpactService({ database, calculator, splits: catalogue.splits, clock, disclosure }),
        impactView,
      ),
      createComparisonResolver(
        new ComparisonService({ database, register, evaluations, disclosure, clock }),
        new ComparisonView(frameworks, evaluationView),
      ),
      createWhatIfResolver(
        new WhatIfService({ database, calculator, clock, catalogue, catalogueDigest: digestCatalogue() }),
        new WhatIfView(impactView),
      ),
      createFrameworkResolver(frameworks),
      createFrameworkVersionResolver({
        list: new FrameworkVersionListService(database, register, catalogue),
        imports: new FrameworkImportService({ database, versions, clock }),
        acts: new FrameworkVersionService({ database, versions, clock }),
      }),
      createReleaseCalendarResolver(new ReleaseSchedule({ catalogue, frameworks, clock })),
      createEvaluationResolver(evaluations, evaluationView),
      createCalculationResolver(new CalculationService(calculator), new CalculationView(frameworks), database),
      createEvaluationListResolver({
        lists: new EvaluationListService({ database, register }),
        view: evaluationView,
        clock,
      }),
      createRankResolver(new RankingService({ database, register })),
      ...createArchiveResolvers({ database, disclosure, clock }),
      ...createAssessmentResolvers({ database, register, frameworks, subjects, clock }),
      ...createUseOfResultsResolvers({ database, register, subjects, clock }),
      ...createRoundResolvers({ database, catalogue, register, frameworks, clock }),
      createProgressResolver(new ProgressService(database)),
      createAuditResolver(
        { typePrefix: 'Evaluation', fieldPrefix: 'evaluation', label: '评价' },
        createAuditTrailService(createEvaluationAuditSource(database)),
      ),
    ],
    orphanedTypes: OBSERVATION_STUBS,
    references: {
      Subject: async ({ code }, context) => {
        const subject = await subjectLoader(context, subjects).load(String(code));
        return subject === null ? null : toSubject(subject);
      },
      Measure: ({ code }, { viewer }) => frameworks.measure(viewer, String(code)),
      Indicator: ({ id }, { viewer }) => frameworks.indicator(viewer, String(id)),
      Framework: ({ code }, { viewer }) => frameworks.find(viewer, String(code)),
    },
  });
}

/** The schema alone, without a database behind it. */
export function schemaForPrinting(): Promise<GraphQLSchema> {
  return createEvaluationSubgraph({ database: NEVER_OPENED, catalogue: loadCatalogue(), clock: systemClock });
}
