import type pg from 'pg';
import { FEED_STATE } from '../department/change-feed/feed-state.ts';
import { CHAIN_START, findReceiptFault, type Receipt } from '../department/receipt/receipt.ts';
import { type ReceiptRow, toReceipt } from '../department/receipt/receipt.repository.ts';
import type { Verifier } from '../primitives/signer.ts';
import { exists } from './database-shape.repository.ts';
import type { BackedUpDatabase } from './manifest.ts';

/** More cells are not hashed in one statement: the hashes of the tables hold for them. */
const HASHED_CELLS = 1_000_000;
/** Receipts looked at together. */
const PAGE = 2_000;

/** Where a department's change feed stands; null in a database that is no department's. */
export async function readFeed(client: pg.Client): Promise<BackedUpDatabase['feed']> {
  if (!(await exists(client, 'feed_head'))) return null;
  const { rows } = await client.query<{ position: string; cells: number }>(
    `select (select position::text from feed_head) as position, (select count(*)::int from current_observation) as cells`,
  );
  const [head] = rows;
  if (head === undefined) return null;
  if (head.cells > HASHED_CELLS) return { ...head, stateHash: null };
  const { rows: states } = await client.query<{ cells: number; state_hash: string }>(FEED_STATE);
  return { position: head.position, cells: states[0]?.cells ?? 0, stateHash: states[0]?.state_hash ?? null };
}

/** Where the chains of receipts of a department's units end. */
export async function readReceiptHeads(client: pg.Client): Promise<BackedUpDatabase['receiptHeads']> {
  if (!(await exists(client, 'receipt'))) return [];
  const { rows } = await client.query<BackedUpDatabase['receiptHeads'][number]>(
    `select distinct on (member_unit) member_unit as "memberUnit", sequence::text, hash, signed_by as "signedBy"
     from receipt order by member_unit, sequence desc`,
  );
  return rows;
}

/** A receipt that is not what was issued. */
export interface BrokenReceipt {
  readonly memberUnit: string;
  readonly sequence: number;
  readonly fault: string;
}

/**
 * Goes through all receipts of a database: content, hash, connection, and the signature wherever its public key is known.
 * The first that is not what was issued; null when all are.
 */
export async function findBrokenReceipt(client: pg.Client, keys: readonly Verifier[]): Promise<BrokenReceipt | null> {
  if (!(await exists(client, 'receipt'))) return null;
  let previous: Pick<Receipt, 'memberUnit' | 'sequence' | 'hash'> = { memberUnit: '', sequence: 0, hash: CHAIN_START };
  for (;;) {
    const page = await readPage(client, previous);
    for (const receipt of page) {
      const isFirst = receipt.memberUnit !== previous.memberUnit;
      const last = isFirst ? { sequence: 0, hash: CHAIN_START } : previous;
      const key = keys.find(({ keyId }) => keyId === receipt.signedBy) ?? unknownKey(receipt.signedBy);
      const fault =
        receipt.sequence === last.sequence + 1 ? findReceiptFault(receipt, last.hash, key) : '缺少此前的回执';
      if (fault !== null) return { memberUnit: receipt.memberUnit, sequence: receipt.sequence, fault };
      previous = receipt;
    }
    if (page.length < PAGE) return null;
  }
}

async function readPage(
  client: pg.Client,
  { memberUnit, sequence }: Pick<Receipt, 'memberUnit' | 'sequence'>,
): Promise<Receipt[]> {
  const { rows } = await client.query<ReceiptRow>(
    `select member_unit, sequence, publication_id, previous_hash, hash, signature, signed_by, content, issued_at
     from receipt where (member_unit, sequence) > ($1, $2) order by member_unit, sequence limit ${PAGE}`,
    [memberUnit, sequence],
  );
  return rows.map(toReceipt);
}

function unknownKey(keyId: string): Pick<Verifier, 'keyId' | 'verify'> {
  return { keyId, verify: () => true };
}
