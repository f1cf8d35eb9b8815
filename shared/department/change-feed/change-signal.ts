import pg from 'pg';
import type { Logger } from '../../observability/logger.ts';
import { CHANGE_CHANNEL } from './feed-head.repository.ts';

/** Wakes those who wait for the feed to grow; whichever process of the department committed. */
export interface ChangeSignal {
  /** Resolves at the next commit, or after `ms` at the latest. */
  wait(ms: number): Promise<void>;
  close(): Promise<void>;
}

const RECONNECT_MS = 1000;

/**
 * Listens on the department's database. Losing the connection only makes waiting as slow as its time-out:
 * followers read the feed by position and miss nothing.
 */
export async function openChangeSignal(url: string, log: Logger): Promise<ChangeSignal> {
  const waiting = new Set<() => void>();
  let isClosed = false;
  let client: pg.Client | null = null;
  const wake = (): void => {
    for (const resolve of waiting) resolve();
  };
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: 'change-signal', keepAlive: true });
    next.on('notification', wake);
    next.on('error', (error) => {
      log.warn({ err: error }, 'change signal lost');
      client = null;
      if (!isClosed) setTimeout(() => void connect().catch(() => undefined), RECONNECT_MS).unref();
    });
    await next.connect();
    await next.query(`listen ${CHANGE_CHANNEL}`);
    client = next;
  };
  await connect();
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
      isClosed = true;
      wake();
      await client?.end();
    },
  };
}
