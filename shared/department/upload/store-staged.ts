import type { EntityManager } from 'typeorm';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import type { Issue } from '../../primitives/issue.ts';
import { deriveAhead } from '../derivation/derive-after.ts';
import { type NewObservation, storeObservations } from '../observation/observation.repository.ts';
import type { RecordCell } from '../observation/record-cell.ts';
import { addComparisons, type Comparison, NOTHING_COMPARED } from '../publication/comparison.ts';
import { examineBeside } from '../publication/examine-submission.ts';
import { RowsDigest } from '../publication/publication-receipt.ts';
import { type RowStorage, toNewObservation } from '../publication/publication-rows.ts';
import type { ApprovalPolicy, Publication } from '../publication/publication.ts';
import { notStored, type PublishDependencies } from '../publication/publish-outcome.ts';
import type { DerivedAhead } from '../publication/record-entry.ts';
import { isRefused } from '../publication/submission.ts';
import { Undo } from '../publication/undoable.ts';
import { findWaivers } from '../waiver/waiver.repository.ts';
import { type ReadBatch, readStaged, type StagedSubmission } from './examine-staged.ts';
import { keep } from './take-in.ts';

/** What storing a staged submission came to; its rows, and what was computed from them, wait outside the feed. */
export interface Stored {
  readonly rowCount: number;
  readonly refused: number;
  readonly rowsHash: string;
  readonly ahead: DerivedAhead;
  /** Computed values that no longer stand. */
  readonly vanished: readonly RecordCell[];
  /** False where the rows of a subject were parted: what rests on those is still to be computed. */
  readonly isWhole: boolean;
  /** True where every value is the first of its cell. */
  readonly areFirst: boolean;
  readonly comparison: Comparison;
  readonly issues: readonly Issue[];
}

interface StoreRequest {
  readonly submission: StagedSubmission;
  readonly policy: ApprovalPolicy;
  readonly draft: Publication;
  /** True where the values will count at once, so that what rests on them is computed with them. */
  readonly derives: boolean;
}

/** Examines and stores batch after batch; refuses it all where that is what the findings come to. */
export async function storeStaged(
  dependencies: PublishDependencies,
  manager: EntityManager,
  request: StoreRequest,
): Promise<Stored> {
  const { submission, derives } = request;
  const store = new StagedStore(dependencies, manager, request);
  try {
    for await (const batch of readStaged(dependencies, manager, submission, { derives })) await store.take(batch);
    return await store.end();
  } finally {
    await store.settle();
  }
}

/** Values of a batch on their way into the table. */
interface Entered {
  readonly values: readonly NewObservation[];
  readonly firstOrdinal: number;
}

/** Stores one batch while the next is examined: what the next needs of the database has been read by then. */
class StagedStore {
  private readonly rows = new RowsDigest();
  private readonly computed = new RowsDigest();
  private readonly storage: RowStorage;
  private readonly issues: Issue[];
  private readonly vanished: RecordCell[] = [];
  private rowCount = 0;
  private computedCount = 0;
  private refused: number;
  private comparison = NOTHING_COMPARED;
  private isWhole = true;
  private areFirst = true;
  /** Examined and not yet being stored. */
  private waiting: Entered[] = [];
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly dependencies: PublishDependencies,
    private readonly manager: EntityManager,
    private readonly request: StoreRequest,
  ) {
    const { submission, draft } = request;
    const { knowledge } = dependencies;
    this.storage = { memberUnit: submission.memberUnit, reportedOn: draft.reportedOn, stageOf: knowledge.stageOf };
    this.issues = [...submission.faults];
    this.refused = submission.faults.length;
  }

  async take(batch: ReadBatch): Promise<void> {
    this.underWay = this.storeWaiting();
    // A failure is told by the next wait for it.
    this.underWay.catch(() => undefined);
    const { policy, submission } = this.request;
    const examination = await examineBeside(this.dependencies, batch.submission, {
      policy,
      record: batch.record,
      waivers: async (cells) => {
        await this.underWay;
        return findWaivers(this.manager, cells);
      },
    });
    this.refused += examination.refused.length;
    this.comparison = addComparisons(this.comparison, examination.comparison);
    keep(this.issues, examination.issues);
    const isDoomed = submission.order.mode === 'ATOMIC' && this.refused > 0;
    if (!isDoomed && examination.accepted.length > 0) {
      const values = examination.accepted.map((row) => toNewObservation(row, batch.record, this.storage));
      this.enter(values, batch);
    }
    await this.underWay;
  }

  /** Stores what is left and says what it all came to. */
  async end(): Promise<Stored> {
    await this.storeWaiting();
    const { rowCount, refused, comparison, issues } = this;
    const kept = rowCount + comparison.unchanged;
    if (isRefused(this.request.submission.order.mode, { refused, kept })) throw new Undo(notStored(issues, comparison));
    const ahead = { digest: this.computed, count: this.computedCount, lastOrdinal: this.ordinalOfComputed() - 1 };
    const { vanished, isWhole, areFirst } = this;
    return { rowCount, refused, rowsHash: this.rows.end(), ahead, vanished, isWhole, areFirst, comparison, issues };
  }

  /** Nothing may still be on its way when the transaction ends. */
  async settle(): Promise<void> {
    await this.underWay.catch(() => undefined);
  }

  private enter(values: readonly NewObservation[], batch: ReadBatch): void {
    for (const value of values) this.note(value, this.rows);
    this.waiting.push({ values, firstOrdinal: this.rowCount + 1 });
    this.rowCount += values.length;
    this.isWhole &&= batch.isWhole || !this.request.derives;
    if (!this.request.derives || !batch.isWhole) return;
    const { computed, vanished } = deriveAhead(this.dependencies.knowledge, batch.record, values);
    this.vanished.push(...vanished);
    if (computed.length === 0) return;
    for (const value of computed) this.note(value, this.computed);
    this.waiting.push({ values: computed, firstOrdinal: this.ordinalOfComputed() });
    this.computedCount += computed.length;
  }

  private note(value: NewObservation, digest: RowsDigest): void {
    digest.add(value);
    this.areFirst &&= value.revision === 1;
  }

  /** How many rows will be stored is not yet known: the ordinals of computed values begin after all that could be. */
  private ordinalOfComputed(): number {
    return this.request.submission.rowCount + this.computedCount + 1;
  }

  private async storeWaiting(): Promise<void> {
    const { waiting } = this;
    const { id: publicationId, createdAt: recordedAt } = this.request.draft;
    this.waiting = [];
    for (const { values, firstOrdinal } of waiting)
      await storeObservations(this.manager, values, {
        publicationId,
        state: ObservationState.DRAFT,
        firstOrdinal,
        firstPosition: 0n,
        recordedAt,
      });
  }
}
