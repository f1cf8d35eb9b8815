import type { EntityManager } from 'typeorm';
import { digestOf } from './digest.ts';
import type { EvaluationKey, EvaluationRecord, IndicatorRecord } from '../evaluation-record.ts';

/** Stands for the whole among the codes of indicators, which are numbers. */
export const HEADER = 'whole';

/** Accepted values and assessments never change under their id; their ids and states speak for them. */
export function indicatorDigest({ evidence, assessments, ...row }: IndicatorRecord): string {
  return digestOf({
    ...row,
    evidence: evidence.map(({ id, state }) => `${id} ${state}`),
    assessments: assessments.map(({ id }) => id),
  });
}

/** One digest for a whole result, its indicators in it: equal exactly where the results are. */
export function resultDigest({ header, indicators }: EvaluationRecord): string {
  return digestOfParts([
    [HEADER, digestOf(header)],
    ...indicators.map((row): [string, string] => [row.indicator, indicatorDigest(row)]),
  ]);
}

/** The same digest of the result that is stored now; null where there is none. */
export async function storedResultDigest(
  manager: EntityManager,
  { subject, year, framework }: EvaluationKey,
): Promise<string | null> {
  const rows: { part: string; digest: string }[] = await manager.query(
    `select '${HEADER}' as part, digest from evaluation_result
     where subject = $1 and year = $2 and framework = $3 and known_to is null
     union all
     select indicator, digest from indicator_result
     where subject = $1 and year = $2 and framework = $3 and known_to is null`,
    [subject, year, framework],
  );
  return rows.length === 0 ? null : digestOfParts(rows.map(({ part, digest }) => [part, digest]));
}

function digestOfParts(parts: readonly (readonly [string, string])[]): string {
  return digestOf(Object.fromEntries(parts));
}
