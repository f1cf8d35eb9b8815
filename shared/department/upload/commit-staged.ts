import type { EntityManager } from 'typeorm';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import type { Issue } from '../../primitives/issue.ts';
import { seeTurn, takeTurn, type Turn } from '../change-feed/feed-head.repository.ts';
import { claimKey } from '../idempotency/idempotency.repository.ts';
import { cellsOfPublications, feedAccepted, feedPending } from '../observation/observation-feed.repository.ts';
import { storeObservations } from '../observation/observation.repository.ts';
import { addComparisons, type Comparison, NOTHING_COMPARED } from '../publication/comparison.ts';
import { toPublication } from '../publication/commit-publication.ts';
import { isHeldUp, storeAsLargeOne } from '../publication/held-up.ts';
import { RowsDigest } from '../publication/publication-receipt.ts';
import { readPolicy, storePublication } from '../publication/publication.repository.ts';
import { toNewObservation } from '../publication/publication-rows.ts';
import { type ApprovalPolicy, openingSteps, type Publication } from '../publication/publication.ts';
import {
  keyReused,
  notStored,
  type PublishAct,
  type PublishDependencies,
  type PublishOutcome,
  readAnswer,
} from '../publication/publish-outcome.ts';
import { lastState, recordEntry } from '../publication/record-entry.ts';
import { isRefused } from '../publication/submission.ts';
import { Undo, undoable } from '../publication/undoable.ts';
import { examineStaged, type StagedSubmission } from './examine-staged.ts';
import { prepareForMany } from './staged-row.repository.ts';
import { keep } from './take-in.ts';
import { touchedSince } from './touched-since.repository.ts';

/** Another commit came between examining and storing; it is all done again. */
class Overtaken extends Error {}

/** How often a large submission is examined without holding others up, before it takes its turn first. */
const FREE_ATTEMPTS = 2;

/** Cells looked at together when computing what rests on stored values. */
const DERIVE_PAGE = 5_000;

/**
 * Brings a staged submission into the record, in one transaction as a small one. Examining and storing the rows is done
 * before the department's turn is taken, so that others are held up only while the feed is told. Where somebody else
 * touched the same subjects meanwhile, it is done again, and in the end with the turn taken first.
 */
export async function commitStaged(
  dependencies: PublishDependencies,
  submission: StagedSubmission,
  act: PublishAct,
): Promise<PublishOutcome> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await undoable(dependencies.dataSource, (manager) =>
        commit(dependencies, manager, { submission, act, isTurnFirst: attempt >= FREE_ATTEMPTS }),
      );
    } catch (error) {
      const mayRepeat = error instanceof Overtaken || isUniqueViolation(error) || isHeldUp(error);
      if (!mayRepeat || attempt >= FREE_ATTEMPTS) throw error;
    }
  }
}

interface CommitRequest {
  readonly submission: StagedSubmission;
  readonly act: PublishAct;
  readonly isTurnFirst: boolean;
}

async function commit(
  dependencies: PublishDependencies,
  manager: EntityManager,
  { submission, act, isTurnFirst }: CommitRequest,
): Promise<PublishOutcome> {
  const { order, memberUnit, payloadHash } = submission;
  const at = dependencies.clock.now();
  await prepareForMany(manager);
  await manager.query('set constraints observation_publication_id_fkey deferred');
  const claim = await claimKey(manager, { memberUnit, key: order.idempotencyKey, payloadHash, at });
  if (claim.kind === 'done') return readAnswer(claim.response);
  if (claim.kind === 'reused') return keyReused();
  await storeAsLargeOne(manager, memberUnit);
  const early = isTurnFirst ? await takeTurn(manager) : null;
  const seen = early ?? (await seeTurn(manager));
  const { policy } = await readPolicy(manager, memberUnit);
  const draft = toPublication(submission, act, { policy, rowCount: 0, unchangedCount: 0, createdAt: at });
  const stored = await storeBatches(dependencies, manager, { submission, policy, draft });
  const turn = early ?? (await takeTurn(manager));
  if (early === null && (await isOvertaken(manager, submission, { seen, policy }))) throw new Overtaken();
  const counts = { rowCount: stored.rowCount, unchangedCount: stored.comparison.unchanged };
  const publication = { ...draft, ...counts, createdAt: turn.recordedAt };
  await storePublication(manager, publication);
  const steps = openingSteps({ policy, kind: order.kind, submit: order.submit }, act.viewer);
  const state = lastState(steps);
  const place = { firstPosition: turn.position + 1n, recordedAt: turn.recordedAt };
  const isFed = state !== ObservationState.DRAFT;
  if (state === ObservationState.ACCEPTED) await feedAccepted(manager, [publication.id], place);
  else if (isFed) await feedPending(manager, [publication.id], state, place);
  return recordEntry(dependencies, manager, {
    publication,
    steps,
    turn,
    act,
    payloadHash,
    rowsHash: stored.rowsHash,
    fed: isFed ? stored.rowCount : 0,
    changed: cellsOfPublications(manager, [publication.id], DERIVE_PAGE),
    comparison: stored.comparison,
    issues: stored.issues,
    refusedCount: stored.refused,
  });
}

/** True where what was examined without the turn may no longer hold. */
async function isOvertaken(
  manager: EntityManager,
  { id, memberUnit }: StagedSubmission,
  { seen, policy }: { readonly seen: Turn; readonly policy: ApprovalPolicy },
): Promise<boolean> {
  return (await readPolicy(manager, memberUnit)).policy !== policy || touchedSince(manager, id, seen);
}

interface Stored {
  readonly rowCount: number;
  readonly refused: number;
  readonly rowsHash: string;
  readonly comparison: Comparison;
  readonly issues: readonly Issue[];
}

interface StoreRequest {
  readonly submission: StagedSubmission;
  readonly policy: ApprovalPolicy;
  readonly draft: Publication;
}

/** Examines and stores batch after batch; refuses it all where that is what the findings come to. */
async function storeBatches(
  dependencies: PublishDependencies,
  manager: EntityManager,
  { submission, policy, draft }: StoreRequest,
): Promise<Stored> {
  const { order, memberUnit, faults } = submission;
  const storage = { memberUnit, reportedOn: draft.reportedOn, stageOf: dependencies.knowledge.stageOf };
  const digest = new RowsDigest();
  let rowCount = 0;
  let refused = faults.length;
  let comparison = NOTHING_COMPARED;
  const issues: Issue[] = [...faults];
  for await (const { examination, record } of examineStaged(dependencies, manager, submission, policy)) {
    refused += examination.refused.length;
    comparison = addComparisons(comparison, examination.comparison);
    keep(issues, examination.issues);
    const isDoomed = order.mode === 'ATOMIC' && refused > 0;
    if (isDoomed || examination.accepted.length === 0) continue;
    const entered = examination.accepted.map((row) => toNewObservation(row, record, storage));
    const stored = storeObservations(manager, entered, {
      publicationId: draft.id,
      state: ObservationState.DRAFT,
      firstOrdinal: rowCount + 1,
      firstPosition: 0n,
      recordedAt: draft.createdAt,
    });
    // Computed while the database stores.
    for (const observation of entered) digest.add(observation);
    await stored;
    rowCount += entered.length;
  }
  const kept = rowCount + comparison.unchanged;
  if (isRefused(order.mode, { refused, kept })) throw new Undo(notStored(issues, comparison));
  return { rowCount, refused, rowsHash: digest.end(), comparison, issues };
}

const UNIQUE_VIOLATION = '23505';

function isUniqueViolation(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === UNIQUE_VIOLATION;
}
