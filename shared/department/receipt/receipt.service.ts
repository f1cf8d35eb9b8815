import type { DataSource } from 'typeorm';
import { badUserInput } from '../../graphql/errors.ts';
import { encodeCursor, type Page, type PageRequest } from '../../graphql/connection.ts';
import type { Viewer } from '../../identity/viewer.ts';
import { findPublicationOfKey } from '../idempotency/idempotency.repository.ts';
import { isIdempotencyKey } from '../publication/publish.ts';
import { type CarriedUnits, mayReadPublication } from '../publication/publication.permission.ts';
import { findPublications, type PublicationView } from '../publication/publication.repository.ts';
import { countReceipts, readChainPage } from './receipt.repository.ts';
import type { Receipt, ReceiptSigner } from './receipt.ts';

export interface ReceiptService {
  /** What became of a key; null where nothing was stored under it or the viewer may not see it. */
  ofKey(key: string, memberUnit: string | null, viewer: Viewer): Promise<PublicationView | null>;
  /** The chain of a unit, page by page; null where the viewer may not see it. */
  chain(memberUnit: string | null, page: PageRequest, viewer: Viewer): Promise<Page<Receipt> | null>;
  /** Public keys by which signatures are verified. */
  keys(): { readonly id: string; readonly publicKey: string }[];
}

export function createReceiptService(
  dataSource: DataSource,
  signer: ReceiptSigner,
  carried: CarriedUnits,
): ReceiptService {
  const { manager } = dataSource;
  return {
    async ofKey(key, memberUnit, viewer) {
      if (memberUnit === null || !mayReadPublication(viewer, { memberUnit }, carried)) return null;
      if (!isIdempotencyKey(key)) return null;
      const id = await findPublicationOfKey(manager, memberUnit, key);
      const [found] = id === null ? [] : await findPublications(manager, [id]);
      return found ?? null;
    },
    async chain(memberUnit, page, viewer) {
      if (memberUnit === null || !mayReadPublication(viewer, { memberUnit }, carried)) return null;
      const after = page.after === null ? 0 : Number(page.after);
      if (!Number.isSafeInteger(after) || after < 0) throw badUserInput('after 不是本接口给出的游标');
      const found = await readChainPage(manager, memberUnit, after, page.first + 1);
      return {
        items: found.slice(0, page.first),
        cursorOf: ({ sequence }) => encodeCursor(String(sequence)),
        hasNextPage: found.length > page.first,
        hasPreviousPage: after > 0,
        totalCount: () => countReceipts(manager, memberUnit),
      };
    },
    keys: () => [{ id: signer.keyId, publicKey: signer.publicKey }],
  };
}
