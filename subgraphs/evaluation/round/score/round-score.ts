import type { ScoreResult } from '../../../../shared/scoring/evaluation-result.ts';
import type { Participant } from '../participant.ts';

/** 自评得分, 核定得分, 最终得分: three states of one score. */
export const SCORE_STAGES = ['SELF', 'VERIFIED', 'FINAL'] as const;

export type ScoreStage = (typeof SCORE_STAGES)[number];

/** A score as it was recorded in one step of a round. */
export interface RoundScore {
  readonly participant: Participant;
  readonly stage: ScoreStage;
  readonly score: ScoreResult;
  /** The instant whose result it is: `evaluation(asOf:)` of it says the same. */
  readonly asOf: Date;
  readonly digest: string;
  readonly recordedAt: Date;
}
