import type { EntityManager } from 'typeorm';
import type { ParticipantKind } from '../participant.ts';
import type { RoundScore, ScoreStage } from './round-score.ts';

interface ScoreRow {
  readonly participant_kind: ParticipantKind;
  readonly participant: string;
  readonly stage: ScoreStage;
  readonly score_value: string | null;
  readonly score_low: string;
  readonly score_high: string;
  readonly is_complete: boolean;
  readonly as_of: Date;
  readonly digest: string;
  readonly recorded_at: Date;
}

/** Records a score; an earlier one of the same stage stays on record. */
export async function insertScore(
  manager: EntityManager,
  round: string,
  { participant, stage, score, asOf, digest, recordedAt }: RoundScore,
): Promise<void> {
  // Two records of one stage in one instant of a clock that stands still come a millisecond apart.
  await manager.query(
    `insert into round_score (round, participant_kind, participant, stage, score_value, score_low, score_high,
       is_complete, as_of, digest, recorded_at)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, greatest($11, (
       select max(recorded_at) + interval '1 millisecond' from round_score
       where round = $1 and participant_kind = $2 and participant = $3 and stage = $4))`,
    [
      ...[round, participant.kind, participant.code, stage, score.value, score.low, score.high, score.isComplete],
      ...[asOf, digest, recordedAt],
    ],
  );
}

/** The scores that count: the latest of each participant and stage. */
export async function latestScores(manager: EntityManager, round: string): Promise<RoundScore[]> {
  const rows: ScoreRow[] = await manager.query(
    `select distinct on (participant_kind, participant, stage) participant_kind, participant, stage, score_value,
       score_low, score_high, is_complete, as_of, digest, recorded_at
     from round_score where round = $1 order by participant_kind, participant, stage, recorded_at desc`,
    [round],
  );
  return rows.map((row) => ({
    participant: { kind: row.participant_kind, code: row.participant },
    stage: row.stage,
    score: { value: row.score_value, low: row.score_low, high: row.score_high, isComplete: row.is_complete },
    asOf: row.as_of,
    digest: row.digest,
    recordedAt: row.recorded_at,
  }));
}
