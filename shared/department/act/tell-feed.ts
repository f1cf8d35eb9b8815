import type { EntityManager } from 'typeorm';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import type { Turn } from '../change-feed/feed-head.repository.ts';
import type { Cell } from '../observation/observation.ts';
import {
  cellsOfPublications,
  type FedRange,
  feedAccepted,
  feedPending,
  feedWithdrawn,
} from '../observation/observation-feed.repository.ts';
import { RowsDigest } from '../publication/publication-receipt.ts';
import type { PublishDependencies } from '../publication/publish-outcome.ts';
import { recordDerived } from '../publication/record-derived.ts';
import { findTargets, type WithdrawalTarget } from './act.repository.ts';
import { type Decided, isAcceptance } from './obstructed.ts';

/** What an act told the feed. */
export interface Told {
  /** Last position used. */
  readonly position: bigint;
  /** Positions by publication; those outside the feed are left out. */
  readonly ranges: ReadonlyMap<string, FedRange>;
  /** What was computed, by the publication it stands with. */
  readonly derived: ReadonlyMap<string, { readonly count: number; readonly hash: string }>;
  /** Digest of nothing computed. */
  readonly noneHash: string;
}

/** Cells looked at together when computing what rests on accepted values. */
const PAGE = 5_000;

/** Tells the feed what became of publications' values, and computes what rests on those that now count. */
export async function tellFeed(
  dependencies: Pick<PublishDependencies, 'knowledge'>,
  manager: EntityManager,
  decided: readonly Decided[],
  turn: Turn,
): Promise<Told> {
  const feed = new FeedWriter(manager, turn);
  for (const state of [ObservationState.SUBMITTED, ObservationState.APPROVED, ObservationState.RETURNED])
    await feed.pending(
      idsOf(decided, (one) => leadsTo(one, state) && movesOn(one)),
      state,
    );
  const recalled = (one: Decided): boolean =>
    leadsTo(one, ObservationState.WITHDRAWN) && one.subject.state !== ObservationState.DRAFT;
  await feed.pending(idsOf(decided, recalled), ObservationState.WITHDRAWN);
  await feed.accepted(idsOf(decided, (one) => isAcceptance(one) && one.subject.kind !== 'WITHDRAWAL'));
  await feed.withdrawn(idsOf(decided, (one) => isAcceptance(one) && one.subject.kind === 'WITHDRAWAL'));
  await feed.derive(dependencies, decided.filter(isAcceptance));
  return feed.told();
}

function idsOf(decided: readonly Decided[], wanted: (one: Decided) => boolean): string[] {
  return decided.filter(wanted).map(({ subject }) => subject.id);
}

function leadsTo({ steps }: Decided, state: ObservationState): boolean {
  return steps.at(-1)?.state === state;
}

/** A signature on the way to approval changes no state, and a withdrawal has no values of its own. */
function movesOn({ subject, steps }: Decided): boolean {
  return steps.at(-1)?.state !== subject.state && subject.kind !== 'WITHDRAWAL';
}

/** A value that several requests ask to take out goes with the first of them. */
function oncePerValue(targets: readonly WithdrawalTarget[]): WithdrawalTarget[] {
  const first = new Map<string, WithdrawalTarget>();
  for (const target of targets) if (!first.has(target.uuid)) first.set(target.uuid, target);
  return [...first.values()];
}

class FeedWriter {
  private position: bigint;
  private readonly ranges = new Map<string, FedRange>();
  private readonly derived = new Map<string, { count: number; hash: string }>();
  private withdrawnCells: readonly Cell[] = [];

  constructor(
    private readonly manager: EntityManager,
    private readonly turn: Turn,
  ) {
    this.position = turn.position;
  }

  async pending(ids: readonly string[], state: ObservationState): Promise<void> {
    if (ids.length > 0) this.take(await feedPending(this.manager, ids, state, this.place()));
  }

  async accepted(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) this.take(await feedAccepted(this.manager, ids, this.place()));
  }

  async withdrawn(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const targets = oncePerValue(await findTargets(this.manager, ids));
    await feedWithdrawn(this.manager, targets, this.place());
    const counts = new Map<string, number>();
    for (const { publicationId } of targets) counts.set(publicationId, (counts.get(publicationId) ?? 0) + 1);
    for (const [id, count] of counts) this.extend(id, BigInt(count));
    this.withdrawnCells = targets;
  }

  async derive(dependencies: Pick<PublishDependencies, 'knowledge'>, accepted: readonly Decided[]): Promise<void> {
    const last = accepted.at(-1);
    if (!last) return;
    const { id, rowCount } = last.subject;
    const digest = new RowsDigest();
    let count = 0;
    for (const movesFrozen of [false, true]) {
      for await (const cells of this.changedCells(accepted, movesFrozen)) {
        const { computed, position } = await recordDerived(dependencies, this.manager, cells, {
          publicationId: id,
          firstOrdinal: rowCount + count + 1,
          position: this.position,
          recordedAt: this.turn.recordedAt,
          movesFrozen,
        });
        for (const observation of computed) digest.add(observation);
        count += computed.length;
        this.extend(id, position - this.position);
      }
    }
    this.derived.set(id, { count, hash: digest.end() });
  }

  /** Reports leave frozen values where they are; what the lead agreed to change moves them. */
  private async *changedCells(accepted: readonly Decided[], isRequest: boolean): AsyncGenerator<readonly Cell[]> {
    const kind = isRequest ? 'AMENDMENT' : 'REPORT';
    const ids = idsOf(accepted, ({ subject }) => subject.kind === kind);
    if (ids.length > 0) yield* cellsOfPublications(this.manager, ids, PAGE);
    if (!isRequest) return;
    for (let start = 0; start < this.withdrawnCells.length; start += PAGE)
      yield this.withdrawnCells.slice(start, start + PAGE);
  }

  told(): Told {
    return {
      position: this.position,
      ranges: this.ranges,
      derived: this.derived,
      noneHash: new RowsDigest().end(),
    };
  }

  private place() {
    return { firstPosition: this.position + 1n, recordedAt: this.turn.recordedAt };
  }

  /** Notes the positions publications took. */
  private take(ranges: ReadonlyMap<string, FedRange>): void {
    for (const [id, range] of ranges) {
      this.ranges.set(id, range);
      if (BigInt(range.last) > this.position) this.position = BigInt(range.last);
    }
  }

  /** Notes further positions used for a publication. */
  private extend(id: string, positions: bigint): void {
    if (positions === 0n) return;
    const first = this.ranges.get(id)?.first ?? String(this.position + 1n);
    this.position += positions;
    this.ranges.set(id, { first, last: String(this.position) });
  }
}
