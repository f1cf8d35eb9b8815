import type { MigrationInterface } from 'typeorm';
import { CreateSubject } from './20261101T0900-create-subject.ts';
import { CreateInputObservation } from './20261101T0910-create-input-observation.ts';
import { CreateAssessment } from './20261101T0920-create-assessment.ts';
import { CreateAuditEvent } from './20261101T0930-create-audit-event.ts';
import { CreateResult } from './20261101T0940-create-result.ts';
import { PartitionAuditEvent } from './20261121T0800-partition-audit-event.ts';
import { CreateAuditRetention } from './20261121T0810-create-audit-retention.ts';
import { AddSourceAddress } from './20261121T0820-add-source-address.ts';
import { CreatePendingObservation } from './20261121T1000-create-pending-observation.ts';
import { AddStage } from './20261121T1030-add-stage.ts';
import { CreateFrameworkVersion } from './20261122T0900-create-framework-version.ts';
import { CreateRound } from './20261122T1100-create-round.ts';
import { ExtendAssessment } from './20261122T1200-extend-assessment.ts';
import { CreateAssessmentReview } from './20261122T1210-create-assessment-review.ts';
import { CreateUseOfResults } from './20261122T1220-create-use-of-results.ts';
import { OrderResultActionEvent } from './20261122T1230-order-result-action-event.ts';
import { CreateArchive } from './20261122T1300-create-archive.ts';
import { IndexEvaluationList } from './20261122T1400-index-evaluation-list.ts';
import { TellDataRevision } from './20261123T0900-tell-data-revision.ts';
import { CreateHopNonce } from './20261123T0930-create-hop-nonce.ts';
import { ShowStructure } from './20261123T0950-show-structure.ts';

/** Migrations of the evaluation database, in order. */
export const migrations: readonly (new () => MigrationInterface)[] = [
  CreateSubject,
  CreateInputObservation,
  CreateAssessment,
  CreateAuditEvent,
  CreateResult,
  PartitionAuditEvent,
  CreateAuditRetention,
  AddSourceAddress,
  CreatePendingObservation,
  AddStage,
  CreateFrameworkVersion,
  CreateRound,
  ExtendAssessment,
  CreateAssessmentReview,
  CreateUseOfResults,
  OrderResultActionEvent,
  CreateArchive,
  IndexEvaluationList,
  TellDataRevision,
  CreateHopNonce,
  ShowStructure,
];
