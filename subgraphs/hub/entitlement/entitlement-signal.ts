import type { Logger } from '../../../shared/observability/logger.ts';
import { listenTo } from '../../../shared/persistence/notification-listener.ts';
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
  const waiting = new Set<() => void>();
  let isReleased = false;
  const wake = (): void => {
    for (const resolve of waiting) resolve();
  };
  const release = (): void => {
    isReleased = true;
    wake();
  };
  const listener = await listenTo({ url, channel: ENTITLEMENT_CHANNEL, log }, wake);
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        if (isReleased) return resolve();
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        waiting.add(done);
      }),
    release,
    isReleased: () => isReleased,
    async close() {
      release();
      await listener.close();
    },
  };
}
