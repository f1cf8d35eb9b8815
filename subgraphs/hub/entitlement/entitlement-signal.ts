import type { Logger } from '../../../shared/observability/logger.ts';
import { listenTo } from '../../../shared/persistence/notification-listener.ts';
import { WaitingRoom } from '../../../shared/primitives/waiting-room.ts';
import { ENTITLEMENT_CHANNEL } from './entitlement.repository.ts';

/** Wakes those who wait for a change of entitlements, whichever process of the hub committed it. */
export interface EntitlementSignal {
  /** Resolves at the next change, or after `ms` at the latest. */
  wait(ms: number): Promise<void>;
  /** Lets nobody wait any more: the process is about to stop. */
  release(): void;
  isReleased(): boolean;
  close(): Promise<void>;
}

/** Listens on the hub's database. A lost connection makes waiting as slow as its time-out, and loses nothing else. */
export async function openEntitlementSignal(url: string, log: Logger): Promise<EntitlementSignal> {
  const room = new WaitingRoom();
  const listener = await listenTo({ url, channel: ENTITLEMENT_CHANNEL, log }, () => room.wake());
  return {
    wait: (ms) => room.wait(ms),
    release: () => room.release(),
    isReleased: () => room.isReleased,
    async close() {
      room.release();
      await listener.close();
    },
  };
}
