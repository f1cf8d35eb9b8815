import type { EntityManager } from 'typeorm';
import { ListDigest } from '../../primitives/list-digest.ts';
import type { NewObservation } from '../observation/observation.repository.ts';
import { issueReceipt, type Receipt } from '../receipt/receipt.ts';
import { readChainEnds, storeReceipts } from '../receipt/receipt.repository.ts';
import type { PublishDependencies, ReceiptSummary } from './publish-outcome.ts';

/** A value as receipts attest it. */
export type AttestedRow = Pick<
  NewObservation,
  'subject' | 'measure' | 'period' | 'dimensions' | 'value' | 'revision' | 'memberUnit' | 'isDerived'
>;

/** SHA-256 over the canonical JSON of a list of values in order, taken one at a time. */
export class RowsDigest {
  private readonly digest = new ListDigest();

  static of(rows: readonly AttestedRow[]): string {
    const digest = new RowsDigest();
    for (const row of rows) digest.add(row);
    return digest.end();
  }

  add(row: AttestedRow): void {
    this.digest.add(attestedJson(row));
  }

  end(): string {
    return this.digest.end();
  }
}

/** A value in canonical JSON, written out because there may be very many. */
export function attestedJson(row: AttestedRow): string {
  const { dimensions, isDerived, measure, memberUnit, period, revision, subject, value } = row;
  return `{"dimensions":${JSON.stringify(dimensions)},"isDerived":${isDerived},"measure":${JSON.stringify(measure)},\
"memberUnit":${JSON.stringify(memberUnit)},"period":${JSON.stringify(period)},"revision":${revision},\
"subject":${JSON.stringify(subject)},"value":${JSON.stringify(value)}}`;
}

/** What a receipt is made from: one act on one publication. */
export interface ReceiptBasis {
  readonly memberUnit: string;
  readonly publicationId: string;
  readonly eventOrdinal: number;
  readonly act: string;
  readonly state: string;
  readonly rowCount: number;
  readonly rowsHash: string;
  readonly derivedCount: number;
  readonly derivedHash: string;
  /** Feed positions the act took; null for none. */
  readonly positions: { readonly first: bigint; readonly last: bigint } | null;
}

/** Issues and stores receipts, each next in its unit's chain, by two statements however many they are. */
export async function issueReceipts(
  { department, signer }: Pick<PublishDependencies, 'department' | 'signer'>,
  manager: EntityManager,
  bases: readonly ReceiptBasis[],
  when: { readonly at: Date; readonly traceId: string },
): Promise<Receipt[]> {
  const ends = await readChainEnds(manager, [...new Set(bases.map(({ memberUnit }) => memberUnit))]);
  const receipts = bases.map(({ positions, eventOrdinal, ...basis }) => {
    const end = ends.get(basis.memberUnit);
    if (!end) throw new Error(`no chain of ${basis.memberUnit}`);
    const receipt = issueReceipt(
      {
        ...basis,
        department: department.service,
        sequence: end.sequence + 1,
        previousHash: end.hash,
        firstPosition: positions?.first.toString() ?? null,
        lastPosition: positions?.last.toString() ?? null,
        issuedAt: when.at.toISOString(),
        traceId: when.traceId,
      },
      signer,
    );
    ends.set(basis.memberUnit, { sequence: receipt.sequence, hash: receipt.hash });
    return { ...receipt, eventOrdinal };
  });
  await storeReceipts(manager, receipts);
  return receipts;
}

export function toReceiptSummary(receipt: Receipt): ReceiptSummary {
  const { sequence, hash, previousHash, signature, signedBy, issuedAt } = receipt;
  return { sequence, hash, previousHash, signature, signedBy, issuedAt: issuedAt.toISOString() };
}
