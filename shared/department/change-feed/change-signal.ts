import type { Logger } from '../../observability/logger.ts';
import { listenTo } from '../../persistence/notification-listener.ts';
import { CHANGE_CHANNEL } from './feed-head.repository.ts';

/** Wakes those who wait for the feed to grow; whichever process of the department committed. */
export interface ChangeSignal {
  /** Resolves at the next commit, or after `ms` at the latest. */
  wait(ms: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Listens on the department's database. Losing the connection only makes waiting as slow as its time-out:
 * followers read the feed by position and miss nothing.
 */
export async function openChangeSignal(url: string, log: Logger): Promise<ChangeSignal> {
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const resolve of waiting) resolve();
  };
  const listener = await listenTo({ url, channel: CHANGE_CHANNEL, log }, wake);
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        waiting.add(done);
      }),
    async close() {
      wake();
      await listener.close();
    },
  };
}
