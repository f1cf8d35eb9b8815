import type { EntityManager } from 'typeorm';

/** What an idempotency key turned out to be. */
export type KeyClaim =
  | { readonly kind: 'new' }
  /** The same act was done before; this is its answer, byte for byte. */
  | { readonly kind: 'done'; readonly response: string }
  /** The key stands for another act. */
  | { readonly kind: 'reused' };

const CLAIM = `
insert into idempotency (member_unit, key, payload_hash, created_at) values ($1, $2, $3, $4)
on conflict (member_unit, key) do nothing returning key`;

const FIND = 'select payload_hash, response from idempotency where member_unit = $1 and key = $2';

const COMPLETE = 'update idempotency set response = $3, publication_id = $4 where member_unit = $1 and key = $2';

/**
 * Claims a key inside the act's transaction. A concurrent act with the same key waits here until the first commits
 * and then finds its answer; if the first rolls back, the second goes on as new.
 */
export async function claimKey(
  manager: EntityManager,
  claim: { memberUnit: string; key: string; payloadHash: string; at: Date },
): Promise<KeyClaim> {
  const claimed: unknown[] = await manager.query(CLAIM, [claim.memberUnit, claim.key, claim.payloadHash, claim.at]);
  if (claimed.length > 0) return { kind: 'new' };
  return (await findKey(manager, claim)) ?? { kind: 'reused' };
}

/** What became of a key before, without claiming it; null when it was never used. */
export async function findKey(
  manager: EntityManager,
  claim: { memberUnit: string; key: string; payloadHash: string },
): Promise<KeyClaim | null> {
  const rows: { payload_hash: string; response: string | null }[] = await manager.query(FIND, [
    claim.memberUnit,
    claim.key,
  ]);
  const row = rows[0];
  if (!row) return null;
  return row.payload_hash === claim.payloadHash && row.response !== null
    ? { kind: 'done', response: row.response }
    : { kind: 'reused' };
}

/** Stores the answer of the act, in its transaction. */
export async function completeKey(
  manager: EntityManager,
  done: { memberUnit: string; key: string; response: string; publicationId: string },
): Promise<void> {
  await manager.query(COMPLETE, [done.memberUnit, done.key, done.response, done.publicationId]);
}

/** The publication stored under a key; null where nothing was. */
export async function findPublicationOfKey(
  manager: EntityManager,
  memberUnit: string,
  key: string,
): Promise<string | null> {
  const rows: { publication_id: string | null }[] = await manager.query(
    'select publication_id from idempotency where member_unit = $1 and key = $2',
    [memberUnit, key],
  );
  return rows[0]?.publication_id ?? null;
}
