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
    next.on('error', (error) => {
      options.log.warn({ err: error, channel: options.channel }, 'notification channel lost');
      client = null;
      reconnectLater();
    });
    await next.connect();
    await next.query(`listen ${pg.escapeIdentifier(options.channel)}`);
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
