import type { EntityManager } from 'typeorm';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import { deriveAfter } from '../derivation/derive-after.ts';
import type { Cell } from '../observation/observation.ts';
import { feedWithdrawn } from '../observation/observation-feed.repository.ts';
import { type NewObservation, storeObservations } from '../observation/observation.repository.ts';
import type { PublishDependencies } from './publish-outcome.ts';

/** Where computed values are put. */
export interface DerivedPlace {
  readonly publicationId: string;
  readonly firstOrdinal: number;
  /** Last feed position used so far. */
  readonly position: bigint;
  readonly recordedAt: Date;
  /** True where the lead agreed that frozen values move: for amendments and withdrawals. */
  readonly movesFrozen: boolean;
}

/** Brings the values computed from changed cells into the record; answers them and the last position used. */
export async function recordDerived(
  { knowledge }: Pick<PublishDependencies, 'knowledge'>,
  manager: EntityManager,
  changed: readonly Cell[],
  place: DerivedPlace,
): Promise<{ readonly computed: readonly NewObservation[]; readonly position: bigint }> {
  const { computed, vanished } = await deriveAfter(knowledge, manager, {
    changed,
    movesFrozen: place.movesFrozen,
  });
  let position = place.position;
  if (computed.length > 0) {
    await storeObservations(manager, computed, {
      publicationId: place.publicationId,
      state: ObservationState.ACCEPTED,
      firstOrdinal: place.firstOrdinal,
      firstPosition: position + 1n,
      recordedAt: place.recordedAt,
    });
    position += BigInt(computed.length);
  }
  const { publicationId, recordedAt } = place;
  const gone = vanished.flatMap(({ observation }) => (observation ? [{ ...observation, publicationId }] : []));
  await feedWithdrawn(manager, gone, { firstPosition: position + 1n, recordedAt });
  return { computed, position: position + BigInt(gone.length) };
}
