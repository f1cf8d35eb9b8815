import type { EntityManager } from 'typeorm';
import type { Grade } from '../../../../shared/scoring/evaluation-result.ts';
import type { Participant, ParticipantKind } from '../participant.ts';
import type { DecidingBody, Decision } from './decision.ts';

interface DecisionRow {
  readonly participant_kind: ParticipantKind;
  readonly participant: string;
  readonly self_grade: Grade | null;
  readonly suggested_grade: Grade | null;
  readonly final_grade: Grade;
  readonly reason: string | null;
  readonly body: DecidingBody;
  readonly meeting_name: string | null;
  readonly decided_on: string;
  readonly minutes_number: string | null;
  readonly decided_by: string;
  readonly decided_at: Date;
}

/** The decisions that count: the latest of each participant. */
export async function latestDecisions(manager: EntityManager, round: string): Promise<Decision[]> {
  const rows: DecisionRow[] = await manager.query(
    `select distinct on (participant_kind, participant) participant_kind, participant, self_grade, suggested_grade,
       final_grade, reason, body, meeting_name, decided_on::text, minutes_number, decided_by, decided_at
     from round_decision where round = $1 order by participant_kind, participant, decided_at desc`,
    [round],
  );
  return rows.map((row) => ({
    participant: { kind: row.participant_kind, code: row.participant },
    ...{ selfGrade: row.self_grade, suggestedGrade: row.suggested_grade, finalGrade: row.final_grade },
    ...{ reason: row.reason, body: row.body, meetingName: row.meeting_name, decidedOn: row.decided_on },
    ...{ minutesNumber: row.minutes_number, decidedBy: row.decided_by, decidedAt: row.decided_at },
  }));
}

/** Records a decision; an earlier one of the same participant stays on record. */
export async function insertDecision(manager: EntityManager, round: string, decision: Decision): Promise<void> {
  const { participant, selfGrade, suggestedGrade, finalGrade, reason, body, meetingName } = decision;
  await manager.query(
    `insert into round_decision (round, participant_kind, participant, self_grade, suggested_grade, final_grade, reason,
       body, meeting_name, decided_on, minutes_number, decided_by, decided_at)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, greatest($13, (
       select max(decided_at) + interval '1 millisecond' from round_decision
       where round = $1 and participant_kind = $2 and participant = $3))`,
    [
      ...[round, participant.kind, participant.code, selfGrade, suggestedGrade, finalGrade, reason, body, meetingName],
      ...[decision.decidedOn, decision.minutesNumber, decision.decidedBy, decision.decidedAt],
    ],
  );
}

/** Those of the participants that were given a final grade of an earlier year, and circulated. */
export async function decidedBefore(
  manager: EntityManager,
  year: number,
  participants: readonly Participant[],
): Promise<Participant[]> {
  const rows: { kind: ParticipantKind; code: string }[] = await manager.query(
    `select distinct d.participant_kind as kind, d.participant as code
     from round_decision d join round r on r.code = d.round join round_circulation c on c.round = r.code
     where r.year < $1 and (d.participant_kind, d.participant) in (select * from unnest($2::text[], $3::text[]))`,
    [year, participants.map(({ kind }) => kind), participants.map(({ code }) => code)],
  );
  return rows;
}

/** The final grade of a subject's year, from the newest edition that was circulated by an instant; null for now. */
export async function circulatedGrades(
  manager: EntityManager,
  keys: readonly { readonly framework: string; readonly year: number; readonly participant: Participant }[],
  asOf: Date | null,
): Promise<(Grade | null)[]> {
  const rows: { place: number; grade: Grade }[] = await manager.query(
    `select distinct on (key.place) key.place::integer as place, d.final_grade as grade
     from unnest($1::text[], $2::integer[], $3::text[], $4::text[]) with ordinality
         as key (framework, year, kind, code, place)
       join round r on r.framework = key.framework and r.year = key.year
       join round_circulation c on c.round = r.code and ($5::timestamptz is null or c.circulated_at <= $5)
       join round_decision d on d.round = r.code and d.participant_kind = key.kind and d.participant = key.code
     order by key.place, r.edition desc, d.decided_at desc`,
    [
      keys.map(({ framework }) => framework),
      keys.map(({ year }) => year),
      keys.map(({ participant }) => participant.kind),
      keys.map(({ participant }) => participant.code),
      asOf,
    ],
  );
  const byPlace = new Map(rows.map(({ place, grade }) => [place, grade]));
  return keys.map((_key, index) => byPlace.get(index + 1) ?? null);
}
