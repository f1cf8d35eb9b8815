import type { ScoringModel } from '../../../../shared/catalogue/scoring-model/scoring-model.ts';
import { decimal } from '../../../../shared/primitives/decimal.ts';
import type { Grade, MemberUnitResult, ScoreResult } from '../../../../shared/scoring/evaluation-result.ts';
import { parseGrade } from '../decision/grade-word.ts';

/** A participant's result at one instant. */
export interface ParticipantResult {
  readonly score: ScoreResult;
  /** 建议类别; null where the data do not allow one. */
  readonly suggested: Grade | null;
  /** Digest of the stored result it was read from. */
  readonly digest: string;
}

/** Below this share of received values no grade is suggested for a unit, as for a subject. Status derived. */
const COMPLETE_ENOUGH = '0.90';

/** The grade a unit's score suggests by the bands of the model. */
export function suggestUnitGrade(
  { bands }: Pick<ScoringModel, 'bands'>,
  { score, expected, received }: Pick<MemberUnitResult, 'score' | 'expected' | 'received'>,
): Grade | null {
  if (score === null || score.value === null) return null;
  if (expected > 0 && decimal(received).div(expected).lt(COMPLETE_ENOUGH)) return null;
  const value = decimal(score.value);
  const band = bands.find(({ atLeast }) => value.gte(atLeast));
  return band === undefined ? null : parseGrade(band.category);
}
