import type { EntityManager } from 'typeorm';
import { forbidden } from '../../../../shared/graphql/errors.ts';
import { dayInShanghai } from '../../../../shared/primitives/calendar-day.ts';
import type { Issue } from '../../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../../shared/primitives/result.ts';
import type { Caller } from '../../round/round-act.service.ts';
import { noteAct } from '../result-action/note-act.ts';
import { mayDecideActions, mayReportRectification } from '../permission.ts';
import { afterAct, type Rectification, type RectificationAct, type RectificationEvidence } from './rectification.ts';
import { insertReport, moveRectification } from './rectification.repository.ts';
import { checkReport } from './rectification.rules.ts';
import type { ResultAction } from '../result-action/result-action.ts';
import { ResultActionRepository } from '../result-action/result-action.repository.ts';
import type { UseOfResultsDependencies } from '../result-action/result-action.service.ts';
import { textOf, useOfResultsErrors } from '../use-of-results.errors.ts';

type Outcome = Result<ResultAction, readonly Issue[]>;

/** What a unit reports of its rectification. */
export interface ReportOrder {
  readonly action: string;
  readonly report: string;
  readonly evidence: readonly RectificationEvidence[];
}

interface Step {
  readonly act: RectificationAct;
  readonly reason: string | null;
  readonly also?: (manager: EntityManager, rectification: Rectification, at: Date) => Promise<void>;
}

const STATE_WORDS: Readonly<Record<Rectification['state'], string>> = {
  OPEN: '整改中',
  REPORTED: '待验收',
  RETURNED: '退回整改',
  ACCEPTED: '已验收',
  CLOSED: '已销号',
};

/** The life of a rectification (限期整改): the unit reports with evidence, the office accepts or returns, then closes (销号). */
export class RectificationService {
  private readonly dependencies: Pick<UseOfResultsDependencies, 'database' | 'clock'>;

  constructor(dependencies: Pick<UseOfResultsDependencies, 'database' | 'clock'>) {
    this.dependencies = dependencies;
  }

  async report(caller: Caller, order: ReportOrder): Promise<Outcome> {
    return this.act(caller, order.action, (action) => {
      if (!mayReportRectification(caller.viewer, action)) throw forbidden('只能报告本单位的整改情况');
      const issues = checkReport(order);
      if (issues.length > 0) return err(issues);
      const also: Step['also'] = (manager, { reports }, at) =>
        insertReport(manager, action.id, {
          ...{ revision: reports.length + 1, report: order.report.trim(), evidence: order.evidence },
          ...{ reportedBy: caller.viewer.subject, reportedAt: at },
        });
      return ok({ act: 'REPORTED', reason: null, also });
    });
  }

  async settle(
    caller: Caller,
    act: Exclude<RectificationAct, 'REPORTED'>,
    order: { readonly action: string; readonly reason: string | null },
  ): Promise<Outcome> {
    if (!mayDecideActions(caller.viewer)) throw forbidden('没有验收整改的权限');
    return this.act(caller, order.action, () => {
      const reason = textOf(order.reason);
      return act === 'RETURNED' && reason === null
        ? err([useOfResultsErrors.textMissing('reason')])
        : ok({ act, reason });
    });
  }

  private act(
    caller: Caller,
    id: string,
    choose: (action: ResultAction) => Result<Step, readonly Issue[]>,
  ): Promise<Outcome> {
    return this.dependencies.database.transaction(async (manager) => {
      const actions = new ResultActionRepository(manager);
      const action = await actions.lock(id);
      if (action === null) return err([useOfResultsErrors.unknownAction()]);
      const step = choose(action);
      if (!step.ok) return step;
      const { rectification } = action;
      if (action.state !== 'CONFIRMED' || rectification === null) return err([useOfResultsErrors.notRectified()]);
      const { act, reason, also } = step.value;
      const state = afterAct(rectification.state, act);
      if (state === null) return err([useOfResultsErrors.wrongStep(STATE_WORDS[rectification.state])]);
      const at = this.dependencies.clock.now();
      await also?.(manager, rectification, at);
      await moveRectification(manager, id, { state, endedOn: state === 'CLOSED' ? dayInShanghai(at) : null, at });
      await noteAct(manager, caller, action, { act, reason, detail: { deadline: rectification.deadline }, at });
      return ok((await actions.lock(id)) ?? action);
    });
  }
}
