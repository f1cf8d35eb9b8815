import type { DataSource } from 'typeorm';
import type { ObservationState } from '../../graphql/observation-state.type.ts';
import type { Viewer } from '../../identity/viewer.ts';
import type { Clock } from '../../primitives/clock.ts';
import type { Issue } from '../../primitives/issue.ts';
import type { Department } from '../department.ts';
import type { DepartmentKnowledge } from '../department-knowledge.ts';
import type { ReceiptSigner } from '../receipt/receipt.ts';
import type { ResolvedRow } from '../validation/row.ts';
import { publicationErrors } from './publication.errors.ts';
import type { PublishCommand } from './publish.ts';

export interface PublishDependencies {
  readonly department: Department;
  readonly knowledge: DepartmentKnowledge;
  readonly dataSource: DataSource;
  readonly signer: ReceiptSigner;
  readonly clock: Clock;
}

/** A stored publication as the act's answer tells it; kept with the idempotency key. */
export interface PublicationSummary {
  readonly id: string;
  readonly state: ObservationState;
  readonly memberUnit: string;
  readonly mode: string;
  readonly rowCount: number;
  readonly derivedCount: number;
  readonly reportedOn: string;
  readonly isDemo: boolean;
  readonly submittedBy: string;
  readonly createdAt: string;
  readonly feedPosition: string;
}

export interface ReceiptSummary {
  readonly sequence: number;
  readonly hash: string;
  readonly previousHash: string;
  readonly signature: string;
  readonly signedBy: string;
  readonly issuedAt: string;
}

/** What became of a submission; findings are data. */
export interface PublishOutcome {
  readonly publication: PublicationSummary | null;
  readonly receipt: ReceiptSummary | null;
  readonly issues: readonly Issue[];
}

/** Who acts, for whom, under which trace. */
export interface PublishAct {
  readonly viewer: Viewer;
  readonly traceId: string;
}

/** A submission that passed its checks, on its way into the record. */
export interface CheckedSubmission {
  readonly command: PublishCommand;
  readonly memberUnit: string;
  readonly rows: readonly ResolvedRow[];
  readonly issues: readonly Issue[];
  readonly payloadHash: string;
  readonly today: string;
}

/** The stored answer of an earlier act: exactly what was said then. */
export function readAnswer(response: string): PublishOutcome {
  const outcome: PublishOutcome = JSON.parse(response);
  return outcome;
}

export function keyReused(): PublishOutcome {
  return { publication: null, receipt: null, issues: [publicationErrors.keyReused()] };
}

/** Name of the act in audit records. */
export function actionName(department: Department): string {
  return `publish${department.typePrefix}Observations`;
}
