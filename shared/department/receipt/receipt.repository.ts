import type { EntityManager } from 'typeorm';
import { CHAIN_START, type Receipt } from './receipt.ts';
import { ReceiptEntity } from './receipt.entity.ts';

/** Where a unit's chain ends: the next receipt goes here. Called inside the department's turn. */
export async function readChainEnd(
  manager: EntityManager,
  memberUnit: string,
): Promise<{ sequence: number; hash: string }> {
  const rows: { sequence: string; hash: string }[] = await manager.query(
    'select sequence, hash from receipt where member_unit = $1 order by sequence desc limit 1',
    [memberUnit],
  );
  const last = rows[0];
  return last ? { sequence: Number(last.sequence), hash: last.hash } : { sequence: 0, hash: CHAIN_START };
}

export async function storeReceipt(manager: EntityManager, receipt: Receipt): Promise<void> {
  await manager.insert(ReceiptEntity, { ...receipt, sequence: String(receipt.sequence) });
}

/** The whole chain of a unit in order. */
export async function readChain(manager: EntityManager, memberUnit: string): Promise<Receipt[]> {
  const rows = await manager.find(ReceiptEntity, { where: { memberUnit }, order: { sequence: 'ASC' } });
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}
