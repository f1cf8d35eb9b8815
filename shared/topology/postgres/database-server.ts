import { setTimeout as delay } from 'node:timers/promises';
import { nextDelay } from '../process/back-off.ts';
import { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.ts';
import { LaunchError } from '../launch-error.ts';
import { urlOf, withClient } from '../provision.ts';

/** The PostgreSQL of an installation: ours, or one that exists already. */
export interface DatabaseServer {
  readonly adminUrl: string;
  readonly description: string;
  readonly notices: readonly string[];
  stop(): Promise<void>;
  kill(): void;
}

/** A sentence for the operator about something that happened. */
type Say = (text: string) => void;

/** Starts the embedded server and keeps it up: after a crash it recovers and comes back on the same port. */
export async function startEmbeddedServer(options: EmbeddedPostgresOptions, say: Say): Promise<DatabaseServer> {
  const postgres = await EmbeddedPostgres.prepare(options);
  const keeper = new ServerKeeper(postgres, say);
  await keeper.start();
  return {
    adminUrl: postgres.adminUrl,
    description: `embedded, ${new URL(postgres.adminUrl).host}`,
    notices: postgres.notices,
    stop: () => keeper.stop(),
    kill: () => keeper.kill(),
  };
}

/** Checks that an existing server answers and lets its user make databases and roles. */
export async function useExistingServer(url: string): Promise<DatabaseServer> {
  const adminUrl = new URL(url).pathname.length > 1 ? url : urlOf(url, { database: 'postgres' });
  const rights = await withClient(adminUrl, (admin) =>
    admin.query<{ allowed: boolean }>(
      'SELECT rolsuper OR (rolcreatedb AND rolcreaterole) AS allowed FROM pg_roles WHERE rolname = current_user',
    ),
  ).catch((error: unknown) => {
    throw new LaunchError(
      `HUB_POSTGRES_URL: the server does not answer (${error instanceof Error ? error.message : String(error)}).`,
    );
  });
  if (rights.rows[0]?.allowed !== true)
    throw new LaunchError('HUB_POSTGRES_URL: its user needs CREATEDB and CREATEROLE.');
  const nothing = () => undefined;
  return {
    adminUrl,
    description: `existing, ${new URL(adminUrl).host}`,
    notices: [],
    stop: async () => undefined,
    kill: nothing,
  };
}

class ServerKeeper {
  private readonly postgres: EmbeddedPostgres;
  private readonly say: Say;
  private isStopping = false;
  private delayMs = 0;

  constructor(postgres: EmbeddedPostgres, say: Say) {
    this.postgres = postgres;
    this.say = say;
  }

  async start(): Promise<void> {
    const startedAt = Date.now();
    await this.postgres.start((reason) => void this.recover(reason, Date.now() - startedAt));
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.postgres.stop();
  }

  kill(): void {
    this.isStopping = true;
    this.postgres.kill();
  }

  private async recover(reason: string, upMs: number): Promise<void> {
    this.say(`postgres ended (${reason}); restarting`);
    // Its own processes need a moment to notice; the first attempts may find the data still in use.
    while (!this.isStopping) {
      this.delayMs = nextDelay(this.delayMs, upMs);
      await delay(this.delayMs);
      if (this.isStopping) return;
      try {
        await this.start();
        this.say(`postgres is back (process ${this.postgres.pid})`);
        return;
      } catch (error) {
        this.say(error instanceof Error ? error.message : String(error));
      }
    }
  }
}
