import type { EntityManager } from 'typeorm';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import { countObservations } from '../../observability/metrics.ts';
import type { Issue } from '../../primitives/issue.ts';
import { recordAccepted } from '../audit/audit.repository.ts';
import { advanceHead, type Turn } from '../change-feed/feed-head.repository.ts';
import { completeKey } from '../idempotency/idempotency.repository.ts';
import type { Cell } from '../observation/observation.ts';
import type { Comparison } from './comparison.ts';
import { storeEvents } from './publication-event.repository.ts';
import { issueReceipts, RowsDigest, toReceiptSummary } from './publication-receipt.ts';
import type { Publication, Step } from './publication.ts';
import {
  actionName,
  type PublicationSummary,
  type PublishAct,
  type PublishDependencies,
  type PublishOutcome,
} from './publish-outcome.ts';
import { recordDerived } from './record-derived.ts';

/** A publication whose rows are in the table, with what is still to be recorded about it. */
export interface Entry {
  readonly publication: Publication;
  readonly steps: readonly Step[];
  readonly turn: Turn;
  readonly act: PublishAct;
  readonly payloadHash: string;
  readonly rowsHash: string;
  /** How many feed positions its rows, and what was computed ahead, took. */
  readonly fed: number;
  /** What was computed from the rows and stored with them, before the turn was taken. */
  readonly ahead?: DerivedAhead;
  /** The cells whose counting value changed, in pages; read only where the publication is accepted. */
  readonly changed: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
  readonly comparison: Comparison;
  readonly issues: readonly Issue[];
  readonly refusedCount: number;
}

/** Computed values that are stored already. */
export interface DerivedAhead {
  readonly digest: RowsDigest;
  readonly count: number;
  readonly lastOrdinal: number;
}

/** Records what follows from a publication's rows: computed values, events, feed head, receipt, audit, answer. */
export async function recordEntry(
  dependencies: PublishDependencies,
  manager: EntityManager,
  entry: Entry,
): Promise<PublishOutcome> {
  const { publication, steps, turn, act } = entry;
  const state = lastState(steps);
  const derived = await deriveEntry(dependencies, manager, entry, state);
  const positions = derived.position === turn.position ? null : { first: turn.position + 1n, last: derived.position };
  await storeEvents(
    manager,
    [
      {
        publication,
        firstOrdinal: 0,
        steps,
        positions: positions && { first: positions.first.toString(), last: positions.last.toString() },
      },
    ],
    { at: turn.recordedAt, traceId: act.traceId },
  );
  if (positions) await advanceHead(manager, positions.last);
  const summary = summaryOf(publication, state, derived.count, positions?.last ?? null);
  const [receipt] = await issueReceipts(
    dependencies,
    manager,
    [
      {
        memberUnit: publication.memberUnit,
        publicationId: publication.id,
        eventOrdinal: steps.length - 1,
        act: actionName(dependencies.department, publication.kind),
        state,
        rowCount: publication.rowCount,
        rowsHash: entry.rowsHash,
        derivedCount: derived.count,
        derivedHash: derived.hash,
        positions,
      },
    ],
    { at: turn.recordedAt, traceId: act.traceId },
  );
  if (!receipt) throw new Error('a publication has a receipt');
  await recordAccepted(manager, [auditOf(dependencies, entry, derived.count, receipt.hash)]);
  const outcome: PublishOutcome = {
    publication: summary,
    receipt: toReceiptSummary(receipt),
    comparison: entry.comparison,
    isAcceptable: true,
    issues: entry.issues,
  };
  const { memberUnit, idempotencyKey: key } = publication;
  await completeKey(manager, { memberUnit, key, response: JSON.stringify(outcome), publicationId: publication.id });
  const { rowCount, unchangedCount } = publication;
  countObservations(dependencies.department.service, {
    accepted: rowCount + unchangedCount,
    refused: entry.refusedCount,
  });
  return outcome;
}

/** The state the last step leads to. */
export function lastState(steps: readonly Step[]): ObservationState {
  const state = steps.at(-1)?.state;
  if (state === undefined) throw new Error('a publication has at least one step');
  return state;
}

async function deriveEntry(
  dependencies: PublishDependencies,
  manager: EntityManager,
  { publication, turn, fed, changed, ahead }: Entry,
  state: ObservationState,
): Promise<{ count: number; hash: string; position: bigint }> {
  const rows = ahead?.digest ?? new RowsDigest();
  const lastOrdinal = ahead?.lastOrdinal ?? publication.rowCount;
  let position = turn.position + BigInt(fed);
  let further = 0;
  if (state === ObservationState.ACCEPTED) {
    for await (const cells of changed) {
      const derived = await recordDerived(dependencies, manager, cells, {
        publicationId: publication.id,
        firstOrdinal: lastOrdinal + further + 1,
        position,
        recordedAt: turn.recordedAt,
        movesFrozen: false,
      });
      for (const observation of derived.computed) rows.add(observation);
      further += derived.computed.length;
      position = derived.position;
    }
  }
  return { count: (ahead?.count ?? 0) + further, hash: rows.end(), position };
}

function summaryOf(
  publication: Publication,
  state: ObservationState,
  derivedCount: number,
  position: bigint | null,
): PublicationSummary {
  const { id, kind, justification, memberUnit, mode, rowCount, unchangedCount, reportedOn, isDemo, submittedBy } =
    publication;
  return {
    id,
    kind,
    justification,
    state,
    memberUnit,
    mode,
    rowCount,
    unchangedCount,
    derivedCount,
    reportedOn,
    isDemo,
    submittedBy,
    createdAt: publication.createdAt.toISOString(),
    feedPosition: position?.toString() ?? null,
  };
}

function auditOf(dependencies: PublishDependencies, entry: Entry, derivedCount: number, afterHash: string) {
  const { publication, act, turn, payloadHash } = entry;
  const { memberUnit, rowCount, unchangedCount, idempotencyKey } = publication;
  return {
    actor: act.viewer.subject,
    actorUnit: act.viewer.memberUnit,
    action: actionName(dependencies.department, publication.kind),
    traceId: act.traceId,
    objectType: 'publication',
    objectId: publication.id,
    afterHash,
    detail: {
      memberUnit,
      rowCount,
      unchangedCount,
      derivedCount,
      idempotencyKey,
      payloadHash,
      purpose: act.viewer.purpose,
    },
    at: turn.recordedAt,
  };
}
