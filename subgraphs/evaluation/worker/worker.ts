import { EventEmitter } from 'node:events';
import { Logger as QueueLogger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { DataSource } from 'typeorm';
import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { Logger } from '../../../shared/observability/logger.ts';
import { SessionLocks } from '../../../shared/persistence/session-locks.ts';
import { systemClock } from '../../../shared/primitives/clock.ts';
import type { Signer } from '../../../shared/primitives/signer.ts';
import { archiveTasks } from '../archive/archive-tasks.ts';
import type { DepartmentLocks } from '../archive/department-locks.ts';
import { LockValuesService } from '../archive/lock-values.service.ts';
import { resumeAllSealings } from '../archive/resume-sealing.ts';
import { SealArchiveService } from '../archive/seal-archive.service.ts';
import { FrameworkRegister } from '../framework/framework-register.ts';
import type { FrameworkVersions } from '../framework-version/framework-versions.ts';
import { FOLLOWED_DEPARTMENTS, type FollowedDepartment } from '../input-store/department-register.ts';
import { IngestService } from '../input-store/ingest.service.ts';
import { FeedCursorRepository } from '../progress/feed-cursor.repository.ts';
import { digestCatalogue } from '../result/recalculation/catalogue-digest.ts';
import { findOutdated } from '../result/recalculation/outdated-result.repository.ts';
import {
  enqueueRecalculations,
  RECALCULATE,
  releaseInterrupted,
  WORKER_LOCKS,
} from '../result/recalculation/recalculation-job.repository.ts';
import { RecalculationService } from '../result/recalculation/recalculation.service.ts';
import { YearCalculator } from '../result/recalculation/year-calculator.ts';
import type { ChangeSource } from './change-source.ts';
import { followDepartment } from './follower.ts';
import { whileLeading } from './leadership.ts';
import { createRecalculateTask } from './recalculate.task.ts';
import { REMIND_CRONTAB, remindTasks } from './remind.task.ts';

export interface WorkerDependencies {
  readonly dataSource: DataSource;
  /** Connection of the app role, for the job queue's own pool. */
  readonly databaseUrl: string;
  readonly catalogue: Catalogue;
  /** Where further versions of frameworks are followed; `catalogue` is theirs then. */
  readonly versions?: FrameworkVersions;
  readonly source: ChangeSource;
  /** Has departments lock values; without it nothing is locked here. */
  readonly locks?: DepartmentLocks;
  /** Seals rounds; null where there is no key. */
  readonly signer?: Signer | null;
  readonly log: Logger;
  readonly departments?: readonly FollowedDepartment[];
  readonly recalculations?: RecalculationPace;
}

/** How many batches are calculated at once, and of how many subjects each is. */
export interface RecalculationPace {
  readonly concurrency: number;
  readonly batch: number;
}

export interface RunningWorker {
  /** Ends the loops and lets running jobs finish. */
  stop(): Promise<void>;
}

/** Two at once keep a small machine busy: one waits for the database while the other calculates. */
const USUAL_PACE: RecalculationPace = { concurrency: 2, batch: 25 };

/** Starts the loops over the departments' feeds and the job queue. */
export async function startWorker(dependencies: WorkerDependencies): Promise<RunningWorker> {
  const { dataSource, catalogue, versions, log } = dependencies;
  const register = new FrameworkRegister(catalogue);
  const recalculation = new RecalculationService({
    dataSource,
    catalogue,
    register,
    catalogueDigest: digestCatalogue(),
    ...(versions && { versions }),
  });
  await enqueueOutdated(dataSource, register, recalculation);
  // What came in while this process did not know a version yet is calculated by it, too.
  versions?.onChange(() => enqueueOutdated(dataSource, register, recalculation));
  await releaseInterrupted(dataSource.manager);
  await resumeAllSealings(dataSource.manager);
  const pace = dependencies.recalculations ?? USUAL_PACE;
  const locks = new SessionLocks({ url: dependencies.databaseUrl, space: WORKER_LOCKS, log });
  const queue = await startQueue(
    { connectionString: dependencies.databaseUrl, pace, log, locks },
    {
      [RECALCULATE]: createRecalculateTask(recalculation, log, pace.batch),
      ...createArchiveTasks(dependencies, register),
      ...remindTasks(dataSource, log),
    },
  );
  const stopping = new AbortController();
  const cursors = new FeedCursorRepository(dataSource.manager);
  const ingest = new IngestService(dataSource, register);
  const follow = { source: dependencies.source, ingest, positionOf: (name: string) => cursors.positionOf(name), log };
  const departments = dependencies.departments ?? FOLLOWED_DEPARTMENTS;
  // One of several workers follows the feeds, for a page read by two is read in vain; all of them calculate.
  const leading = whileLeading({
    locks,
    stopping: stopping.signal,
    release: () => releaseInterrupted(dataSource.manager),
    act: async (signal) => {
      await Promise.all(departments.map((department) => followDepartment(department, follow, signal)));
    },
    log,
  });
  return {
    async stop() {
      stopping.abort();
      await leading;
      await queue.stop();
      await locks.close();
    },
  };
}

function createArchiveTasks(dependencies: WorkerDependencies, register: FrameworkRegister): TaskList {
  const { dataSource, catalogue, locks, signer, log, departments } = dependencies;
  if (locks === undefined) return {};
  const calculator = new YearCalculator({ catalogue, register, catalogueDigest: digestCatalogue() });
  return archiveTasks(
    new LockValuesService({ dataSource, locks, log, ...(departments && { departments }) }),
    signer ? new SealArchiveService({ dataSource, calculator, catalogue, signer, clock: systemClock, log }) : null,
  );
}

interface QueueOptions {
  readonly connectionString: string;
  readonly pace: RecalculationPace;
  readonly log: Logger;
  readonly locks: SessionLocks;
}

async function startQueue(
  { connectionString, pace: { concurrency }, log, locks }: QueueOptions,
  taskList: TaskList,
): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => {
    // Jobs are taken under the name of the pool.
    locks.hold(workerPool.id).catch((err: unknown) => log.warn({ err }, 'this worker cannot show that it lives'));
  });
  return run({
    events,
    connectionString,
    maxPoolSize: concurrency + 2,
    concurrency,
    noHandleSignals: true,
    pollInterval: 2_000,
    logger: new QueueLogger(() => (level, message) => {
      if (level === 'error') log.error(message);
      else if (level === 'warning') log.warn(message);
      else log.trace(message);
    }),
    taskList,
    crontab: REMIND_CRONTAB,
  });
}

async function enqueueOutdated(
  dataSource: DataSource,
  register: FrameworkRegister,
  recalculation: RecalculationService,
): Promise<void> {
  const expected = register.judgedYears().map(({ framework, year }) => ({
    kind: framework.subjectKind,
    year,
    framework: framework.id,
    model: recalculation.modelText(framework.id),
  }));
  await enqueueRecalculations(dataSource.manager, await findOutdated(dataSource.manager, expected));
}
