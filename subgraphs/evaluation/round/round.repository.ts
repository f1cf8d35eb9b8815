import type { EntityManager } from 'typeorm';
import type { Round, RoundState } from './round.ts';

interface RoundRow {
  readonly code: string;
  readonly framework: string;
  readonly year: number;
  readonly edition: number;
  readonly supersedes: string | null;
  readonly justification: string | null;
  readonly state: RoundState;
  readonly seq: number;
  readonly base_years: readonly number[];
  readonly is_demo: boolean;
  readonly opened_by: string;
  readonly opened_at: Date;
  readonly hearing_opened_at: Date | null;
  readonly archived_at: Date | null;
}

const COLUMNS = `code, framework, year, edition, supersedes, justification, state, seq, base_years, is_demo, opened_by,
  opened_at, hearing_opened_at, archived_at`;

/** Which rounds are asked for; null for any. */
export interface RoundFilter {
  readonly framework: string | null;
  readonly year: number | null;
}

export async function findRound(manager: EntityManager, code: string): Promise<Round | null> {
  const rows: RoundRow[] = await manager.query(`select ${COLUMNS} from round where code = $1`, [code]);
  return rows[0] === undefined ? null : toRound(rows[0]);
}

/** The round, held until the transaction ends: acts on one round come one after the other. */
export async function lockRound(manager: EntityManager, code: string): Promise<Round | null> {
  const rows: RoundRow[] = await manager.query(`select ${COLUMNS} from round where code = $1 for update`, [code]);
  return rows[0] === undefined ? null : toRound(rows[0]);
}

/** Newest year first, then by framework and edition. */
export async function listRounds(manager: EntityManager, { framework, year }: RoundFilter): Promise<Round[]> {
  const rows: RoundRow[] = await manager.query(
    `select ${COLUMNS} from round
     where ($1::text is null or framework = $1) and ($2::integer is null or year = $2)
     order by year desc, framework, edition desc`,
    [framework, year],
  );
  return rows.map(toRound);
}

/** False where the round was opened by somebody else in the meantime. */
export async function insertRound(manager: EntityManager, round: Round): Promise<boolean> {
  const rows: unknown[] = await manager.query(
    `insert into round (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict do nothing returning code`,
    [
      ...[round.code, round.framework, round.year, round.edition, round.supersedes, round.justification, round.state],
      ...[round.seq, round.baseYears, round.isDemo, round.openedBy, round.openedAt, round.hearingOpenedAt],
      round.archivedAt,
    ],
  );
  return rows.length === 1;
}

/** Moves a round that the caller holds (`lockRound`). */
export async function moveRound(manager: EntityManager, code: string, state: RoundState, at: Date): Promise<void> {
  await manager.query(
    `update round set state = $2, hearing_opened_at = case when $2 = 'HEARING' then $3 else hearing_opened_at end
     where code = $1`,
    [code, state, at],
  );
}

/**
 * Seals a round: from circulated to archived, once. False where it is not circulated (or archived already),
 * and nothing is changed then.
 */
export async function markArchived(manager: EntityManager, code: string, at: Date): Promise<boolean> {
  const [rows]: [unknown[], number] = await manager.query(
    `update round set state = 'ARCHIVED', archived_at = $2 where code = $1 and state = 'CIRCULATED' returning code`,
    [code, at],
  );
  return rows.length === 1;
}

function toRound(row: RoundRow): Round {
  return {
    code: row.code,
    framework: row.framework,
    year: row.year,
    edition: row.edition,
    supersedes: row.supersedes,
    justification: row.justification,
    state: row.state,
    seq: row.seq,
    baseYears: row.base_years,
    isDemo: row.is_demo,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
    hearingOpenedAt: row.hearing_opened_at,
    archivedAt: row.archived_at,
  };
}
