import type { EntityManager } from 'typeorm';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import { seeTurn, takeTurn, type Turn } from '../change-feed/feed-head.repository.ts';
import { claimKey } from '../idempotency/idempotency.repository.ts';
import {
  cellsOfPublications,
  feedAcceptedWith,
  feedPending,
  feedWithdrawn,
} from '../observation/observation-feed.repository.ts';
import { toPublication } from '../publication/commit-publication.ts';
import { isHeldUp, storeAsLargeOne } from '../publication/held-up.ts';
import { readPolicy, storePublication } from '../publication/publication.repository.ts';
import { type ApprovalPolicy, openingSteps, type Publication } from '../publication/publication.ts';
import {
  keyReused,
  type PublishAct,
  type PublishDependencies,
  type PublishOutcome,
  readAnswer,
} from '../publication/publish-outcome.ts';
import { lastState, recordEntry } from '../publication/record-entry.ts';
import { undoable } from '../publication/undoable.ts';
import type { StagedSubmission } from './examine-staged.ts';
import { prepareForMany } from './staged-row.repository.ts';
import { type Stored, storeStaged } from './store-staged.ts';
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
  const steps = openingSteps({ policy, kind: order.kind, submit: order.submit }, act.viewer);
  const state = lastState(steps);
  const derives = state === ObservationState.ACCEPTED;
  const stored = await storeStaged(dependencies, manager, { submission, policy, draft, derives });
  const counts = { rowCount: stored.rowCount, unchangedCount: stored.comparison.unchanged };
  const publication = { ...draft, ...counts, createdAt: early?.recordedAt ?? dependencies.clock.now() };
  await storePublication(manager, publication);
  // A server that still enforces this (before 18) checks row by row now, and not at the end, where others would wait for it.
  await manager.query('set constraints observation_publication_id_fkey immediate');
  const turn = early ?? (await takeTurn(manager));
  if (early === null && (await isOvertaken(manager, submission, { seen, policy }))) throw new Overtaken();
  const fed = await tellFeed(manager, stored, { publication, state, turn });
  return recordEntry(dependencies, manager, {
    publication,
    steps,
    turn,
    act,
    payloadHash,
    rowsHash: stored.rowsHash,
    fed,
    ahead: stored.ahead,
    changed: stored.isWhole ? [] : cellsOfPublications(manager, [publication.id], DERIVE_PAGE),
    comparison: stored.comparison,
    issues: stored.issues,
    refusedCount: stored.refused,
  });
}

/** Tells the feed of the rows and of what was computed from them; answers how many positions that took. */
async function tellFeed(
  manager: EntityManager,
  { rowCount, ahead, vanished, areFirst }: Stored,
  told: { readonly publication: Publication; readonly state: ObservationState; readonly turn: Turn },
): Promise<number> {
  const { id } = told.publication;
  const { position, recordedAt } = told.turn;
  if (told.state === ObservationState.DRAFT) return 0;
  const place = { firstPosition: position + 1n, recordedAt };
  if (told.state !== ObservationState.ACCEPTED) {
    await feedPending(manager, [id], told.state, place);
    return rowCount;
  }
  const values = rowCount + ahead.count;
  await feedAcceptedWith(manager, { publication: id, gap: ahead.lastOrdinal - values, areFirst }, place);
  const gone = vanished.flatMap(({ observation }) => (observation ? [{ ...observation, publicationId: id }] : []));
  await feedWithdrawn(manager, gone, { firstPosition: position + BigInt(values) + 1n, recordedAt });
  return values + gone.length;
}

/** True where what was examined without the turn may no longer hold. */
async function isOvertaken(
  manager: EntityManager,
  { id, memberUnit }: StagedSubmission,
  { seen, policy }: { readonly seen: Turn; readonly policy: ApprovalPolicy },
): Promise<boolean> {
  return (await readPolicy(manager, memberUnit)).policy !== policy || touchedSince(manager, id, seen);
}

const UNIQUE_VIOLATION = '23505';

function isUniqueViolation(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === UNIQUE_VIOLATION;
}
