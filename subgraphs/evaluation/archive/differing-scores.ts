import { decimal } from '../../../shared/primitives/decimal.ts';
import type { EvaluationResult } from '../../../shared/scoring/evaluation-result.ts';
import { isSameParticipant, type RoundParticipant } from '../round/participant.ts';
import type { RoundScore } from '../round/score/round-score.ts';

/** A participant whose final score is not what its values come to when the round is sealed. */
export interface DifferingScore {
  readonly kind: RoundParticipant['kind'];
  readonly code: string;
  readonly final: string | null;
  readonly sealed: string | null;
}

/**
 * Final scores that differ from what the sealed values come to, because values were corrected after the decision. They do
 * not keep a round from being sealed: the snapshot holds both, and which is to count is for a new edition to say.
 */
export function differingScores(
  participants: readonly RoundParticipant[],
  scores: readonly RoundScore[],
  results: ReadonlyMap<string, Pick<EvaluationResult, 'score' | 'memberUnits'>>,
): DifferingScore[] {
  return participants.flatMap((participant) => {
    const final = scores.find((each) => each.stage === 'FINAL' && isSameParticipant(each.participant, participant));
    if (final === undefined) return [];
    const { kind, code, subject } = participant;
    const result = results.get(subject);
    const unit = result?.memberUnits.find(({ memberUnit }) => memberUnit === code);
    const sealed = (kind === 'SUBJECT' ? result?.score : unit?.score)?.value ?? null;
    const isSame =
      sealed === null || final.score.value === null
        ? sealed === final.score.value
        : decimal(sealed).eq(decimal(final.score.value));
    return isSame ? [] : [{ kind, code, final: final.score.value, sealed }];
  });
}
