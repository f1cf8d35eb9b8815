import { participantText, type RoundParticipant } from '../participant.ts';
import type { RoundAct, RoundDependencies } from '../round-act.service.ts';
import type { ParticipantResult } from './participant-result.ts';
import { readResults, settleInstant } from './participant-result.repository.ts';
import type { ScoreStage } from './round-score.ts';
import { insertScore } from './round-score.repository.ts';

/** Results with the instant they are of. */
export interface SettledResults {
  readonly asOf: Date;
  readonly results: ReadonlyMap<string, ParticipantResult>;
}

/** Reads the present results of participants within an act, at an instant that can be asked for again. */
export async function presentResults(
  { catalogue }: Pick<RoundDependencies, 'catalogue'>,
  { manager, round }: RoundAct,
  participants: readonly RoundParticipant[],
): Promise<SettledResults> {
  const asOf = await settleInstant(manager, round, participants);
  const model = catalogue.scoringModels.get(round.framework) ?? null;
  return { asOf, results: await readResults(manager, round, { participants, asOf, model }) };
}

/** Records the present results of participants as one of the three scores; returns those who have none. */
export async function recordScores(
  dependencies: Pick<RoundDependencies, 'catalogue'>,
  act: RoundAct,
  { participants, stage }: { readonly participants: readonly RoundParticipant[]; readonly stage: ScoreStage },
): Promise<readonly RoundParticipant[]> {
  const { asOf, results } = await presentResults(dependencies, act, participants);
  const without: RoundParticipant[] = [];
  for (const participant of participants) {
    const result = results.get(participantText(participant));
    if (result === undefined) without.push(participant);
    else {
      const { score, digest } = result;
      await insertScore(act.manager, act.round.code, { participant, stage, score, asOf, digest, recordedAt: act.at });
    }
  }
  return without;
}
