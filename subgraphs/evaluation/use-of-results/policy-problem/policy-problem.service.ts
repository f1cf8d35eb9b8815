import type { Page, PageRequest } from '../../../../shared/graphql/connection.ts';
import { forbidden } from '../../../../shared/graphql/errors.ts';
import { afterId, keysetPage } from '../../../../shared/graphql/keyset-page.ts';
import { newId } from '../../../../shared/primitives/identifiers.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../../shared/primitives/result.ts';
import { recordAudit } from '../../audit/audit-event.repository.ts';
import type { Caller } from '../../round/round-act.service.ts';
import type { Viewer } from '../../../../shared/identity/viewer.ts';
import { mayRaiseProblems, mayReadActions, maySeeProposals } from '../permission.ts';
import type { PolicyProblem } from './policy-problem.ts';
import {
  countProblems,
  findProblem,
  insertAnswer,
  insertProblem,
  listProblems,
  type ProblemFilter,
} from './policy-problem.repository.ts';
import type { UseOfResultsDependencies } from '../result-action/result-action.service.ts';
import { textOf, useOfResultsErrors } from '../use-of-results.errors.ts';

/** A problem as it is handed in. */
export interface ProblemOrder {
  readonly framework: string;
  readonly year: number;
  readonly indicatorKey: string | null;
  readonly problem: string;
  readonly proposal: string;
  readonly addressee: string | null;
}

type Outcome = Result<PolicyProblem, readonly Issue[]>;

/** Problems met in carrying out key measures, put on record with a way to solve them, and fed back to who makes the policy. */
export class PolicyProblemService {
  private readonly dependencies: Pick<UseOfResultsDependencies, 'database' | 'register' | 'clock'>;

  constructor(dependencies: Pick<UseOfResultsDependencies, 'database' | 'register' | 'clock'>) {
    this.dependencies = dependencies;
  }

  async create({ viewer, traceId }: Caller, order: ProblemOrder): Promise<Outcome> {
    if (!mayRaiseProblems(viewer)) throw forbidden('没有登记问题的权限');
    const { framework, year, indicatorKey } = order;
    const issues = this.check(order);
    const [problem, proposal] = [textOf(order.problem), textOf(order.proposal)];
    if (issues.length > 0 || problem === null || proposal === null) return err(issues);
    return this.dependencies.database.transaction(async (manager) => {
      const at = this.dependencies.clock.now();
      const given: PolicyProblem = {
        ...{ id: newId(at.getTime()), framework, year, indicatorKey, problem, proposal },
        ...{ addressee: textOf(order.addressee), raisedBy: viewer.subject, raisedUnit: viewer.memberUnit },
        ...{ raisedAt: at, answer: null, isDemo: false },
      };
      await insertProblem(manager, given);
      const detail = { framework, year, indicatorKey };
      await recordAudit(manager, viewer, { action: 'policy-problem.create', target: given.id, detail, at, traceId });
      return ok(given);
    });
  }

  /** The answer of whoever makes the policy, put on record by the office. */
  async answer(
    { viewer, traceId }: Caller,
    order: { problem: string; answer: string; body: string },
  ): Promise<Outcome> {
    if (!maySeeProposals(viewer)) throw forbidden('没有登记答复的权限');
    const [text, body] = [textOf(order.answer), textOf(order.body)];
    if (text === null) return err([useOfResultsErrors.textMissing('answer')]);
    if (body === null) return err([useOfResultsErrors.textMissing('body')]);
    return this.dependencies.database.transaction(async (manager) => {
      const at = this.dependencies.clock.now();
      const problem = await findProblem(manager, order.problem);
      if (problem === null) return err([useOfResultsErrors.unknownProblem()]);
      const { id } = problem;
      if (!(await insertAnswer(manager, { problem: id, text, body, by: viewer.subject, at }))) {
        return err([useOfResultsErrors.problemAnswered()]);
      }
      await recordAudit(manager, viewer, {
        action: 'policy-problem.answer',
        target: id,
        detail: { body },
        at,
        traceId,
      });
      return ok({ ...problem, answer: { text, body, answeredAt: at } });
    });
  }

  /** A unit sees what it raised itself, the office everything. */
  async page(viewer: Viewer, asked: Omit<ProblemFilter, 'unit'>, request: PageRequest): Promise<Page<PolicyProblem>> {
    if (!mayReadActions(viewer)) throw forbidden('没有查看问题登记的权限');
    const after = afterId(request);
    const filter = { ...asked, unit: maySeeProposals(viewer) ? null : (viewer.memberUnit ?? '') };
    const { manager } = this.dependencies.database;
    const found = await listProblems(manager, filter, after, request.first + 1);
    return keysetPage(found, request, { positionOf: ({ id }) => id, count: () => countProblems(manager, filter) });
  }

  private check(order: ProblemOrder): Issue[] {
    const framework = this.dependencies.register.find(order.framework);
    const issues: Issue[] = framework === null ? [useOfResultsErrors.unknownFramework(order.framework)] : [];
    const { indicatorKey } = order;
    if (framework !== null && indicatorKey !== null && !framework.indicators.some(({ key }) => key === indicatorKey)) {
      issues.push(useOfResultsErrors.unknownIndicator(indicatorKey));
    }
    if (textOf(order.problem) === null) issues.push(useOfResultsErrors.textMissing('problem'));
    if (textOf(order.proposal) === null) issues.push(useOfResultsErrors.textMissing('proposal'));
    return issues;
  }
}
