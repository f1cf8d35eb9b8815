import type { DataSource } from 'typeorm';
import type { ObservationState } from '../../graphql/observation-state.type.ts';
import type { Viewer } from '../../identity/viewer.ts';
import type { Clock } from '../../primitives/clock.ts';
import type { Issue } from '../../primitives/issue.ts';
import type { Department } from '../department.ts';
import type { DepartmentKnowledge } from '../department-knowledge.ts';
import type { ReceiptSigner } from '../receipt/receipt.ts';
import { type Comparison, NOTHING_COMPARED } from './comparison.ts';
import { publicationErrors } from './publication.errors.ts';
import type { PublicationKind } from './publication.ts';

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
  readonly kind: PublicationKind;
  readonly justification: string | null;
  readonly state: ObservationState;
  readonly memberUnit: string;
  readonly mode: string;
  readonly rowCount: number;
  readonly unchangedCount: number;
  readonly derivedCount: number;
  readonly reportedOn: string;
  readonly isDemo: boolean;
  readonly submittedBy: string;
  readonly createdAt: string;
  /** Null for a draft: it is not in the feed. */
  readonly feedPosition: string | null;
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
  readonly comparison: Comparison;
  /** True where it was stored or, in a dry run, would be. */
  readonly isAcceptable: boolean;
  readonly issues: readonly Issue[];
}

/** Nothing stored, and why. */
export function notStored(issues: readonly Issue[], comparison: Comparison = NOTHING_COMPARED): PublishOutcome {
  return { publication: null, receipt: null, comparison, isAcceptable: false, issues };
}

/** Who acts, for whom, under which trace. */
export interface PublishAct {
  readonly viewer: Viewer;
  readonly traceId: string;
}

/** The stored answer of an earlier act: exactly what was said then. */
export function readAnswer(response: string): PublishOutcome {
  const outcome: PublishOutcome = JSON.parse(response);
  return outcome;
}

export function keyReused(): PublishOutcome {
  return notStored([publicationErrors.keyReused()]);
}

/** Name of the act in audit records. */
export function actionName({ typePrefix }: Department, kind: PublicationKind = 'REPORT'): string {
  if (kind === 'AMENDMENT') return `amend${typePrefix}Publication`;
  return kind === 'WITHDRAWAL' ? `withdraw${typePrefix}Publication` : `publish${typePrefix}Observations`;
}
