import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import { forbidden } from '../../../shared/graphql/errors.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import { newId } from '../../../shared/primitives/identifiers.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { normaliseWireValue } from '../../../shared/primitives/wire-value.ts';
import { recordAudit } from '../audit/audit-event.repository.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { FrameworkRegister } from '../framework/framework-register.ts';
import { enqueueRecalculations } from '../result/recalculation/recalculation-job.repository.ts';
import type { Subject } from '../subject/subject.ts';
import type { Assessment, AssessmentDraft } from './assessment.ts';
import { assessmentErrors } from './assessment.errors.ts';
import { AssessmentLookup, levelCode } from './assessment-lookup.ts';
import { AssessmentRepository } from './assessment.repository.ts';
import { checkAssessment } from './assessment.rules.ts';
import { bindingUnit, mayRecordAssessments } from './permission.ts';

interface Dependencies {
  readonly database: EvaluationDatabase;
  readonly register: FrameworkRegister;
  readonly clock: Clock;
}

/** An assessment with the framework under which it was made. */
export interface RecordedAssessment {
  readonly assessment: Assessment;
  readonly subject: Subject;
  readonly framework: Framework;
}

/** Records assessments (评价意见): mark, audit and recalculation in one transaction. */
export class AssessmentService {
  private readonly dependencies: Dependencies;

  private readonly lookup: AssessmentLookup;

  constructor(dependencies: Dependencies) {
    this.dependencies = dependencies;
    this.lookup = new AssessmentLookup(dependencies.database, dependencies.register);
  }

  async create(viewer: Viewer, draft: AssessmentDraft, traceId: string): Promise<Result<RecordedAssessment, Issue[]>> {
    if (!mayRecordAssessments(viewer)) throw forbidden('没有录入评价意见的权限');
    const { subject, framework, context } = await this.lookup.find(draft, bindingUnit(viewer));
    const issues = checkAssessment(draft, context);
    if (issues.length > 0 || subject === null || framework === null) return err(issues);
    const level = levelCode(draft, context);
    const assessment = await this.record(viewer, { ...draft, level, isDemo: subject.isDemo }, traceId);
    return assessment === null
      ? err([assessmentErrors.underReview(draft.item)])
      : ok({ assessment, subject, framework });
  }

  /** Null where the item is judged in a blind review, which a single mark would undo. */
  private async record(
    viewer: Viewer,
    draft: AssessmentDraft & { isDemo: boolean },
    traceId: string,
  ): Promise<Assessment | null> {
    const at = this.dependencies.clock.now();
    const assessment: Assessment = {
      ...draft,
      id: newId(at.getTime()),
      body: draft.body.trim(),
      mark: normaliseWireValue(draft.mark),
      reason: draft.reason.trim(),
      review: null,
      reviewer: '',
      recordedAt: at.toISOString(),
    };
    const { id, subject, year, item, source, body, mark, level, basis, occasion } = assessment;
    return this.dependencies.database.transaction(async (manager) => {
      const repository = new AssessmentRepository(manager);
      await repository.lock(assessment);
      if (await repository.isUnderReview(assessment)) return null;
      await repository.record(assessment, viewer.subject);
      const detail = { subject, year, item, source, body, mark, level, basis, occasion };
      await recordAudit(manager, viewer, { action: 'assessment.create', target: id, detail, at, traceId });
      await enqueueRecalculations(manager, [{ subject, year }]);
      return assessment;
    });
  }
}
