import type { EntityManager } from 'typeorm';
import { CHAIN_START, type Receipt } from './receipt.ts';
import { ReceiptEntity } from './receipt.entity.ts';

/** Where a unit's chain ends: the next receipt goes here. */
export interface ChainEnd {
  readonly sequence: number;
  readonly hash: string;
}

const ENDS = `
select u.member_unit, r.sequence, r.hash from unnest($1::text[]) as u (member_unit)
left join lateral (select sequence, hash from receipt where member_unit = u.member_unit order by sequence desc limit 1) r on true`;

/** Where units' chains end. Called inside the department's turn. */
export async function readChainEnds(
  manager: EntityManager,
  memberUnits: readonly string[],
): Promise<Map<string, ChainEnd>> {
  const rows: { member_unit: string; sequence: string | null; hash: string | null }[] = await manager.query(ENDS, [
    memberUnits,
  ]);
  return new Map(
    rows.map(({ member_unit, sequence, hash }) => [
      member_unit,
      { sequence: Number(sequence ?? 0), hash: hash ?? CHAIN_START },
    ]),
  );
}

export async function storeReceipts(
  manager: EntityManager,
  receipts: readonly (Receipt & { readonly eventOrdinal: number })[],
): Promise<void> {
  await manager.insert(
    ReceiptEntity,
    receipts.map((receipt) => ({ ...receipt, sequence: String(receipt.sequence) })),
  );
}

/** The whole chain of a unit in order. */
export async function readChain(manager: EntityManager, memberUnit: string): Promise<Receipt[]> {
  return readChainPage(manager, memberUnit, 0, null);
}

/** Receipts of a unit after a sequence number, in order. */
export async function readChainPage(
  manager: EntityManager,
  memberUnit: string,
  after: number,
  limit: number | null,
): Promise<Receipt[]> {
  const rows: ReceiptRow[] = await manager.query(
    `select member_unit, sequence, publication_id, previous_hash, hash, signature, signed_by, content, issued_at
     from receipt where member_unit = $1 and sequence > $2 order by sequence limit $3`,
    [memberUnit, after, limit],
  );
  return rows.map(toReceipt);
}

export interface ReceiptRow {
  readonly member_unit: string;
  readonly sequence: string;
  readonly publication_id: string;
  readonly previous_hash: string;
  readonly hash: string;
  readonly signature: string;
  readonly signed_by: string;
  readonly content: string;
  readonly issued_at: Date;
}

export function toReceipt(row: ReceiptRow): Receipt {
  return {
    memberUnit: row.member_unit,
    sequence: Number(row.sequence),
    publicationId: row.publication_id,
    previousHash: row.previous_hash,
    hash: row.hash,
    signature: row.signature,
    signedBy: row.signed_by,
    content: row.content,
    issuedAt: row.issued_at,
  };
}

export async function countReceipts(manager: EntityManager, memberUnit: string): Promise<number> {
  const rows: { count: number }[] = await manager.query(
    'select count(*)::int as count from receipt where member_unit = $1',
    [memberUnit],
  );
  return rows[0]?.count ?? 0;
}
