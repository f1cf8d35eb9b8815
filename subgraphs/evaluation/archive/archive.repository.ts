import type { EntityManager } from 'typeorm';
import type { Archive, ArchiveRequest, ArchiveState } from './archive.ts';

interface ArchiveRow {
  readonly round: string;
  readonly state: ArchiveState;
  readonly requested_by: string;
  readonly reason: string;
  readonly requested_at: Date;
  readonly trace_id: string;
  readonly obstacle: string | null;
  readonly seal: string | null;
  readonly sealed_at: Date | null;
}

const COLUMNS = 'round, state, requested_by, reason, requested_at, trace_id, obstacle, seal, sealed_at';

export async function findArchive(manager: EntityManager, round: string): Promise<Archive | null> {
  const rows: ArchiveRow[] = await manager.query(`select ${COLUMNS} from archive where round = $1`, [round]);
  return rows[0] === undefined ? null : toArchive(rows[0]);
}

/** The archive, held until the transaction ends: a round is sealed by one at a time. */
export async function lockArchive(manager: EntityManager, round: string): Promise<Archive | null> {
  const rows: ArchiveRow[] = await manager.query(`select ${COLUMNS} from archive where round = $1 for update`, [round]);
  return rows[0] === undefined ? null : toArchive(rows[0]);
}

/** Rounds whose sealing is under way. */
export async function roundsUnderWay(manager: EntityManager): Promise<string[]> {
  const rows: { round: string }[] = await manager.query(
    `select round from archive where state = 'LOCKING' order by round`,
  );
  return rows.map(({ round }) => round);
}

/** False where the round is being sealed already. */
export async function insertArchive(manager: EntityManager, request: ArchiveRequest): Promise<boolean> {
  const rows: unknown[] = await manager.query(
    `insert into archive (round, state, requested_by, requested_by_unit, reason, requested_at, trace_id)
     values ($1, 'LOCKING', $2, $3, $4, $5, $6) on conflict do nothing returning round`,
    [
      ...[request.round, request.requestedBy, request.requestedByUnit, request.reason, request.requestedAt],
      request.traceId,
    ],
  );
  return rows.length === 1;
}

/** Says what stands in the way of sealing; null for nothing. */
export async function noteObstacle(manager: EntityManager, round: string, obstacle: string | null): Promise<void> {
  await manager.query(
    `update archive set obstacle = $2 where round = $1 and state = 'LOCKING' and obstacle is distinct from $2`,
    [round, obstacle],
  );
}

/** What is known of a sealed round. */
export interface SealedFacts {
  /** The line of the seal. */
  readonly seal: string;
  readonly root: string;
  readonly keyId: string;
  readonly leafCount: number;
  readonly sealedAt: Date;
}

/** Closes an archive for good. */
export async function storeSeal(manager: EntityManager, round: string, facts: SealedFacts): Promise<void> {
  await manager.query(
    `update archive set state = 'SEALED', obstacle = null, seal = $2, root = $3, key_id = $4, leaf_count = $5, sealed_at = $6
     where round = $1`,
    [round, facts.seal, facts.root, facts.keyId, facts.leafCount, facts.sealedAt],
  );
}

function toArchive(row: ArchiveRow): Archive {
  const { requested_by, requested_at, trace_id, sealed_at, ...rest } = row;
  return { ...rest, requestedBy: requested_by, requestedAt: requested_at, traceId: trace_id, sealedAt: sealed_at };
}
