import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../process/free-port.ts';
import { LaunchError } from '../launch-error.ts';
import { readTail } from '../process/log-file.ts';
import { prepareCluster, processOwner, stopLeftover } from './postgres-control.ts';
import { type PostgresLocation, placePostgres } from './postgres-location.ts';

export interface EmbeddedPostgresOptions {
  readonly dataFolder: string;
  readonly installation: string;
  /** Password of the superuser `postgres`. */
  readonly password: string;
  readonly logFile: string;
  readonly startTimeoutMs: number;
}

/** How long a shutdown may take before the server is told to drop everything; it recovers at the next start. */
const STOP_MS = 5_000;

/** Durable as in production: a commit that was answered survives `kill -9` and power loss. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // Several replicas of each service fit, too.
  max_connections: '200',
  shared_buffers: '64MB',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
} as const;

/** A real PostgreSQL server from the npm package, run as our own process group in our data folder. */
export class EmbeddedPostgres {
  /** What was unusual about the place or the last run; for the operator. */
  readonly notices: readonly string[];
  private readonly options: EmbeddedPostgresOptions;
  private readonly location: PostgresLocation;
  private child: ChildProcess | null = null;
  private port = 0;
  private isStopping = false;

  private constructor(options: EmbeddedPostgresOptions, location: PostgresLocation, notices: readonly string[]) {
    this.options = options;
    this.location = location;
    this.notices = notices;
  }

  /** Finds the place, stops a server that an earlier run left behind and makes the cluster if there is none. */
  static async prepare(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const location = placePostgres(options);
    const notices = location.notice === null ? [] : [location.notice];
    if (await stopLeftover(location)) notices.push('stopped a database server that an earlier run had left behind');
    await prepareCluster(location, options.password);
    return new EmbeddedPostgres(options, location, notices);
  }

  /** URL of the superuser. */
  get adminUrl(): string {
    return `postgres://postgres:${encodeURIComponent(this.options.password)}@127.0.0.1:${this.port}/postgres`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts the server and waits until it answers. A restart keeps the port. */
  async start(onCrash?: (reason: string) => void): Promise<void> {
    this.isStopping = false;
    if (this.port === 0) this.port = await freePort('127.0.0.1');
    const child = this.spawnServer();
    this.child = child;
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit ${code}`));
    });
    await this.waitUntilReady(ended);
    void ended.then((reason) => {
      if (this.child === child) this.child = null;
      if (!this.isStopping) onCrash?.(reason);
    });
  }

  /** Ends the server: open transactions are rolled back, everything committed is on disk. */
  async stop(): Promise<void> {
    this.isStopping = true;
    const child = this.child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    // SIGINT is the server's "fast" way out. Its own process is asked, not whatever the note in the folder names.
    child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGQUIT'), STOP_MS);
    await ended;
    clearTimeout(timer);
  }

  /** Ends the server at once; the next start recovers from its log. */
  kill(): void {
    this.isStopping = true;
    this.child?.kill('SIGQUIT');
  }

  /** Deletes the stopped server's data; for tests. */
  remove(): void {
    rmSync(this.location.cluster, { recursive: true, force: true });
    if (dirname(this.location.cluster) !== this.options.dataFolder)
      rmSync(dirname(this.location.cluster), { recursive: true, force: true });
  }

  private spawnServer(): ChildProcess {
    const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const log = openSync(this.options.logFile, 'a', 0o600);
    try {
      // A process group of its own: Ctrl-C in the terminal must not end the database before its clients.
      return spawn(
        join(this.location.native, 'bin', 'postgres'),
        ['-D', this.location.cluster, '-p', String(this.port), ...settings],
        {
          ...processOwner(this.location),
          cwd: dirname(this.location.cluster),
          detached: true,
          stdio: ['ignore', log, log],
        },
      );
    } finally {
      closeSync(log);
    }
  }

  private async waitUntilReady(ended: Promise<string>): Promise<void> {
    const deadline = Date.now() + this.options.startTimeoutMs;
    let end: string | null = null;
    void ended.then((reason) => {
      end = reason;
    });
    while (Date.now() < deadline && end === null) {
      if (await this.answers()) return;
      await delay(25);
    }
    throw new LaunchError(
      `PostgreSQL did not become ready (${end ?? 'timed out'}):\n${readTail(this.options.logFile, 10)}`,
    );
  }

  private async answers(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.adminUrl, connectionTimeoutMillis: 2_000 });
    // Errors after the connection is made (a crash) come as events; unheard they would end the launcher.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === '28P01') {
        throw new LaunchError(
          `The password in secrets.json does not fit the database in ${this.location.cluster}; put back the secrets.json it was made with.`,
        );
      }
      return false;
    }
  }
}
