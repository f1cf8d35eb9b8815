import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from '../../migrations/run.ts';
import { EmbeddedPostgres } from '../../shared/topology/postgres/embedded-postgres.ts';
import { provisionDatabase, urlOf, withClient } from '../../shared/topology/provision.ts';

const PASSWORDS = { owner: 'owner', app: 'app', maintenance: 'maintenance' } as const;

/** A PostgreSQL of its own for one run, set as in production. */
export class BenchServer {
  private constructor(
    private readonly server: EmbeddedPostgres,
    private readonly folder: string,
  ) {}

  static async start(): Promise<BenchServer> {
    const folder = mkdtempSync(join(tmpdir(), 'hub-bench-'));
    // The account that PostgreSQL runs as under root must be able to pass.
    chmodSync(folder, 0o711);
    const server = await EmbeddedPostgres.prepare({
      dataFolder: folder,
      installation: folder,
      password: 'bench',
      logFile: join(folder, 'postgres.log'),
      startTimeoutMs: 60_000,
    });
    await server.start();
    return new BenchServer(server, folder);
  }

  get adminUrl(): string {
    return this.server.adminUrl;
  }

  /** A migrated database of a service; the URL of its app role. */
  async database(service: string, name: string): Promise<string> {
    const urls = await provisionDatabase(this.adminUrl, { service, database: name, passwords: PASSWORDS });
    await runMigrations(service, urls.owner);
    return urls.app;
  }

  /** A copy of a database nobody is connected to; the URL of its app role, given that of the first. */
  async copy(url: string, name: string): Promise<string> {
    const template = new URL(url).pathname.slice(1);
    await withClient(
      this.adminUrl,
      async (admin) => void (await admin.query(`create database "${name}" template "${template}"`)),
    );
    return urlOf(url, { database: name });
  }

  async drop(name: string): Promise<void> {
    await withClient(
      this.adminUrl,
      async (admin) => void (await admin.query(`drop database if exists "${name}" with (force)`)),
    );
  }

  /** Whatever was written before is on disk now, so that nobody pays for another's checkpoint. */
  async settle(): Promise<void> {
    await withClient(this.adminUrl, async (admin) => void (await admin.query('checkpoint')));
  }

  /** CPU seconds that all processes of this server have used so far (Linux). */
  cpuSeconds(): number {
    const postmaster = String(this.server.pid);
    const ofServer = readdirSync('/proc').filter((pid) => pid === postmaster || statOf(pid)?.[1] === postmaster);
    return ofServer.reduce((sum, pid) => {
      const stat = statOf(pid);
      // What ended processes used is their parent's.
      const fields = pid === postmaster ? [11, 12, 13, 14] : [11, 12];
      return sum + fields.reduce((ticks, field) => ticks + Number(stat?.[field] ?? 0), 0) / 100;
    }, 0);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    this.server.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Fields of a process after its name; null where it is gone. */
function statOf(pid: string): string[] | null {
  if (!/^\d+$/.test(pid)) return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
