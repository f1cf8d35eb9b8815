import pg from 'pg';
import type { Logger } from '../observability/logger.ts';

export interface NotificationListener {
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly url: string;
  readonly channel: string;
  readonly log: Logger;
  /**
   * Told when the channel is listened to, first and after each loss, and when it no longer is. With it a connection that
   * has silently died is found out: it is asked every second and has a second to answer.
   */
  readonly onState?: (isListening: boolean) => void;
}

const RECONNECT_MS = 1000;
const BEAT_MS = 1000;

/**
 * Listens to a PostgreSQL notification channel on a connection of its own and reconnects when it is lost.
 * Notifications sent meanwhile are gone: callers may use them to be early, never to be complete.
 */
export async function listenTo(
  options: ListenOptions,
  onNotification: (payload: string) => void,
): Promise<NotificationListener> {
  let isClosed = false;
  let client: pg.Client | null = null;
  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: options.url,
      application_name: `listen ${options.channel}`,
      keepAlive: true,
    });
    next.on('notification', ({ payload }) => onNotification(payload ?? ''));
    // The driver may report one loss several times: only the first counts, or each would open a connection of its own.
    let isLost = false;
    const lose = (): void => {
      if (isLost) return;
      isLost = true;
      if (client !== next) return;
      client = null;
      options.onState?.(false);
      options.log.warn({ channel: options.channel }, 'notification channel lost');
      reconnectLater();
    };
    next.on('error', lose);
    next.on('end', lose);
    try {
      await next.connect();
      await next.query(`listen ${pg.escapeIdentifier(options.channel)}`);
    } catch (error) {
      await next.end().catch(() => undefined);
      throw error;
    }
    if (isLost || isClosed) {
      await next.end().catch(() => undefined);
      if (!isClosed) reconnectLater();
      return;
    }
    client = next;
    options.onState?.(true);
    if (options.onState) keepAsking(next, lose);
  };
  const reconnectLater = (): void => {
    if (isClosed) return;
    setTimeout(() => void connect().catch(reconnectLater), RECONNECT_MS).unref();
  };
  await connect();
  return {
    async close() {
      isClosed = true;
      await client?.end();
    },
  };
}

/** Asks over the connection itself: an answer says that all notifications before it have arrived. */
function keepAsking(client: pg.Client, onSilence: () => void): void {
  const ask = (): void => {
    const late = setTimeout(() => {
      onSilence();
      client.end().catch(() => undefined);
    }, BEAT_MS);
    client.query('select 1').then(
      () => {
        clearTimeout(late);
        setTimeout(ask, BEAT_MS).unref();
      },
      () => clearTimeout(late), // its end is told by an event of its own
    );
  };
  setTimeout(ask, BEAT_MS).unref();
}
