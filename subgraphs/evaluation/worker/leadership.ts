import type { Logger } from '../../../shared/observability/logger.ts';
import type { SessionLocks } from '../../../shared/persistence/session-locks.ts';
import { pause } from './backoff.ts';

/** Who holds it follows the feeds. */
const LEADER = 'leader';
/** How often the leader looks for jobs of workers that were killed. */
const RELEASE_MS = 5_000;

export interface LeadershipOptions {
  readonly locks: Pick<SessionLocks, 'lease'>;
  readonly stopping: AbortSignal;
  /** Lets jobs of killed workers be taken up again. */
  readonly release: () => Promise<void>;
  /** Runs until its signal. */
  readonly act: (signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
}

/** Acts while this process leads, of several workers on one database; waits for its turn otherwise, until it is stopped. */
export async function whileLeading(options: LeadershipOptions): Promise<void> {
  const { locks, stopping, act, log } = options;
  for (;;) {
    const lost = await locks.lease(LEADER, stopping);
    if (lost === null) return;
    log.info('this worker follows the feeds');
    const signal = AbortSignal.any([stopping, lost]);
    await Promise.all([act(signal), keepReleasing(options, signal)]);
    if (!stopping.aborted) log.warn('this worker no longer follows the feeds');
  }
}

async function keepReleasing({ release, log }: LeadershipOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await release().catch((err: unknown) => log.warn({ err }, 'interrupted jobs were not looked for'));
    await pause(RELEASE_MS, signal);
  }
}
