import type { EntityManager } from 'typeorm';
import { canonicalJson, sha256Hex } from '../../../../shared/primitives/canonical-json.ts';
import type { RoundParticipant } from '../participant.ts';
import type { StatedValue } from './self-evaluation.ts';

interface ValueRow extends Omit<StatedValue, 'memberUnit' | 'receiptHash'> {
  readonly member_unit: string | null;
  readonly receipt_hash: string | null;
}

/** The accepted values of some years that are a participant's own, as they are known now, in the order of their cells. */
export async function statedValues(
  manager: EntityManager,
  { kind, code, subject }: RoundParticipant,
  years: readonly number[],
): Promise<StatedValue[]> {
  const rows: ValueRow[] = await manager.query(
    `select observation_id as id, department, measure, period, dimensions, value, revision, member_unit, receipt_hash
     from input_observation
     where subject = $1 and period_year = any($2) and known_to is null and ($3::text is null or member_unit = $3)
     order by measure collate "C", period collate "C", dimensions collate "C"`,
    [subject, years, kind === 'MEMBER_UNIT' ? code : null],
  );
  return rows.map(({ member_unit: memberUnit, receipt_hash: receiptHash, ...row }) => ({
    ...row,
    memberUnit,
    receiptHash,
  }));
}

/** One digest for a list of values: a later list says the same only where nothing has changed. */
export function digestOfValues(values: readonly StatedValue[]): string {
  return sha256Hex(canonicalJson(values.map((value) => ({ ...value }))));
}
