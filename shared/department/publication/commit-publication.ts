import type { EntityManager } from 'typeorm';
import { countObservations } from '../../observability/metrics.ts';
import { newId } from '../../primitives/identifiers.ts';
import type { Issue } from '../../primitives/issue.ts';
import { recordAccepted } from '../audit/audit.repository.ts';
import { advanceHead, takeTurn } from '../change-feed/feed-head.repository.ts';
import { claimKey, completeKey } from '../idempotency/idempotency.repository.ts';
import { cellKey } from '../observation/observation.ts';
import { storeObservations } from '../observation/observation.repository.ts';
import type { ResolvedRow } from '../validation/row.ts';
import { rowErrors, toIssue } from '../validation/row.errors.ts';
import { openingSteps, type Publication } from './publication.ts';
import { issueFor, toReceiptSummary } from './publication-receipt.ts';
import { readPolicy, storePublication } from './publication.repository.ts';
import { cellOf, type CurrentValues, readCells, toObservations } from './publication-rows.ts';
import {
  actionName,
  type CheckedSubmission,
  keyReused,
  type PublicationSummary,
  type PublishAct,
  type PublishDependencies,
  type PublishOutcome,
  readAnswer,
} from './publish-outcome.ts';

/** Thrown inside the transaction to undo it; never leaves this file. */
class Undo extends Error {
  readonly outcome: PublishOutcome;

  constructor(outcome: PublishOutcome) {
    super('undone');
    this.outcome = outcome;
  }
}

/**
 * Brings a checked submission into the record: key, observations, computed values, feed, receipt, audit and answer
 * in one transaction. Either all of it is there afterwards or none.
 */
export async function commitPublication(
  dependencies: PublishDependencies,
  submission: CheckedSubmission,
  act: PublishAct,
): Promise<PublishOutcome> {
  try {
    return await dependencies.dataSource.transaction((manager) => commit(dependencies, manager, submission, act));
  } catch (error) {
    if (error instanceof Undo) return error.outcome;
    throw error;
  }
}

async function commit(
  dependencies: PublishDependencies,
  manager: EntityManager,
  submission: CheckedSubmission,
  act: PublishAct,
): Promise<PublishOutcome> {
  const { command, memberUnit, payloadHash } = submission;
  const key = command.idempotencyKey;
  const claim = await claimKey(manager, { memberUnit, key, payloadHash, at: dependencies.clock.now() });
  if (claim.kind === 'done') return readAnswer(claim.response);
  if (claim.kind === 'reused') return keyReused();
  const policy = await readPolicy(manager, memberUnit);
  const turn = await takeTurn(manager);
  const current = await readCells(dependencies.knowledge, manager, submission.rows);
  const { rows, issues } = checkRevisions(submission, current);
  const { entered, computed } = toObservations(dependencies.knowledge, rows, memberUnit, current);
  const observations = [...entered, ...computed];
  const steps = openingSteps(policy, act.viewer.subject, act.viewer.memberUnit);
  const state = steps.at(-1)?.state;
  if (state === undefined) throw new Error('a publication has at least one step');
  const publication = toPublication(submission, act, { policy, rowCount: rows.length, createdAt: turn.recordedAt });
  const positions = { firstPosition: turn.position + 1n, lastPosition: turn.position + BigInt(observations.length) };
  await storePublication(manager, publication, steps, { ...positions, traceId: act.traceId });
  await storeObservations(manager, observations, {
    publicationId: publication.id,
    state,
    firstPosition: positions.firstPosition,
    recordedAt: turn.recordedAt,
  });
  await advanceHead(manager, positions.lastPosition);
  const summary: PublicationSummary = {
    id: publication.id,
    state,
    memberUnit,
    mode: publication.mode,
    rowCount: rows.length,
    derivedCount: computed.length,
    reportedOn: publication.reportedOn,
    isDemo: publication.isDemo,
    submittedBy: publication.submittedBy,
    createdAt: turn.recordedAt.toISOString(),
    feedPosition: positions.lastPosition.toString(),
  };
  const receipt = await issueFor(dependencies, manager, {
    summary,
    observations,
    positions,
    recordedAt: turn.recordedAt,
    traceId: act.traceId,
  });
  const outcome: PublishOutcome = { publication: summary, receipt: toReceiptSummary(receipt), issues };
  await recordAccepted(manager, {
    actor: act.viewer.subject,
    actorUnit: act.viewer.memberUnit,
    action: actionName(dependencies.department),
    traceId: act.traceId,
    objectType: 'publication',
    objectId: publication.id,
    afterHash: receipt.hash,
    detail: {
      memberUnit,
      rowCount: rows.length,
      derivedCount: computed.length,
      idempotencyKey: key,
      purpose: act.viewer.purpose,
    },
    at: turn.recordedAt,
  });
  await completeKey(manager, { memberUnit, key, response: JSON.stringify(outcome), publicationId: publication.id });
  countObservations(dependencies.department.service, {
    accepted: rows.length,
    refused: command.rows.length - rows.length,
  });
  return outcome;
}

/** Rows whose expected revision still holds; with ATOMIC one stale row undoes everything. */
function checkRevisions(
  submission: CheckedSubmission,
  current: CurrentValues,
): { rows: ResolvedRow[]; issues: Issue[] } {
  const issues = [...submission.issues];
  const rows = submission.rows.filter((row) => {
    const expected = row.input.expectedRevision;
    const revision = current.get(cellKey(cellOf(row)))?.revision ?? 0;
    if (expected === null || expected === revision) return true;
    issues.push(toIssue(rowErrors.revisionStale(revision, expected), row.number, 'revision.expected'));
    return false;
  });
  const isRefused = rows.length === 0 || (submission.command.mode === 'ATOMIC' && rows.length < submission.rows.length);
  if (isRefused) throw new Undo({ publication: null, receipt: null, issues });
  return { rows, issues };
}

function toPublication(
  submission: CheckedSubmission,
  act: PublishAct,
  rest: Pick<Publication, 'policy' | 'rowCount' | 'createdAt'>,
): Publication {
  const { command, memberUnit, today } = submission;
  return {
    ...rest,
    id: newId(),
    memberUnit,
    mode: command.mode,
    channel: 'MUTATION',
    idempotencyKey: command.idempotencyKey,
    submittedBy: act.viewer.subject,
    submittedByUnit: act.viewer.memberUnit,
    reportedOn: command.reportedOn ?? today,
    isDemo: command.isDemo,
  };
}
