import type { Clock } from '../../../shared/primitives/clock.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { FrameworkDirectory } from '../framework/framework-directory.ts';
import type { FrameworkRegister } from '../framework/framework-register.ts';
import type { SubjectService } from '../subject/subject.service.ts';
import { AssessmentLookup } from './assessment-lookup.ts';
import { createAssessmentResolver } from './assessment.resolver.ts';
import { AssessmentService } from './assessment.service.ts';
import { ReviewListService } from './review/review-list.service.ts';
import { createReviewResolver } from './review/review.resolver.ts';
import { ReviewService } from './review/review.service.ts';

interface Dependencies {
  readonly database: EvaluationDatabase;
  readonly register: FrameworkRegister;
  readonly frameworks: FrameworkDirectory;
  readonly subjects: SubjectService;
  readonly clock: Clock;
}

/** Resolvers of assessments: marks given alone and blind reviews. */
export function createAssessmentResolvers({ database, register, frameworks, subjects, clock }: Dependencies) {
  return [
    createAssessmentResolver(new AssessmentService({ database, register, clock }), frameworks),
    createReviewResolver({
      reviews: new ReviewService({ database, lookup: new AssessmentLookup(database, register), clock }),
      list: new ReviewListService(database, register.catalogue),
      frameworks,
      subjects,
    }),
  ] as const;
}
