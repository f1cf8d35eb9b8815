import { readSeal } from '../../../shared/archive/seal.ts';
import { trailerText } from '../../../shared/archive/snapshot-builder.ts';
import { encodeCursor, type Page, type PageRequest } from '../../../shared/graphql/connection.ts';
import { badUserInput, forbidden } from '../../../shared/graphql/errors.ts';
import { isText } from '../round/round.errors.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import type { Result } from '../../../shared/primitives/result.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import { recordAudit } from '../audit/audit-event.repository.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import { FOLLOWED_DEPARTMENTS } from '../input-store/department-register.ts';
import { actOnRound, type Caller, type RoundAct } from '../round/round-act.service.ts';
import { listParticipants } from '../round/round-participant.repository.ts';
import type { Archive, ArchiveWait, ValueLock } from './archive.ts';
import { archiveErrors } from './archive.errors.ts';
import { findArchive, insertArchive } from './archive.repository.ts';
import { blockRoots, blockTexts, countBlocks } from './archive-block.repository.ts';
import { mayExportArchives, mayReadArchives, maySealRounds } from './permission.ts';
import { resumeSealing } from './resume-sealing.ts';
import { countValueLocks, listValueLocks, lockWaits, openLocks } from './value-lock.repository.ts';

export interface ArchiveDependencies {
  readonly database: EvaluationDatabase;
  readonly clock: Clock;
}

/** A round to be sealed, and on what ground. */
export interface ArchiveOrder {
  readonly round: string;
  readonly reason: string;
}

/** A part of the file. */
export interface ArchivePiece {
  readonly index: number;
  readonly text: string;
}

/** Pieces are some hundred kilobytes each. */
const MOST_PIECES = 8;

/** Has rounds sealed, and shows what is sealed. */
export class ArchiveService {
  constructor(private readonly dependencies: ArchiveDependencies) {}

  /** Begins to seal a circulated round, or goes on where it was begun. */
  async archive(caller: Caller, { round, reason }: ArchiveOrder): Promise<Result<Archive | null, readonly Issue[]>> {
    if (!maySealRounds(caller.viewer)) throw forbidden('只有协调小组办公室的审签人可以锁定归档');
    return actOnRound(this.dependencies, caller, { round, expectedSeq: null }, async (act) => {
      const begun = await findArchive(act.manager, round);
      if (begun === null) await this.begin(act, reason);
      else if (begun.state === 'LOCKING') await resumeSealing(act.manager, begun);
      return findArchive(act.manager, round);
    });
  }

  private async begin(act: RoundAct, reason: string): Promise<void> {
    const { manager, round, caller, at } = act;
    act.mustBeIn('CIRCULATED');
    if (!isText(reason) || reason.trim().length < 4 || reason.length > 1_000) act.refuse(archiveErrors.reasonMissing());
    const subjects = [...new Set((await listParticipants(manager, round.code)).map(({ subject }) => subject))];
    if (subjects.length === 0) act.refuse(archiveErrors.notSealable(round.code));
    const { viewer, traceId } = caller;
    await insertArchive(manager, {
      ...{ round: round.code, requestedBy: viewer.subject, requestedByUnit: viewer.memberUnit, reason: reason.trim() },
      ...{ requestedAt: at, traceId },
    });
    const keys = subjects.flatMap((subject) =>
      FOLLOWED_DEPARTMENTS.map(({ service }) => ({
        round: round.code,
        subject,
        year: round.year,
        department: service,
      })),
    );
    await openLocks(
      manager,
      keys.map((key) => ({ ...key, occasion: 'ARCHIVE' as const, memberUnit: '' })),
    );
    await act.note({
      step: 'ARCHIVE',
      action: 'ARCHIVE_STARTED',
      reason: reason.trim(),
      detail: { subjects: subjects.length },
    });
    const archive = await findArchive(manager, round.code);
    if (archive !== null) await resumeSealing(manager, archive);
  }

  async find(viewer: Viewer, round: string): Promise<Archive | null> {
    return mayReadArchives(viewer) ? findArchive(this.dependencies.database.manager, round) : null;
  }

  /** Departments that have not locked yet. */
  waitingFor({ round }: Pick<Archive, 'round'>): Promise<ArchiveWait[]> {
    return lockWaits(this.dependencies.database.manager, round);
  }

  async locks({ round }: Pick<Archive, 'round'>, page: PageRequest): Promise<Page<ValueLock>> {
    const { manager } = this.dependencies.database;
    const [subject, department] = page.after?.split('/') ?? [];
    const after = subject === undefined || department === undefined ? null : { subject, department };
    const found = await listValueLocks(manager, round, { after, limit: page.first + 1 });
    return {
      items: found.slice(0, page.first),
      cursorOf: (lock) => encodeCursor(`${lock.subject}/${lock.department}`),
      hasNextPage: found.length > page.first,
      hasPreviousPage: after !== null,
      totalCount: () => countValueLocks(manager, round),
    };
  }

  /** The file in pieces: the blocks, and last the end with the seal; null where there is none or it is not to be had. */
  async pieces({ viewer, traceId }: Caller, round: string, page: PageRequest): Promise<Page<ArchivePiece> | null> {
    if (!mayExportArchives(viewer)) throw forbidden('没有下载归档快照的权限');
    const { database, clock } = this.dependencies;
    const { manager } = database;
    const seal = readSeal((await findArchive(manager, round))?.seal ?? '');
    if (seal === null) return null;
    const start = page.after === null ? -1 : Number(page.after);
    if (!Number.isSafeInteger(start) || start < -1) throw badUserInput('after 不是本接口给出的游标');
    if (start === -1)
      await recordAudit(manager, viewer, {
        action: 'archive.exported',
        target: round,
        detail: {},
        at: clock.now(),
        traceId,
      });
    const limit = Math.min(page.first, MOST_PIECES);
    const blocks = await blockTexts(manager, round, { after: start, limit });
    const count = await countBlocks(manager, round);
    const items = blocks.map(({ block, content }) => ({ index: block, text: content }));
    if (items.length < limit && start < count)
      items.push({ index: count, text: trailerText(await blockRoots(manager, round), seal) });
    return {
      items,
      cursorOf: ({ index }) => encodeCursor(String(index)),
      hasNextPage: items.length > 0 && (items.at(-1)?.index ?? count) < count,
      hasPreviousPage: start >= 0,
      totalCount: () => count + 1,
    };
  }
}
