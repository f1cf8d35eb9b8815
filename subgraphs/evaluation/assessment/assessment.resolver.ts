import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Requires } from '../../../shared/graphql/requires.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { toUserError } from '../../../shared/graphql/user-error.type.ts';
import { wordOf } from '../framework/enum-of.ts';
import type { FrameworkDirectory } from '../framework/framework-directory.ts';
import { toSubject } from '../subject/subject.type.ts';
import { ASSESSMENT_SOURCES } from './assessment.ts';
import type { AssessmentService } from './assessment.service.ts';
import { Assessment, CreateAssessmentInput, CreateAssessmentPayload } from './assessment.type.ts';
import { toAssessmentView } from './assessment-view.ts';

/** Mutations of the assessment feature. */
export function createAssessmentResolver(assessments: AssessmentService, frameworks: FrameworkDirectory) {
  @Resolver(() => Assessment)
  class AssessmentResolver {
    @Requires('assessment:create')
    @Mutation(() => CreateAssessmentPayload, {
      description: '录入评价意见：由评价人员或牵头单位代为录入，从不由指标的牵头单位评定',
    })
    async createAssessment(
      @Arg('input', () => CreateAssessmentInput, { description: '评价意见的内容' }) input: CreateAssessmentInput,
      @Ctx() { viewer, trace }: SubgraphContext,
    ): Promise<CreateAssessmentPayload> {
      const { level = null, basis = null, occasion = null } = input;
      const draft = { ...input, source: wordOf(ASSESSMENT_SOURCES, input.source), level, basis, occasion };
      const recorded = await assessments.create(viewer, draft, trace.traceId);
      if (!recorded.ok) return { assessment: null, errors: recorded.error.map(toUserError) };
      const { assessment, subject, framework } = recorded.value;
      const itemOf = (code: string) => frameworks.view(framework.id)?.assessmentItems.get(code) ?? null;
      return { assessment: toAssessmentView(assessment, { subject: toSubject(subject), itemOf }), errors: [] };
    }
  }
  return AssessmentResolver;
}
