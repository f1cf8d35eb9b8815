import { mayAct } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import { resultSightOf } from '../result/permission.ts';
import type { EvaluationFilter, EvaluationOrderName } from './evaluation-list.ts';

/** The texts know categories and no ranks: any order but the official one, and any narrowing by score, is the office's. */
export function refusalOfList(viewer: Viewer, order: EvaluationOrderName, filter: EvaluationFilter): string | null {
  if (!mayAct(viewer, 'evaluation:read')) return '没有查看评价结果的权限';
  if (mayAct(viewer, 'evaluation:office')) return null;
  if (order !== 'OFFICIAL') return '只有协调小组办公室可以按得分或齐全程度排列，其他人按名录顺序查看';
  if (filter.score !== null || filter.pillarScores !== null || filter.suggestedGrades !== null) {
    return '只有协调小组办公室可以按得分或建议类别筛选';
  }
  const sight = resultSightOf(viewer);
  if (sight.kind === 'all') return null;
  // What a filter passes tells as much as what is shown.
  const asksForOthers = filter.missingFrom?.some((unit) => sight.kind !== 'unit' || unit !== sight.unit) ?? false;
  if (filter.isComplete !== null || filter.completeness !== null || asksForOthers) {
    return '只能按本单位是否尚有缺少来筛选';
  }
  return null;
}
