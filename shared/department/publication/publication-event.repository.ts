import type { EntityManager } from 'typeorm';
import type { Publication, Step } from './publication.ts';
import { PublicationEventEntity } from './publication-event.entity.ts';

/** The steps a publication takes in one act. */
export interface StepsTaken {
  readonly publication: Pick<Publication, 'id' | 'memberUnit' | 'kind' | 'createdAt'>;
  /** Number of events before. */
  readonly firstOrdinal: number;
  readonly steps: readonly Step[];
  /** Feed positions the act took; they stand with the last step. */
  readonly positions: { readonly first: string; readonly last: string } | null;
}

const SET_STATE = `
insert into publication_state as s (publication_id, member_unit, kind, state, event_count, created_at)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::timestamptz[])
on conflict (publication_id) do update set state = excluded.state, event_count = excluded.event_count`;

/** Stores the steps of publications and where they lead, by two statements however many there are. */
export async function storeEvents(
  manager: EntityManager,
  taken: readonly StepsTaken[],
  when: { readonly at: Date; readonly traceId: string },
): Promise<void> {
  const events = taken.flatMap(({ publication, firstOrdinal, steps, positions }) =>
    steps.map((step, index) => ({
      ...step,
      publicationId: publication.id,
      ordinal: firstOrdinal + index,
      at: when.at,
      traceId: when.traceId,
      firstPosition: index === steps.length - 1 ? (positions?.first ?? null) : null,
      lastPosition: index === steps.length - 1 ? (positions?.last ?? null) : null,
    })),
  );
  await manager.insert(PublicationEventEntity, events);
  await manager.query(SET_STATE, [
    taken.map(({ publication }) => publication.id),
    taken.map(({ publication }) => publication.memberUnit),
    taken.map(({ publication }) => publication.kind),
    taken.map(({ steps }) => steps.at(-1)?.state),
    taken.map(({ firstOrdinal, steps }) => firstOrdinal + steps.length),
    taken.map(({ publication }) => publication.createdAt),
  ]);
}
