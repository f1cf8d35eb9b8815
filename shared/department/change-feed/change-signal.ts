import type { Logger } from '../../observability/logger.ts';
import { listenTo } from '../../persistence/notification-listener.ts';
import { WaitingRoom } from '../../primitives/waiting-room.ts';
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
  const room = new WaitingRoom();
  const listener = await listenTo({ url, channel: CHANGE_CHANNEL, log }, () => room.wake());
  return {
    wait: (ms) => room.wait(ms),
    async close() {
      room.wake();
      await listener.close();
    },
  };
}
