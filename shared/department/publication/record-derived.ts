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
}

/** Brings the values computed from changed cells into the record; answers them and the last position used. */
export async function recordDerived(
  { knowledge }: Pick<PublishDependencies, 'knowledge'>,
  manager: EntityManager,
  changed: readonly Cell[],
  place: DerivedPlace,
): Promise<{ readonly computed: readonly NewObservation[]; readonly position: bigint }> {
  const { computed, vanished } = await deriveAfter(knowledge, manager, changed);
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
  const gone = vanished.flatMap(({ observation }) => observation ?? []);
  await feedWithdrawn(manager, gone, place.publicationId, {
    firstPosition: position + 1n,
    recordedAt: place.recordedAt,
  });
  return { computed, position: position + BigInt(gone.length) };
}
