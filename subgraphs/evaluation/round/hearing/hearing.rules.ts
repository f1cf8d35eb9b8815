import type { Issue } from '../../../../shared/primitives/issue.ts';
import { isSameParticipant, type RoundParticipant } from '../participant.ts';
import type { Appeal, HearingResponse } from './hearing.ts';
import { hearingErrors } from './hearing.errors.ts';

/** How far a hearing has come. */
export interface HearingFacts {
  readonly participants: readonly RoundParticipant[];
  readonly responses: readonly HearingResponse[];
  readonly appeals: readonly Appeal[];
  readonly today: string;
  /** Last day for answers, and for appeals. */
  readonly answerDueOn: string;
  readonly appealDueOn: string;
}

/**
 * What keeps a hearing from being closed: nobody is decided about before he was heard or let the days go by,
 * and no appeal stays without an answer.
 */
export function whyHearingGoesOn(facts: HearingFacts): Issue[] {
  const { participants, responses, appeals, today, answerDueOn, appealDueOn } = facts;
  const issues: Issue[] = [];
  const scored = participants.filter(({ isScored }) => isScored);
  const answerOf = (who: RoundParticipant) => responses.find(({ participant }) => isSameParticipant(participant, who));
  const silent = scored.filter((who) => answerOf(who) === undefined);
  if (silent.length > 0 && today <= answerDueOn) {
    issues.push(
      hearingErrors.notHeard(
        silent.map(({ code }) => code),
        answerDueOn,
      ),
    );
  }
  const open = appeals.filter(({ outcome }) => outcome === null);
  if (open.length > 0) issues.push(hearingErrors.appealsOpen(open.map(({ participant }) => participant.code)));
  const mayStillAppeal = scored.filter(
    (who) =>
      answerOf(who)?.answer === 'OBJECTED' && !appeals.some(({ participant }) => isSameParticipant(participant, who)),
  );
  if (mayStillAppeal.length > 0 && today <= appealDueOn) {
    issues.push(
      hearingErrors.mayStillAppeal(
        mayStillAppeal.map(({ code }) => code),
        appealDueOn,
      ),
    );
  }
  return issues;
}
