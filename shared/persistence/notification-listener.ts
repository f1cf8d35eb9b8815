import pg from 'pg';
import type { Logger } from '../observability/logger.ts';

export interface NotificationListener {
  close(): Promise<void>;
}

const RECONNECT_MS = 1000;

/**
 * Listens to a PostgreSQL notification channel on a connection of its own and reconnects when it is lost.
 * Notifications sent meanwhile are gone: callers may use them to be early, never to be complete.
 */
export async function listenTo(
  options: { readonly url: string; readonly channel: string; readonly log: Logger },
  onNotification: () => void,
): Promise<NotificationListener> {
  let isClosed = false;
  let client: pg.Client | null = null;
  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: options.url,
      application_name: `listen ${options.channel}`,
      keepAlive: true,
    });
    next.on('notification', onNotification);
    // The driver may report one loss several times: only the first counts, or each would open a connection of its own.
    let isLost = false;
    const lose = (): void => {
      if (isLost) return;
      isLost = true;
      if (client !== next) return;
      client = null;
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
