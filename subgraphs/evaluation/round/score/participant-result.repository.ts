import type { EntityManager } from 'typeorm';
import type { ScoringModel } from '../../../../shared/catalogue/scoring-model/scoring-model.ts';
import { canonicalJson, sha256Hex } from '../../../../shared/primitives/canonical-json.ts';
import type { Grade, MemberUnitResult } from '../../../../shared/scoring/evaluation-result.ts';
import { knownAt } from '../../result/known-at.ts';
import { lockSubjectYear } from '../../result/recalculation/recalculation.repository.ts';
import { participantText, type RoundParticipant } from '../participant.ts';
import type { Round } from '../round.ts';
import { type ParticipantResult, suggestUnitGrade } from './participant-result.ts';

interface ResultRow {
  readonly subject: string;
  readonly score_value: string | null;
  readonly score_low: string;
  readonly score_high: string;
  readonly is_complete: boolean;
  readonly grade: Grade | null;
  readonly member_units: readonly MemberUnitResult[];
  readonly digest: string;
}

/**
 * The instant at which the results of the subjects are read: no calculation of them is under way, and whatever is
 * stored later is known later. To the millisecond, which is what can be asked for again (`asOf`).
 */
export async function settleInstant(
  manager: EntityManager,
  { year }: Pick<Round, 'year'>,
  participants: readonly RoundParticipant[],
): Promise<Date> {
  const subjects = [...new Set(participants.map(({ subject }) => subject))].sort();
  for (const subject of subjects) await lockSubjectYear(manager, { subject, year });
  const rows: { at: Date }[] = await manager.query(`select date_trunc('milliseconds', clock_timestamp()) as at`);
  return rows[0]?.at ?? new Date();
}

/** Results of participants as they were known at an instant; those of whom nothing was known are left out. */
export async function readResults(
  manager: EntityManager,
  { year, framework }: Pick<Round, 'year' | 'framework'>,
  {
    participants,
    asOf,
    model,
  }: { readonly participants: readonly RoundParticipant[]; readonly asOf: Date; readonly model: ScoringModel | null },
): Promise<Map<string, ParticipantResult>> {
  const rows: ResultRow[] = await manager.query(
    `select subject, score_value, score_low, score_high, is_complete, grade, member_units, digest
     from evaluation_result
     where subject = any($1) and year = $2 and framework = $3 and ${knownAt(4)}`,
    [[...new Set(participants.map(({ subject }) => subject))], year, framework, asOf],
  );
  const bySubject = new Map(rows.map((row) => [row.subject, row]));
  const results = new Map<string, ParticipantResult>();
  for (const participant of participants) {
    const row = bySubject.get(participant.subject);
    const result = row && (participant.kind === 'SUBJECT' ? ofSubject(row) : ofUnit(row, participant.code, model));
    if (result) results.set(participantText(participant), result);
  }
  return results;
}

function ofSubject(row: ResultRow): ParticipantResult {
  const { score_value: value, score_low: low, score_high: high, is_complete: isComplete } = row;
  return { score: { value, low, high, isComplete }, suggested: row.grade, digest: row.digest };
}

function ofUnit(row: ResultRow, unit: string, model: ScoringModel | null): ParticipantResult | null {
  const result = row.member_units.find(({ memberUnit }) => memberUnit === unit);
  if (result === undefined || result.score === null) return null;
  const { memberUnit, leads, received, expected, score, special } = result;
  const digest = sha256Hex(
    canonicalJson({ memberUnit, leads, received, expected, score: { ...score }, special: special && { ...special } }),
  );
  return { score, suggested: model === null ? null : suggestUnitGrade(model, result), digest };
}
