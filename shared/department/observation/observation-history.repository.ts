import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { FIGURE_STAGES, type FigureStage } from '../../catalogue/calendar/release-calendar.ts';

/** One thing that happened to a revision. */
export interface RevisionEvent {
  readonly state: string;
  readonly actor: string;
  readonly actorUnit: string | null;
  readonly capacity: string | null;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly at: Date;
}

/** One revision of a cell with what became of it. */
export interface Revision {
  readonly uuid: string;
  readonly periodYear: number;
  readonly revision: number;
  readonly value: string;
  readonly measure: string;
  readonly period: string;
  readonly stage: FigureStage | null;
  readonly explanation: string | null;
  readonly isDerived: boolean;
  readonly memberUnit: string;
  readonly publicationId: string;
  readonly kind: string;
  readonly justification: string | null;
  readonly recordedAt: Date;
  /** State it is in now. */
  readonly state: string;
  readonly events: readonly RevisionEvent[];
}

/** Revisions of one cell, oldest first. */
export type ObservationHistory = readonly Revision[];

const READ = `
select asked.id as asked, o.id, o.period_year, o.measure, o.period, o.revision, coalesce(trim_scale(o.value_number)::text, o.value_text) as value,
  o.stage, o.explanation, o.is_derived, o.member_unit, o.publication_id, p.kind, p.justification, o.recorded_at,
  coalesce((select c.state from change c where c.observation_id = o.id and c.subject = o.subject and c.period_year = o.period_year
    and c.measure = o.measure and c.period = o.period and c.dimensions = o.dimensions order by c.position desc limit 1), s.state) as state,
  (select jsonb_agg(jsonb_build_object('state', e.state, 'actor', e.actor, 'actorUnit', e.actor_unit, 'capacity', e.capacity,
     'reasonCode', e.reason_code, 'reason', e.reason, 'at', e.at) order by e.at, e.ordinal)
   from (
     select own.* from publication_event own where own.publication_id = o.publication_id
     union all
     select request.* from withdrawal_target w join publication_event request on request.publication_id = w.publication_id
     where w.observation_id = o.id and request.state = 'ACCEPTED'
   ) e
  ) as events
from unnest($1::int[], $2::uuid[]) as asked (period_year, id)
join observation a on a.period_year = asked.period_year and a.id = asked.id
join observation o on o.period_year = a.period_year and o.subject = a.subject and o.measure = a.measure
  and o.period = a.period and o.dimensions = a.dimensions
join publication p on p.id = o.publication_id
join publication_state s on s.publication_id = o.publication_id
order by asked.id, o.revision`;

const rowSchema = z
  .object({
    asked: z.string(),
    id: z.string(),
    period_year: z.number(),
    revision: z.number(),
    value: z.string(),
    measure: z.string(),
    period: z.string(),
    stage: z.enum(FIGURE_STAGES).nullable(),
    explanation: z.string().nullable(),
    is_derived: z.boolean(),
    member_unit: z.string(),
    publication_id: z.string(),
    kind: z.string(),
    justification: z.string().nullable(),
    recorded_at: z.date(),
    state: z.string(),
    events: z.array(
      z.object({
        state: z.string(),
        actor: z.string(),
        actorUnit: z.string().nullable(),
        capacity: z.string().nullable(),
        reasonCode: z.string().nullable(),
        reason: z.string().nullable(),
        at: z.coerce.date(),
      }),
    ),
  })
  .transform((row) => ({
    asked: row.asked,
    revision: {
      uuid: row.id,
      periodYear: row.period_year,
      revision: row.revision,
      value: row.value,
      measure: row.measure,
      period: row.period,
      stage: row.stage,
      explanation: row.explanation,
      isDerived: row.is_derived,
      memberUnit: row.member_unit,
      publicationId: row.publication_id,
      kind: row.kind,
      justification: row.justification,
      recordedAt: row.recorded_at,
      state: row.state,
      events: row.events,
    } satisfies Revision,
  }));

/** The revisions of the cells that observations belong to, by the observation asked about, in one statement. */
export async function readHistory(
  manager: EntityManager,
  keys: readonly { readonly periodYear: number; readonly uuid: string }[],
): Promise<Map<string, Revision[]>> {
  if (keys.length === 0) return new Map();
  const found: unknown = await manager.query(READ, [
    keys.map(({ periodYear }) => periodYear),
    keys.map(({ uuid }) => uuid),
  ]);
  const histories = new Map<string, Revision[]>();
  for (const { asked, revision } of z.array(rowSchema).parse(found)) {
    const list = histories.get(asked) ?? [];
    list.push(revision);
    histories.set(asked, list);
  }
  return histories;
}
