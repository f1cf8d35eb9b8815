import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../observability/logger.ts';

const POLL_MS = 1_000;
/** The server lets go of a machine that vanished within a quarter of a minute, not of two hours. */
const KEEPALIVE = '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3';

/**
 * Locks of the database that belong to this process: the server lets them go the moment the process ends, however it ends.
 * They are advisory locks in two parts, the hash of `space` and the hash of the key, on one connection of their own.
 */
export class SessionLocks {
  private session: { readonly client: pg.Client; readonly lost: AbortController } | null = null;
  private connecting: Promise<NonNullable<SessionLocks['session']>> | null = null;
  private readonly held = new Set<string>();
  private isClosed = false;

  constructor(private readonly options: { readonly url: string; readonly space: string; readonly log: Logger }) {}

  /** Shows that this process lives, under a key that nobody else uses; again after a lost connection. */
  async hold(key: string): Promise<void> {
    this.held.add(key);
    const { client } = await this.open();
    await this.tryLock(client, key);
  }

  /** Waits until nobody else has the lock; the signal tells that it is lost again. Null when stopped before. */
  async lease(key: string, stopping: AbortSignal): Promise<AbortSignal | null> {
    while (!stopping.aborted) {
      try {
        const { client, lost } = await this.open();
        if (await this.tryLock(client, key)) return lost.signal;
      } catch (err) {
        this.options.log.warn({ err, lock: key }, 'a lock cannot be asked for now');
      }
      await delay(POLL_MS, undefined, { signal: stopping }).catch(() => undefined);
    }
    return null;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.connecting?.catch(() => undefined);
    await this.session?.client.end().catch(() => undefined);
  }

  private async open(): Promise<NonNullable<SessionLocks['session']>> {
    if (this.session) return this.session;
    this.connecting ??= this.connect().finally(() => {
      this.connecting = null;
    });
    return this.connecting;
  }

  private async connect(): Promise<NonNullable<SessionLocks['session']>> {
    if (this.isClosed) throw new Error('these locks are closed');
    const { url, space } = this.options;
    const client = new pg.Client({
      connectionString: url,
      application_name: `locks of ${space}`,
      options: KEEPALIVE,
      keepAlive: true,
    });
    const session = { client, lost: new AbortController() };
    const lose = (): void => {
      if (this.session === session) this.session = null;
      session.lost.abort();
    };
    client.on('error', lose);
    client.on('end', lose);
    await client.connect();
    for (const key of this.held) await this.tryLock(client, key);
    this.session = session;
    return session;
  }

  private async tryLock(client: pg.Client, key: string): Promise<boolean> {
    const { rows } = await client.query<{ isHeld: boolean }>(
      'select pg_try_advisory_lock(hashtext($1), hashtext($2)) as "isHeld"',
      [this.options.space, key],
    );
    return rows[0]?.isHeld === true;
  }
}
