import type { EntityManager } from 'typeorm';
import { listAppeals, listResponses } from '../hearing/hearing.repository.ts';
import type { Participant } from '../participant.ts';
import type { Round } from '../round.ts';
import { listParticipants } from '../round-participant.repository.ts';
import { listSteps } from '../round-step.repository.ts';
import { listSelfEvaluations } from '../self-evaluation/self-evaluation.repository.ts';
import { type Owed, owedIn } from './overdue.ts';

/** Everything that is owed in a round now. */
export async function listOwed(manager: EntityManager, { code, state }: Round): Promise<Owed[]> {
  const selfEvaluations = await listSelfEvaluations(manager, code);
  return owedIn({
    state,
    steps: await listSteps(manager, code),
    participants: await listParticipants(manager, code),
    sent: selfEvaluations.filter((each) => each.state === 'SENT').map(({ participant }): Participant => participant),
    responses: await listResponses(manager, code),
    appeals: await listAppeals(manager, code),
  });
}

/** Keys of the reminders that were written, by participant. */
export async function writtenReminders(manager: EntityManager, round: string): Promise<Set<string>> {
  const rows: { key: string }[] = await manager.query(
    `select concat_ws(' ', coalesce(participant_kind, ''), coalesce(participant, ''), step, detail ->> 'reminder') as key
     from round_event where round = $1 and action = 'REMINDED'`,
    [round],
  );
  return new Set(rows.map(({ key }) => key));
}
