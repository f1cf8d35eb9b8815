import type { EntityManager } from 'typeorm';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import { newId } from '../../primitives/identifiers.ts';
import { takeTurn } from '../change-feed/feed-head.repository.ts';
import { claimKey } from '../idempotency/idempotency.repository.ts';
import { storeObservations } from '../observation/observation.repository.ts';
import type { Examination } from './examine.ts';
import { examineSubmission } from './examine-submission.ts';
import { isHeldUp, waitForLargeOnes } from './held-up.ts';
import { RowsDigest } from './publication-receipt.ts';
import { readPolicy, storePublication } from './publication.repository.ts';
import { cellOf, toNewObservation } from './publication-rows.ts';
import { openingSteps, type Publication } from './publication.ts';
import {
  keyReused,
  notStored,
  type PublishAct,
  type PublishDependencies,
  type PublishOutcome,
  readAnswer,
} from './publish-outcome.ts';
import { lastState, recordEntry } from './record-entry.ts';
import { isRefused, type Submission } from './submission.ts';
import { Undo, undoable } from './undoable.ts';

/**
 * Brings a submission into the record: key, observations, computed values, feed, receipt, audit and answer in one
 * transaction. Either all of it is there afterwards or none.
 */
export async function commitPublication(
  dependencies: PublishDependencies,
  submission: Submission,
  act: PublishAct,
): Promise<PublishOutcome> {
  const { dataSource } = dependencies;
  try {
    return await undoable(dataSource, (manager) => commit(dependencies, manager, submission, act));
  } catch (error) {
    if (!isHeldUp(error)) throw error;
    return undoable(dataSource, async (manager) => {
      await waitForLargeOnes(manager, submission.memberUnit);
      return commit(dependencies, manager, submission, act);
    });
  }
}

async function commit(
  dependencies: PublishDependencies,
  manager: EntityManager,
  submission: Submission,
  act: PublishAct,
): Promise<PublishOutcome> {
  const { order, memberUnit, payloadHash } = submission;
  const at = dependencies.clock.now();
  const claim = await claimKey(manager, { memberUnit, key: order.idempotencyKey, payloadHash, at });
  if (claim.kind === 'done') return readAnswer(claim.response);
  if (claim.kind === 'reused') return keyReused();
  const turn = await takeTurn(manager);
  const { policy } = await readPolicy(manager, memberUnit);
  const { examination, record } = await examineSubmission(dependencies, manager, submission, policy);
  refuseWhereNeeded(submission, examination);
  const steps = openingSteps({ policy, kind: order.kind, submit: order.submit }, act.viewer);
  const publication = toPublication(submission, act, { ...countsOf(examination), policy, createdAt: turn.recordedAt });
  await storePublication(manager, publication);
  const { reportedOn } = publication;
  const storage = { memberUnit, reportedOn, stageOf: dependencies.knowledge.stageOf };
  const entered = examination.accepted.map((row) => toNewObservation(row, record, storage));
  const state = lastState(steps);
  await storeObservations(manager, entered, {
    publicationId: publication.id,
    state,
    firstOrdinal: 1,
    firstPosition: turn.position + 1n,
    recordedAt: turn.recordedAt,
  });
  return recordEntry(dependencies, manager, {
    publication,
    steps,
    turn,
    act,
    payloadHash,
    rowsHash: RowsDigest.of(entered),
    fed: state === ObservationState.DRAFT ? 0 : entered.length,
    changed: [examination.accepted.map(cellOf)],
    comparison: examination.comparison,
    issues: [...submission.faults, ...examination.issues],
    refusedCount: examination.refused.length + submission.faults.length,
  });
}

/** A refused row with ATOMIC, or none left, undoes everything. */
function refuseWhereNeeded({ order, faults }: Submission, examination: Examination): void {
  const { rowCount, unchangedCount } = countsOf(examination);
  const counts = { refused: examination.refused.length + faults.length, kept: rowCount + unchangedCount };
  if (isRefused(order.mode, counts))
    throw new Undo(notStored([...faults, ...examination.issues], examination.comparison));
}

function countsOf({ accepted, comparison }: Examination): Pick<Publication, 'rowCount' | 'unchangedCount'> {
  return { rowCount: accepted.length, unchangedCount: comparison.unchanged };
}

/** The publication a submission becomes. */
export function toPublication(
  { order, memberUnit, today }: Pick<Submission, 'order' | 'memberUnit' | 'today'>,
  { viewer }: PublishAct,
  rest: Pick<Publication, 'policy' | 'rowCount' | 'unchangedCount' | 'createdAt'>,
): Publication {
  const { kind, justification, mode, channel, idempotencyKey, reportedOn, isDemo } = order;
  return {
    ...rest,
    id: newId(),
    memberUnit,
    kind,
    justification,
    mode,
    channel,
    idempotencyKey,
    submittedBy: viewer.subject,
    submittedByUnit: viewer.memberUnit,
    reportedOn: reportedOn ?? today,
    isDemo,
  };
}
