import type { EntityManager } from 'typeorm';
import type { Participant, ParticipantKind } from '../participant.ts';
import type { StatedValue } from './self-evaluation.ts';

/** 基础数值: the accepted values of the judged year and the year before it, as they stood when the round began. */
export interface BaseValues {
  readonly participant: Participant;
  readonly years: readonly number[];
  readonly asOf: Date;
  readonly values: readonly StatedValue[];
  readonly digest: string;
}

/** The same without the values. */
export type BaseValueSummary = Omit<BaseValues, 'values'> & { readonly count: number };

interface SummaryRow {
  readonly participant_kind: ParticipantKind;
  readonly participant: string;
  readonly years: readonly number[];
  readonly as_of: Date;
  readonly value_count: number;
  readonly digest: string;
}

export async function insertBaseValues(
  manager: EntityManager,
  round: string,
  { participant, years, asOf, values, digest }: BaseValues,
): Promise<void> {
  await manager.query(
    `insert into round_base_value (round, participant_kind, participant, years, as_of, value_list, value_count, digest,
       stated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $5)`,
    [...[round, participant.kind, participant.code, years, asOf], ...[JSON.stringify(values), values.length, digest]],
  );
}

export async function listBaseValues(manager: EntityManager, round: string): Promise<BaseValueSummary[]> {
  const rows: SummaryRow[] = await manager.query(
    `select participant_kind, participant, years, as_of, value_count, digest from round_base_value where round = $1`,
    [round],
  );
  return rows.map((row) => ({
    participant: { kind: row.participant_kind, code: row.participant },
    ...{ years: row.years, asOf: row.as_of, count: row.value_count, digest: row.digest },
  }));
}

/** A slice of the values, in the order of their cells. */
export async function readBaseValues(
  manager: EntityManager,
  round: string,
  { participant, from, limit }: { readonly participant: Participant; readonly from: number; readonly limit: number },
): Promise<StatedValue[]> {
  const rows: { value: StatedValue }[] = await manager.query(
    `select item.value from round_base_value, jsonb_array_elements(value_list) with ordinality as item (value, place)
     where round = $1 and participant_kind = $2 and participant = $3 and item.place > $4
     order by item.place limit $5`,
    [round, participant.kind, participant.code, from, limit],
  );
  return rows.map(({ value }) => value);
}
