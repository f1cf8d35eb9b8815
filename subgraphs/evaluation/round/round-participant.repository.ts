import type { EntityManager } from 'typeorm';
import type { Participant, ParticipantKind, RoundParticipant } from './participant.ts';

interface ParticipantRow {
  readonly participant_kind: ParticipantKind;
  readonly participant: string;
  readonly subject: string;
  readonly position: number;
  readonly is_scored: boolean;
}

const COLUMNS = 'participant_kind, participant, subject, position, is_scored';

/** Everybody who takes part, in the official order. */
export async function listParticipants(manager: EntityManager, round: string): Promise<RoundParticipant[]> {
  const rows: ParticipantRow[] = await manager.query(
    `select ${COLUMNS} from round_participant where round = $1 order by position`,
    [round],
  );
  return rows.map(toParticipant);
}

export async function findParticipant(
  manager: EntityManager,
  round: string,
  { kind, code }: Participant,
): Promise<RoundParticipant | null> {
  const rows: ParticipantRow[] = await manager.query(
    `select ${COLUMNS} from round_participant where round = $1 and participant_kind = $2 and participant = $3`,
    [round, kind, code],
  );
  return rows[0] === undefined ? null : toParticipant(rows[0]);
}

export async function insertParticipants(
  manager: EntityManager,
  round: string,
  participants: readonly RoundParticipant[],
): Promise<void> {
  await manager.query(
    `insert into round_participant (round, ${COLUMNS})
     select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::boolean[])`,
    [
      round,
      participants.map(({ kind }) => kind),
      participants.map(({ code }) => code),
      participants.map(({ subject }) => subject),
      participants.map(({ position }) => position),
      participants.map(({ isScored }) => isScored),
    ],
  );
}

function toParticipant(row: ParticipantRow): RoundParticipant {
  return {
    kind: row.participant_kind,
    code: row.participant,
    subject: row.subject,
    position: row.position,
    isScored: row.is_scored,
  };
}
