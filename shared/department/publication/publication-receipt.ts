import type { EntityManager } from 'typeorm';
import { canonicalJson, sha256Hex } from '../../primitives/canonical-json.ts';
import type { NewObservation } from '../observation/observation.repository.ts';
import { issueReceipt, type Receipt } from '../receipt/receipt.ts';
import { readChainEnd, storeReceipt } from '../receipt/receipt.repository.ts';
import type { PublicationSummary, PublishDependencies, ReceiptSummary } from './publish-outcome.ts';

/** What a receipt is made from. */
interface ReceiptBasis {
  readonly summary: PublicationSummary;
  readonly observations: readonly NewObservation[];
  readonly positions: { firstPosition: bigint; lastPosition: bigint };
  readonly recordedAt: Date;
  readonly traceId: string;
}

/** Issues and stores the receipt of a publication, next in its unit's chain. */
export async function issueFor(
  dependencies: PublishDependencies,
  manager: EntityManager,
  basis: ReceiptBasis,
): Promise<Receipt> {
  const { summary, observations, positions, recordedAt, traceId } = basis;
  const end = await readChainEnd(manager, summary.memberUnit);
  const receipt = issueReceipt(
    {
      department: dependencies.department.service,
      memberUnit: summary.memberUnit,
      sequence: end.sequence + 1,
      previousHash: end.hash,
      publicationId: summary.id,
      state: summary.state,
      rowCount: observations.length,
      rowsHash: hashRows(observations),
      firstPosition: positions.firstPosition.toString(),
      lastPosition: positions.lastPosition.toString(),
      issuedAt: recordedAt.toISOString(),
      traceId,
    },
    dependencies.signer,
  );
  await storeReceipt(manager, receipt);
  return receipt;
}

function hashRows(observations: readonly NewObservation[]): string {
  return sha256Hex(
    canonicalJson(
      observations.map(({ subject, measure, period, dimensions, value, revision, memberUnit, isDerived }) => ({
        subject,
        measure,
        period,
        dimensions,
        value,
        revision,
        memberUnit,
        isDerived,
      })),
    ),
  );
}

export function toReceiptSummary(receipt: Receipt): ReceiptSummary {
  const { sequence, hash, previousHash, signature, signedBy, issuedAt } = receipt;
  return { sequence, hash, previousHash, signature, signedBy, issuedAt: issuedAt.toISOString() };
}
