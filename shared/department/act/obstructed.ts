import type { EntityManager } from 'typeorm';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import type { Step } from '../publication/publication.ts';
import type { ActSubject } from './act.ts';
import { type ActFinding, actErrors } from './act.errors.ts';
import { findObstacles, findTargets, type Obstacle } from './act.repository.ts';

/** A publication with the steps it is to take. */
export interface Decided {
  readonly subject: ActSubject;
  readonly steps: readonly Step[];
}

/** True where the steps make the publication's values count, or stop counting. */
export function isAcceptance({ steps }: Decided): boolean {
  return steps.at(-1)?.state === ObservationState.ACCEPTED;
}

/** Takes out what the record as it stands no longer lets through: overtaken or frozen values, withdrawals of nothing. */
export async function removeObstructed(
  manager: EntityManager,
  allowed: readonly Decided[],
): Promise<{ decided: Decided[]; findings: { id: string; finding: ActFinding }[] }> {
  const accepted = allowed.filter(isAcceptance);
  const withdrawals = accepted.filter(({ subject }) => subject.kind === 'WITHDRAWAL').map(({ subject }) => subject.id);
  const others = accepted.filter(({ subject }) => subject.kind !== 'WITHDRAWAL').map(({ subject }) => subject.id);
  const obstacles: ReadonlyMap<string, Obstacle> = others.length > 0 ? await findObstacles(manager, others) : new Map();
  const targets = withdrawals.length > 0 ? await findTargets(manager, withdrawals) : [];
  const withTarget = new Set(targets.map(({ publicationId }) => publicationId));
  const decided: Decided[] = [];
  const findings: { id: string; finding: ActFinding }[] = [];
  for (const candidate of allowed) {
    const { id } = candidate.subject;
    const isVain = withdrawals.includes(id) && !withTarget.has(id);
    const finding = isVain ? actErrors.nothingLeft() : findingOf(candidate.subject, obstacles.get(id));
    if (finding) findings.push({ id, finding });
    else decided.push(candidate);
  }
  return { decided, findings };
}

/** What the record as it stands has against values that would begin to count. */
function findingOf({ kind }: ActSubject, obstacle: Obstacle | undefined): ActFinding | null {
  if (obstacle === undefined) return null;
  if (obstacle.superseded > 0) return actErrors.superseded(obstacle.superseded);
  if (obstacle.frozen > 0 && kind === 'REPORT') return actErrors.locked(obstacle.frozen);
  return obstacle.empty > 0 && kind === 'AMENDMENT' ? actErrors.nothingToAmend(obstacle.empty) : null;
}
