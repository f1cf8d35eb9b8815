import type { EntityManager } from 'typeorm';
import type { Participant, ParticipantKind } from '../participant.ts';
import type { Appeal, AppealOutcome, HearingAnswer, HearingResponse } from './hearing.ts';

interface ResponseRow {
  readonly participant_kind: ParticipantKind;
  readonly participant: string;
  readonly answer: HearingAnswer;
  readonly comment: string | null;
  readonly answered_by: string;
  readonly answered_at: Date;
  readonly is_late: boolean;
}

export async function listResponses(manager: EntityManager, round: string): Promise<HearingResponse[]> {
  const rows: ResponseRow[] = await manager.query(
    `select participant_kind, participant, answer, comment, answered_by, answered_at, is_late
     from round_hearing where round = $1`,
    [round],
  );
  return rows.map((row) => ({
    participant: { kind: row.participant_kind, code: row.participant },
    ...{ answer: row.answer, comment: row.comment, answeredBy: row.answered_by },
    ...{ answeredAt: row.answered_at, isLate: row.is_late },
  }));
}

export async function insertResponse(
  manager: EntityManager,
  round: string,
  response: HearingResponse & { readonly answeredUnit: string | null },
): Promise<void> {
  const { participant, answer, comment, answeredBy, answeredUnit, answeredAt, isLate } = response;
  await manager.query(
    `insert into round_hearing (round, participant_kind, participant, answer, comment, answered_by, answered_unit,
       answered_at, is_late)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [round, participant.kind, participant.code, answer, comment, answeredBy, answeredUnit, answeredAt, isLate],
  );
}

interface AppealRow {
  readonly id: string;
  readonly participant_kind: ParticipantKind;
  readonly participant: string;
  readonly grounds: string;
  readonly indicators: readonly string[];
  readonly filed_by: string;
  readonly filed_at: Date;
  readonly answer_due_on: string;
  readonly outcome: AppealOutcome | null;
  readonly reason: string | null;
  readonly settled_at: Date | null;
  readonly is_settled_late: boolean | null;
}

export async function listAppeals(manager: EntityManager, round: string): Promise<Appeal[]> {
  const rows: AppealRow[] = await manager.query(
    `select id, participant_kind, participant, grounds, indicators, filed_by, filed_at, answer_due_on::text, outcome,
       reason, settled_at, is_settled_late
     from round_appeal where round = $1 order by filed_at, id`,
    [round],
  );
  return rows.map((row) => ({
    ...{ id: row.id, participant: { kind: row.participant_kind, code: row.participant }, grounds: row.grounds },
    ...{ indicators: row.indicators, filedBy: row.filed_by, filedAt: row.filed_at, answerDueOn: row.answer_due_on },
    ...{ outcome: row.outcome, reason: row.reason, settledAt: row.settled_at, isSettledLate: row.is_settled_late },
  }));
}

/** An appeal as it is filed. */
export type FiledAppeal = Pick<
  Appeal,
  'id' | 'participant' | 'grounds' | 'indicators' | 'filedBy' | 'filedAt' | 'answerDueOn'
>;

export async function insertAppeal(manager: EntityManager, round: string, appeal: FiledAppeal): Promise<void> {
  const { id, participant, grounds, indicators, filedBy, filedAt, answerDueOn } = appeal;
  await manager.query(
    `insert into round_appeal (id, round, participant_kind, participant, grounds, indicators, filed_by, filed_at,
       answer_due_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, round, participant.kind, participant.code, grounds, indicators, filedBy, filedAt, answerDueOn],
  );
}

/** The answer to an appeal that is open. */
export interface Settlement {
  readonly participant: Participant;
  readonly outcome: AppealOutcome;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
  readonly isLate: boolean;
}

export async function settleOpenAppeal(manager: EntityManager, round: string, settlement: Settlement): Promise<void> {
  const { participant, outcome, reason, by, at, isLate } = settlement;
  await manager.query(
    `update round_appeal set outcome = $4, reason = $5, settled_by = $6, settled_at = $7, is_settled_late = $8
     where round = $1 and participant_kind = $2 and participant = $3 and outcome is null`,
    [round, participant.kind, participant.code, outcome, reason, by, at, isLate],
  );
}
