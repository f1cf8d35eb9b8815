import { CreatePublication } from './20261120T0900-create-publication.ts';
import { CreateObservation } from './20261120T0910-create-observation.ts';
import { CreateChangeFeed } from './20261120T0920-create-change-feed.ts';
import { CreateReceipt } from './20261120T0930-create-receipt.ts';
import { CreateAudit } from './20261120T0940-create-audit.ts';
import { CreateIdempotency } from './20261120T0950-create-idempotency.ts';
import { CreateAuditRetention } from './20261121T0800-create-audit-retention.ts';
import { AddSourceAddress } from './20261121T0810-add-source-address.ts';
import { CreateReportLife } from './20261121T0900-create-report-life.ts';
import { CreateLockedUnitYear } from './20261122T0900-create-locked-unit-year.ts';
import { CreateHopNonce } from './20261123T0930-create-hop-nonce.ts';
import { ShowStructure } from './20261123T0950-show-structure.ts';
import { FreeChangeOfPublicationCheck } from './20261123T1100-free-change-of-publication-check.ts';
import { TrustPublicationOfObservation } from './20261124T0000-trust-publication-of-observation.ts';
import { CreateStagedPiece } from './20261124T0010-create-staged-piece.ts';

/** Structure of every department's database, in order. A merged migration is never edited. */
export const migrations = [
  CreatePublication,
  CreateObservation,
  CreateChangeFeed,
  CreateReceipt,
  CreateAudit,
  CreateIdempotency,
  CreateAuditRetention,
  AddSourceAddress,
  CreateReportLife,
  CreateLockedUnitYear,
  CreateHopNonce,
  ShowStructure,
  FreeChangeOfPublicationCheck,
  TrustPublicationOfObservation,
  CreateStagedPiece,
];
