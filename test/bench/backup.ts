import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from '../../migrations/run.ts';
import { restoreBackup } from '../../shared/backup/restore-backup.ts';
import { verifyBackup } from '../../shared/backup/verify-backup.ts';
import { writeBackup } from '../../shared/backup/write-backup.ts';
import { EmbeddedPostgres } from '../../shared/topology/embedded-postgres.ts';
import { provisionDatabase, withClient } from '../../shared/topology/provision.ts';

/**
 * Row A11: how long a backup and its restore take. Fills a department's database with made observations (as many changes and
 * current values beside them, as publishing leaves them) and measures; `npx tsx test/bench/backup.ts [observations]`.
 */
const OBSERVATIONS = Number(process.argv[2] ?? 200_000);
const PER_PUBLICATION = 1_000;
const PASSWORDS = { owner: 'owner', app: 'app', maintenance: 'maintenance' } as const;

const FILL = [
  `insert into publication (id, member_unit, mode, channel, policy, idempotency_key, submitted_by, reported_on, row_count, created_at)
   select md5('p' || n)::uuid, 'hrss', 'ATOMIC', 'UPLOAD', 'AUTOMATIC', 'key-' || n, 'bench', '2026-01-01', ${PER_PUBLICATION}, now()
   from generate_series(0, $1::int / ${PER_PUBLICATION}) n`,
  `insert into observation (period_year, id, subject, measure, period, period_start, period_end, dimensions, value_number,
     revision, member_unit, publication_id, ordinal, is_derived, recorded_at)
   select 2016 + n % 10, md5(n::text)::uuid, 'subject-' || n / 1000, 'measure-' || n % 100, (2016 + n % 10)::text,
     make_date(2016 + n % 10, 1, 1), make_date(2016 + n % 10, 12, 31), 'area=' || n, n * 1.25, 1, 'hrss',
     md5('p' || n / ${PER_PUBLICATION})::uuid, n % ${PER_PUBLICATION}, false, now()
   from generate_series(1, $1::int) n`,
  `insert into current_observation select subject, period, measure, dimensions, period_year, period_start, period_end, id,
     member_unit, revision, 'ACCEPTED', row_number() over () from observation where $1::int > 0`,
  `insert into change (position, observation_id, period_year, subject, measure, period, dimensions, state, publication_id, recorded_at)
   select row_number() over (), id, period_year, subject, measure, period, dimensions, 'ACCEPTED', publication_id, recorded_at
   from observation where $1::int > 0`,
];

const folder = mkdtempSync(join(tmpdir(), 'hub-bench-backup-'));
chmodSync(folder, 0o711);
const server = await EmbeddedPostgres.prepare({
  dataFolder: folder,
  installation: folder,
  password: 'bench',
  logFile: join(folder, 'postgres.log'),
  startTimeoutMs: 60_000,
});
await server.start();
try {
  const [from, to] = await Promise.all(
    ['hrss', 'hrss_restored'].map((database) =>
      provisionDatabase(server.adminUrl, { service: 'hrss', database, passwords: PASSWORDS }),
    ),
  );
  await runMigrations('hrss', from?.owner ?? '');
  await withClient(from?.owner ?? '', async (owner) => {
    for (const statement of FILL) await owner.query(statement, [OBSERVATIONS]);
    await owner.query('analyze');
  });
  const course = { signal: new AbortController().signal, say: () => undefined };
  const output = join(folder, 'backup');
  const manifest = await measured('backup', () =>
    writeBackup({
      databases: [{ name: 'hrss', ownerUrl: from?.owner ?? '' }],
      folder: output,
      product: 'bench',
      installation: null,
      signingKeys: [],
      signer: null,
      writeKeys: null,
      ...course,
    }),
  );
  await measured('verify', () => verifyBackup(output, []));
  await measured('restore', () =>
    restoreBackup({
      folder: output,
      manifest,
      databases: [{ name: 'hrss', ownerUrl: to?.owner ?? '' }],
      keys: [],
      ...course,
    }),
  );
  const tables = manifest.databases.flatMap((database) => database.tables);
  const sum = (of: (table: (typeof tables)[number]) => number): number =>
    tables.reduce((all, each) => all + of(each), 0);
  say(
    `rows ${sum(({ rows }) => rows)}, bytes ${sum(({ bytes }) => bytes)}, compressed ${sum(({ fileBytes }) => fileBytes)}`,
  );
} finally {
  await server.stop();
  server.remove();
  rmSync(folder, { recursive: true, force: true });
}

async function measured<T>(name: string, act: () => Promise<T>): Promise<T> {
  const before = { wall: performance.now(), cpu: process.cpuUsage(), server: serverCpu() };
  const result = await act();
  const seconds = (performance.now() - before.wall) / 1000;
  const cpu = process.cpuUsage(before.cpu);
  const own = (cpu.user + cpu.system) / 1e6;
  const ofServer = serverCpu() - before.server;
  say(
    `${name}  ${seconds.toFixed(1)} s  ${Math.round(OBSERVATIONS / seconds)} observations/s  own CPU ${own.toFixed(1)} s  server CPU ${ofServer.toFixed(1)} s  ` +
      `load ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`,
  );
  return result;
}

/** CPU seconds of the server with all its processes, those that have ended too (Linux). */
function serverCpu(): number {
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const fields = statOf(pid);
    const isServer = pid === String(server.pid);
    if (!isServer && fields[1] !== String(server.pid)) continue;
    // Own time; of the server itself that of its ended children as well.
    const [own = 0, system = 0, children = 0, childrenSystem = 0] = fields.slice(11, 15).map(Number);
    ticks += own + system + (isServer ? children + childrenSystem : 0);
  }
  return ticks / 100;
}

function statOf(pid: string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
