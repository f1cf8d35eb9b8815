import type { EntityManager } from 'typeorm';
import { type Cell, cellKey } from '../observation/observation.ts';
import type { Waiver } from '../validation/settle.ts';

/** A waiver about to be recorded. */
export interface NewWaiver extends Cell {
  readonly id: string;
  readonly memberUnit: string;
  readonly value: string;
  readonly rule: string;
  readonly reason: string;
  readonly decidedBy: string;
  readonly decidedByUnit: string | null;
  readonly decidedAt: Date;
  readonly traceId: string;
}

const FIND = `
select w.id, w.rule, w.value, w.reason, w.subject, w.measure, w.period, w.dimensions
from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as a (subject, measure, period, dimensions)
join rule_waiver w using (subject, measure, period, dimensions) order by w.decided_at`;

/** The waivers about the cells, in one statement. */
export async function findWaivers(manager: EntityManager, cells: readonly Cell[]): Promise<Waiver[]> {
  const rows: (Cell & { id: string; rule: string; value: string; reason: string })[] = await manager.query(FIND, [
    cells.map(({ subject }) => subject),
    cells.map(({ measure }) => measure),
    cells.map(({ period }) => period),
    cells.map(({ dimensions }) => dimensions),
  ]);
  return rows.map(({ id, rule, value, reason, ...cell }) => ({ id, rule, value, reason, cell: cellKey(cell) }));
}

const STORE = `
insert into rule_waiver (id, member_unit, subject, measure, period, dimensions, value, rule, reason, decided_by, decided_by_unit, decided_at, trace_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

export async function storeWaiver(manager: EntityManager, waiver: NewWaiver): Promise<void> {
  const { id, memberUnit, subject, measure, period, dimensions, value, rule, reason } = waiver;
  const { decidedBy, decidedByUnit, decidedAt, traceId } = waiver;
  await manager.query(STORE, [
    ...[id, memberUnit, subject, measure, period, dimensions, value, rule, reason],
    ...[decidedBy, decidedByUnit, decidedAt, traceId],
  ]);
}
