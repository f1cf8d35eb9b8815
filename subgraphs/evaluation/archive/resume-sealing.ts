import type { EntityManager } from 'typeorm';
import type { Archive } from './archive.ts';
import { findArchive, roundsUnderWay } from './archive.repository.ts';
import { enqueueLockValues, enqueueSealing } from './lock-job.repository.ts';
import { openSubjects } from './value-lock.repository.ts';

/** Enqueues whatever a sealing still needs; doing it once more does no harm. */
export async function resumeSealing(manager: EntityManager, archive: Archive): Promise<void> {
  const open = await openSubjects(manager, archive.round);
  const { round, reason } = archive;
  for (const { subject, year, departments } of open) {
    const who = { participantKind: 'SUBJECT' as const, participant: subject, subject, year };
    await enqueueLockValues(manager, { round, ...who, reason, occasion: 'ARCHIVE', departments });
  }
  if (open.length === 0) await enqueueSealing(manager, round);
}

/** The same for every round whose sealing is under way: a worker begins with it, whatever became of the one before. */
export async function resumeAllSealings(manager: EntityManager): Promise<void> {
  for (const round of await roundsUnderWay(manager)) {
    const archive = await findArchive(manager, round);
    if (archive !== null) await resumeSealing(manager, archive);
  }
}
