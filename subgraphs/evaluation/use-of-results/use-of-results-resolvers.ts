import { loadResultActionRules } from '../../../shared/catalogue/round/result-actions.ts';
import { loadWorkingCalendar } from '../../../shared/catalogue/calendar/working-days.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { FrameworkRegister } from '../framework/framework-register.ts';
import type { SubjectService } from '../subject/subject.service.ts';
import { createGradeHistoryResolver } from './grade-history/grade-history.resolver.ts';
import { participantNames } from './participant-names.ts';
import { createPolicyProblemResolver } from './policy-problem/policy-problem.resolver.ts';
import { PolicyProblemService } from './policy-problem/policy-problem.service.ts';
import { RectificationService } from './rectification/rectification.service.ts';
import { createResultActionResolver } from './result-action/result-action.resolver.ts';
import { ResultActionService } from './result-action/result-action.service.ts';
import { UseOfResultsListService } from './use-of-results-list.service.ts';

interface Dependencies {
  readonly database: EvaluationDatabase;
  readonly register: FrameworkRegister;
  readonly subjects: SubjectService;
  readonly clock: Clock;
}

/** Resolvers of the use of results (结果运用). */
export function createUseOfResultsResolvers({ database, register, subjects, clock }: Dependencies) {
  const rules = loadResultActionRules();
  const { catalogue } = register;
  const dependencies = { database, register, rules, calendar: loadWorkingCalendar(), clock };
  const lists = new UseOfResultsListService(database, rules);
  const show = participantNames(subjects, catalogue);
  return [
    createGradeHistoryResolver(lists, show),
    createResultActionResolver({
      actions: new ResultActionService(dependencies),
      rectifications: new RectificationService(dependencies),
      ...{ lists, show, rules, catalogue, clock },
    }),
    createPolicyProblemResolver(new PolicyProblemService(dependencies)),
  ] as const;
}
