import type { EntityManager } from 'typeorm';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import type { Step } from '../publication/publication.ts';
import type { ActSubject } from './act.ts';
import { type ActFinding, actErrors } from './act.errors.ts';
import { findObstacles, findTargets } from './act.repository.ts';

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
  const obstacles = others.length > 0 ? await findObstacles(manager, others) : new Map();
  const targets = withdrawals.length > 0 ? await findTargets(manager, withdrawals) : [];
  const withTarget = new Set(targets.map(({ publicationId }) => publicationId));
  const decided: Decided[] = [];
  const findings: { id: string; finding: ActFinding }[] = [];
  for (const candidate of allowed) {
    const { id, kind } = candidate.subject;
    const obstacle = obstacles.get(id);
    const finding =
      withdrawals.includes(id) && !withTarget.has(id)
        ? actErrors.nothingLeft()
        : obstacle && obstacle.superseded > 0
          ? actErrors.superseded(obstacle.superseded)
          : obstacle && obstacle.frozen > 0 && kind === 'REPORT'
            ? actErrors.locked(obstacle.frozen)
            : null;
    if (finding) findings.push({ id, finding });
    else decided.push(candidate);
  }
  return { decided, findings };
}
