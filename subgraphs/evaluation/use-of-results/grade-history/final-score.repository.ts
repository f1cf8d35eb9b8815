import type { EntityManager } from 'typeorm';

/** Final scores of rounds by `round kind participant`; the last recorded one of each. */
export async function finalScores(manager: EntityManager, rounds: readonly string[]): Promise<Map<string, string>> {
  if (rounds.length === 0) return new Map();
  const rows: { key: string; score: string }[] = await manager.query(
    `select distinct on (round, participant_kind, participant)
       round || ' ' || participant_kind || ' ' || participant as key, score_value::text as score
     from round_score where round = any($1) and stage = 'FINAL' and score_value is not null
     order by round, participant_kind, participant, recorded_at desc`,
    [rounds],
  );
  return new Map(rows.map(({ key, score }) => [key, score]));
}
