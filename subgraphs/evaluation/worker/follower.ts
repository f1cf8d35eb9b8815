import type { Logger } from '../../../shared/observability/logger.ts';
import type { FollowedDepartment } from '../input-store/department-register.ts';
import type { FeedPage } from '../input-store/feed-change.ts';
import type { Ingested } from '../input-store/ingest.service.ts';
import { backoffMs, pause } from './backoff.ts';
import type { ChangeSource } from './change-source.ts';
import { feedLag } from './worker-metrics.ts';

/** Changes asked for at once, and how long a department may hold the question open. */
const PAGE_SIZE = 5_000;
const WAIT_MS = 1_500;
/** Least time between two empty answers: a department that does not wait must not be asked without pause. */
const EMPTY_PAUSE_MS = 200;

export interface FollowerDependencies {
  readonly source: ChangeSource;
  readonly ingest: { ingest(department: string, page: FeedPage): Promise<Ingested> };
  readonly positionOf: (department: string) => Promise<bigint>;
  readonly log: Logger;
}

/** Follows one department's feed until told to stop. Whatever fails, it tries again; other departments do not notice. */
export async function followDepartment(
  department: FollowedDepartment,
  dependencies: FollowerDependencies,
  signal: AbortSignal,
): Promise<void> {
  feedLag.follow(department.service);
  let failures = 0;
  let position: bigint | null = null;
  while (!signal.aborted) {
    try {
      position ??= await dependencies.positionOf(department.service);
      position = await step(department, position, dependencies, signal);
      if (failures > 0) dependencies.log.info({ department: department.service, failures }, 'feed is followed again');
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (failures === 0)
        dependencies.log.warn({ department: department.service, err: error }, 'feed cannot be followed now');
      // Where the transaction stands is not known: the cursor in the database tells.
      position = null;
      await pause(backoffMs(failures), signal);
      failures += 1;
    }
  }
}

async function step(
  department: FollowedDepartment,
  position: bigint,
  { source, ingest, log }: FollowerDependencies,
  signal: AbortSignal,
): Promise<bigint> {
  const started = Date.now();
  const page = await source.read(department, { after: position, first: PAGE_SIZE, waitMs: WAIT_MS }, signal);
  if (page.changes.length === 0) {
    feedLag.note(department.service, position, page.head);
    await pause(Math.max(0, EMPTY_PAUSE_MS - (Date.now() - started)), signal);
    return position;
  }
  const ingested = await ingest.ingest(department.service, page);
  feedLag.note(department.service, ingested.position, page.head);
  log.debug({ department: department.service, ...ingested, position: String(ingested.position) }, 'changes taken in');
  return ingested.position;
}
