import type { EntityManager } from 'typeorm';
import type { Framework } from '../../../../shared/catalogue/framework/framework.ts';
import type { ResultActionRules } from '../../../../shared/catalogue/round/result-actions.ts';
import type { Round } from '../../round/round.ts';
import { lockRound, listRounds } from '../../round/round.repository.ts';
import { hasReached } from '../../round/round-machine.ts';
import { switchOf } from '../../round/round-step.ts';
import { listSteps } from '../../round/round-step.repository.ts';
import { digestOf } from '../../result/recalculation/digest.ts';
import { gradeHistory } from '../grade-history/grade-history.repository.ts';
import { type ProposedAction, raiseActions } from './raise-actions.ts';
import type { BasisGrade } from './result-action.ts';

/** What the circulated grades of a year propose now. */
export interface Raising {
  readonly round: Round;
  readonly proposals: readonly ProposedAction[];
}

/** Null where no round of the year has been circulated. Acts on one year come one after the other: the round is held. */
export async function raiseNow(
  manager: EntityManager,
  rules: ResultActionRules,
  { framework, year }: { readonly framework: Framework; readonly year: number },
): Promise<Raising | null> {
  const rounds = await listRounds(manager, { framework: framework.id, year });
  const latest = rounds.find(({ state }) => hasReached(state, 'CIRCULATED'));
  const round = latest === undefined ? null : await lockRound(manager, latest.code);
  if (round === null) return null;
  const filter = { framework: framework.id, year: null, kind: null, participant: null };
  const history = await gradeHistory(manager, filter, { kind: 'circulated', ownUnit: null });
  const isStepOn = switchOf(await listSteps(manager, round.code));
  return { round, proposals: raiseActions(history, rules, { year, subjectKind: framework.subjectKind, isStepOn }) };
}

/** Running the rules and deciding on what they propose come one after the other, so that neither waits for a row of the other. */
export async function holdUseOfResults(manager: EntityManager): Promise<void> {
  await manager.query(`select pg_advisory_xact_lock(hashtextextended('use of results', 0))`);
}

/** The grades of a proposal as they are kept with it. */
export function basisOf({ basis }: ProposedAction): BasisGrade[] {
  return basis.map(({ year, finalGrade, round }) => ({ year, grade: finalGrade, round }));
}

/** What makes two proposals of one rule the same: the grades, whichever edition decided them. */
export function basisDigest({ basis }: ProposedAction): string {
  return digestOf(basis.map(({ year, finalGrade }) => [year, finalGrade]));
}
