import type { ResultActionRules } from '../../../shared/catalogue/round/result-actions.ts';
import type { Page, PageRequest } from '../../../shared/graphql/connection.ts';
import { forbidden } from '../../../shared/graphql/errors.ts';
import { afterId, keysetPage } from '../../../shared/graphql/keyset-page.ts';
import { mayAct } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import { isUuid } from '../../../shared/primitives/identifiers.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import { GRADES } from '../round/decision/grade-word.ts';
import { finalScores } from './grade-history/final-score.repository.ts';
import type { GradeRecord } from './grade-history/grade-history.ts';
import { gradeHistory, type HistoryFilter } from './grade-history/grade-history.repository.ts';
import { historySightOf, isOwn, mayReadActions, maySeeProposals } from './permission.ts';
import type { ResultAction, ResultActionEvent } from './result-action/result-action.ts';
import {
  type ActionFilter,
  type ActionSight,
  ResultActionRepository,
} from './result-action/result-action.repository.ts';

/** A unit with its category, as the annual appraisal takes it. */
export interface AppraisedParticipant {
  readonly record: GradeRecord;
  /** Final score; null unless the office asked for it. */
  readonly score: string | null;
}

/** Reads grades and what was made of them, as far as somebody may know. */
export class UseOfResultsListService {
  private readonly database: EvaluationDatabase;
  private readonly openActions: readonly string[];

  constructor(database: EvaluationDatabase, { rules }: ResultActionRules) {
    this.database = database;
    this.openActions = rules.filter(({ kind }) => kind === 'POSITIVE').map(({ action }) => action);
  }

  /** Suggested grades are the office's; self-rated ones and reasons also the unit's own. */
  async history(viewer: Viewer, filter: HistoryFilter): Promise<GradeRecord[]> {
    if (!mayAct(viewer, 'evaluation:read')) throw forbidden('没有查看评价结果的权限');
    const records = await gradeHistory(this.database.manager, filter, historySightOf(viewer));
    if (maySeeProposals(viewer)) return records;
    return records.map((record) => ({
      ...record,
      suggestedGrade: null,
      ...(isOwn(viewer, record) ? {} : { selfGrade: null, reason: null }),
    }));
  }

  /** Circulated results by category in the official order (产改字〔2022〕1号 四（九）); never a rank. */
  async appraisal(
    viewer: Viewer,
    { framework, year, withScores }: { framework: string; year: number; withScores: boolean },
  ): Promise<AppraisedParticipant[]> {
    if (!mayAct(viewer, 'evaluation:read')) throw forbidden('没有查看评价结果的权限');
    if (withScores && !mayAct(viewer, 'evaluation:office')) throw forbidden('得分只供协调小组办公室');
    const { manager } = this.database;
    const filter = { framework, year, kind: null, participant: null };
    const records = await gradeHistory(manager, filter, { kind: 'circulated', ownUnit: null });
    const scores = withScores ? await finalScores(manager, [...new Set(records.map(({ round }) => round))]) : null;
    return GRADES.flatMap((grade) =>
      records
        .filter(({ finalGrade }) => finalGrade === grade)
        .map((record) => ({ record, score: scores?.get(`${record.round} ${record.kind} ${record.code}`) ?? null })),
    );
  }

  async actions(viewer: Viewer, filter: ActionFilter, request: PageRequest): Promise<Page<ResultAction>> {
    if (!mayReadActions(viewer)) throw forbidden('没有查看结果运用的权限');
    const after = afterId(request);
    const sight = this.sightOf(viewer);
    const actions = new ResultActionRepository(this.database.manager);
    const found = await actions.page(filter, sight, after, request.first + 1);
    return keysetPage(found, request, { positionOf: ({ id }) => id, count: () => actions.count(filter, sight) });
  }

  /** What happened to actions; who did it is the office's own business. */
  async events(viewer: Viewer, actions: readonly string[]): Promise<Map<string, ResultActionEvent[]>> {
    if (!maySeeProposals(viewer)) return new Map();
    return new ResultActionRepository(this.database.manager).events(actions.filter(isUuid));
  }

  private sightOf(viewer: Viewer): ActionSight {
    return maySeeProposals(viewer)
      ? { kind: 'all' }
      : { kind: 'confirmed', ownUnit: viewer.memberUnit, openActions: this.openActions };
  }
}
