import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { loadRoundProcedures } from '../../../shared/catalogue/round/round-procedures.ts';
import { loadWorkingCalendar } from '../../../shared/catalogue/calendar/working-days.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import type { FrameworkDirectory } from '../framework/framework-directory.ts';
import type { FrameworkRegister } from '../framework/framework-register.ts';
import { AdvanceRoundService } from './advance-round.service.ts';
import { CirculateRoundService } from './circulation/circulate-round.service.ts';
import { DecideGradesService } from './decision/decide-grades.service.ts';
import { FinalGradeService } from './decision/final-grade.service.ts';
import { HearingService } from './hearing/hearing.service.ts';
import { SettleAppealService } from './hearing/settle-appeal.service.ts';
import { AdoptStepService } from './plan/adopt-step.service.ts';
import { OpenRoundService } from './plan/open-round.service.ts';
import { VerifyScoresService } from './score/verify-scores.service.ts';
import { SelfEvaluationService } from './self-evaluation/self-evaluation.service.ts';
import { SendSelfEvaluationService } from './self-evaluation/send-self-evaluation.service.ts';
import { createFinalGradeResolver } from './graph/final-grade.resolver.ts';
import { createOfficeActResolver } from './graph/office-act.resolver.ts';
import { createParticipantActResolver } from './graph/participant-act.resolver.ts';
import { createRoundResolver } from './graph/round.resolver.ts';
import { RoundReadService } from './graph/round-read.service.ts';
import { RoundView } from './graph/round-view.ts';
import { createReportResolver, createStatedValuesResolver } from './graph/stated-values.resolver.ts';

/** What the feature is built from. */
export interface RoundFeatureDependencies {
  readonly database: EvaluationDatabase;
  readonly catalogue: Catalogue;
  readonly register: FrameworkRegister;
  readonly frameworks: FrameworkDirectory;
  readonly clock: Clock;
}

/** The resolvers of the yearly round, put together. */
export function createRoundResolvers({ frameworks, ...given }: RoundFeatureDependencies) {
  const dependencies = { ...given, procedures: loadRoundProcedures(), calendar: loadWorkingCalendar() };
  const circulations = new CirculateRoundService(dependencies);
  const rounds = new RoundReadService(dependencies, circulations);
  const view = new RoundView({ ...dependencies, frameworks }, rounds);
  return [
    createRoundResolver(rounds, view),
    createStatedValuesResolver(rounds, view),
    createReportResolver(rounds),
    createOfficeActResolver({
      opening: new OpenRoundService(dependencies),
      adoption: new AdoptStepService(dependencies),
      advance: new AdvanceRoundService(dependencies),
      verification: new VerifyScoresService(dependencies),
      decisions: new DecideGradesService(dependencies),
      ...{ circulations, rounds, view },
    }),
    createParticipantActResolver({
      selfEvaluations: new SelfEvaluationService(dependencies),
      sending: new SendSelfEvaluationService(dependencies),
      hearings: new HearingService(dependencies),
      appeals: new SettleAppealService(dependencies),
      ...{ rounds, view },
    }),
    createFinalGradeResolver(new FinalGradeService(given.database)),
  ];
}
