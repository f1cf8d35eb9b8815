import type { DataSource, EntityManager } from 'typeorm';
import { SnapshotBuilder } from '../../../shared/archive/snapshot-builder.ts';
import { sealText } from '../../../shared/archive/seal.ts';
import { kpisOf } from '../../../shared/catalogue/version/living-catalogue.ts';
import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { Logger } from '../../../shared/observability/logger.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import type { Signer } from '../../../shared/primitives/signer.ts';
import type { EvaluationResult } from '../../../shared/scoring/evaluation-result.ts';
import { recordAudit } from '../audit/audit-event.repository.ts';
import type { YearCalculator } from '../result/recalculation/year-calculator.ts';
import { lockRound, markArchived } from '../round/round.repository.ts';
import { appendRoundEvent } from '../round/round-event.repository.ts';
import { listParticipants } from '../round/round-participant.repository.ts';
import { latestScores } from '../round/score/round-score.repository.ts';
import type { Archive } from './archive.ts';
import { lockArchive, noteObstacle, storeSeal } from './archive.repository.ts';
import { insertBlock } from './archive-block.repository.ts';
import { differingScores } from './differing-scores.ts';
import { enqueueLockValues, enqueueSealing } from './lock-job.repository.ts';
import { snapshotLeaves } from './snapshot-leaves.ts';
import { findLockDisagreements, type LockDisagreement, lockWaits } from './value-lock.repository.ts';

export interface SealDependencies {
  readonly dataSource: DataSource;
  readonly calculator: YearCalculator;
  readonly catalogue: Catalogue;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What an attempt came to. */
export type SealOutcome = 'SEALED' | 'WAITING' | 'NOTHING';

/** How long until it is looked again whether the departments' feeds have been followed. */
const PAUSE_SECONDS = 2;

const WORKER = { subject: 'service:evaluation-worker', memberUnit: null, roles: [], purpose: 'archive' };

/**
 * Seals a round once every department has locked and what it attests is what the input store holds. Everything is read and
 * written in one transaction on one state of the database: a worker that dies on the way leaves nothing behind, and the next
 * one seals the same root.
 */
export class SealArchiveService {
  constructor(private readonly dependencies: SealDependencies) {}

  async seal(round: string): Promise<SealOutcome> {
    const { dataSource, log } = this.dependencies;
    if ((await lockWaits(dataSource.manager, round)).length > 0) return 'WAITING';
    const disagreements = await findLockDisagreements(dataSource.manager, round);
    if (disagreements.length > 0) return this.wait(round, disagreements);
    try {
      return await dataSource.transaction('REPEATABLE READ', (manager) => this.sealIn(manager, round));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ round, err: error }, 'round cannot be sealed now');
      await noteObstacle(dataSource.manager, round, `封存未成：${reason.slice(0, 500)}`);
      throw error;
    }
  }

  /** What was accepted after a department gave its receipt is locked anew; what has not come yet is waited for. */
  private async wait(round: string, disagreements: readonly LockDisagreement[]): Promise<'WAITING'> {
    const changed = disagreements.filter(({ isBehind }) => !isBehind);
    const names = [...new Set(disagreements.map(({ department }) => department))].join('、');
    await this.dependencies.dataSource.transaction(async (manager) => {
      await noteObstacle(manager, round, `正在核对 ${names} 所锁定的值`);
      if (changed.length === 0) return enqueueSealing(manager, round, PAUSE_SECONDS);
      for (const subject of new Set(changed.map((each) => each.subject)))
        await this.lockAgain(
          manager,
          round,
          subject,
          changed.filter((each) => each.subject === subject),
        );
    });
    return 'WAITING';
  }

  private async lockAgain(
    manager: EntityManager,
    round: string,
    subject: string,
    disagreements: readonly LockDisagreement[],
  ): Promise<void> {
    const [first] = disagreements;
    const archive = await lockArchive(manager, round);
    if (archive === null || first === undefined) return;
    const departments = disagreements.map(({ department }) => department);
    const payload = { round, participantKind: 'SUBJECT' as const, participant: subject, subject, year: first.year };
    await enqueueLockValues(
      manager,
      { ...payload, reason: archive.reason, occasion: 'ARCHIVE', departments },
      PAUSE_SECONDS,
    );
  }

  private async sealIn(manager: EntityManager, code: string): Promise<SealOutcome> {
    const { calculator, catalogue, signer, clock, log } = this.dependencies;
    const archive = await lockArchive(manager, code);
    if (archive === null || archive.state === 'SEALED') return 'NOTHING';
    const round = await lockRound(manager, code);
    const plan = round === null ? null : calculator.plan(round.framework, round.year);
    if (round === null || plan === null) throw new Error(`there is no scoring model for ${code}`);
    if (round.state !== 'CIRCULATED') throw new Error(`${code} is in state ${round.state}`);
    // Acceptance may have gone on since the receipts were compared; this is the state that is sealed.
    if ((await findLockDisagreements(manager, code)).length > 0) {
      await enqueueSealing(manager, code, PAUSE_SECONDS);
      return 'WAITING';
    }
    const participants = await listParticipants(manager, code);
    const results = new Map<string, Pick<EvaluationResult, 'score' | 'memberUnits'>>();
    const onResult = (subject: string, { score, memberUnits }: EvaluationResult) =>
      void results.set(subject, { score, memberUnits });
    const beside = {
      kpis: { kpis: kpisOf(catalogue, round.framework) },
      'release-calendar': catalogue.releaseCalendar,
    };
    const builder = new SnapshotBuilder();
    const source = { manager, calculator, round, archive, participants, plan, beside, onResult };
    for await (const leaf of snapshotLeaves(source)) {
      const block = builder.add(leaf);
      if (block !== null) await insertBlock(manager, code, block);
    }
    const rest = builder.flush();
    if (rest !== null) await insertBlock(manager, code, rest);
    const at = clock.now();
    const seal = builder.seal({ round: code, edition: round.edition, sealedAt: at.toISOString() }, signer);
    const { root, keyId, leaves } = seal.statement;
    await storeSeal(manager, code, { seal: sealText(seal), root, keyId, leafCount: leaves, sealedAt: at });
    const differing = differingScores(participants, await latestScores(manager, code), results);
    await this.note(manager, archive, { at, detail: { root, keyId, leaves, differing } });
    if (!(await markArchived(manager, code, at))) throw new Error(`${code} could not be marked as archived`);
    log.info({ round: code, root, leaves, differing }, 'round sealed');
    return 'SEALED';
  }

  private async note(
    manager: EntityManager,
    { round, traceId }: Archive,
    { at, detail }: { readonly at: Date; readonly detail: object },
  ): Promise<void> {
    const event = { round, step: 'ARCHIVE', action: 'ARCHIVED', participant: null, reason: null, detail } as const;
    await appendRoundEvent(manager, { ...event, at, traceId, actor: WORKER.subject, actorUnit: null });
    await recordAudit(manager, WORKER, { action: 'archive.sealed', target: round, detail, at, traceId });
  }
}
