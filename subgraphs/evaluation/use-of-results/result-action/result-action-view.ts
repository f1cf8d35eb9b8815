import type { Catalogue } from '../../../../shared/catalogue/catalogue.ts';
import { resultActionLabel, type ResultActionRules } from '../../../../shared/catalogue/round/result-actions.ts';
import type { Viewer } from '../../../../shared/identity/viewer.ts';
import { enumOf } from '../../framework/enum-of.ts';
import { DataStatus } from '../../framework/framework-enums.ts';
import { Grade } from '../../result/result-enums.ts';
import type { RatedParticipant } from '../grade-history/grade-record.type.ts';
import { isOwn, maySeeProposals } from '../permission.ts';
import { applicationOf } from './raise-actions.ts';
import { isOverdue, type Rectification } from '../rectification/rectification.ts';
import type { ResultAction } from './result-action.ts';
import type { ResultAction as ResultActionType, Rectification as RectificationType } from './result-action.type.ts';
import {
  RectificationState,
  ResultActionKind,
  ResultActionState,
  ResultActionType as ResultActionMeasure,
} from '../use-of-results-enums.ts';

interface Surroundings {
  readonly viewer: Viewer;
  readonly participant: RatedParticipant;
  readonly rules: ResultActionRules;
  readonly frameworks: Catalogue['frameworks'];
  /** Day, Beijing time. */
  readonly today: string;
}

/** An action as one viewer sees it; of another unit's only what is in its favour. */
export function toResultActionView(action: ResultAction, surroundings: Surroundings): ResultActionType {
  const { viewer, participant, rules, frameworks, today } = surroundings;
  const { id, framework, year, raisedAt, decidedAt, isDemo } = action;
  const rule = rules.rules.find((each) => each.id === action.rule);
  const subjectKind = frameworks.get(framework)?.subjectKind;
  const application = rule === undefined || subjectKind === undefined ? null : applicationOf(rule, subjectKind);
  const isWhole = maySeeProposals(viewer) || isOwn(viewer, action);
  return {
    ...{ id, participant, framework, year, raisedAt, decidedAt, isDemo },
    measure: enumOf(ResultActionMeasure, action.action),
    kind: ResultActionKind[rule?.kind ?? 'GUIDANCE'],
    name: rule?.name ?? action.rule,
    text: rule?.text ?? '',
    rule: action.rule,
    ruleStatus: enumOf(DataStatus, rule?.status ?? 'derived'),
    source: application?.source ?? '',
    label: application === null ? '' : resultActionLabel(application.basis),
    ruleReason: rule?.reason ?? '',
    basis: action.basis.map(({ year: of, grade, round }) => ({ year: of, grade: Grade[grade], round })),
    state: ResultActionState[action.state],
    reason: isWhole ? action.reason : null,
    proposedWorkingDays: rule?.rectificationWorkingDays ?? null,
    rectification: isWhole && action.rectification !== null ? toRectification(action.rectification, today) : null,
  };
}

function toRectification(rectification: Rectification, today: string): RectificationType {
  const { deadline, state, endedOn, reports } = rectification;
  return {
    deadline,
    state: RectificationState[state],
    isOverdue: isOverdue(rectification, today),
    closedOn: endedOn,
    reports: reports.map(({ revision, report, evidence, reportedAt }) => ({ revision, report, evidence, reportedAt })),
  };
}
