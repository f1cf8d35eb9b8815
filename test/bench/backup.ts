import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from '../../migrations/run.ts';
import type { Manifest } from '../../shared/backup/manifest.ts';
import { restoreBackup } from '../../shared/backup/restore-backup.ts';
import { verifyBackup } from '../../shared/backup/verify-backup.ts';
import { writeBackup } from '../../shared/backup/write-backup.ts';
import { provisionDatabase, withClient } from '../../shared/topology/provision.ts';
import { BenchServer } from './bench-server.ts';
import type { BenchCase, BenchContext } from './harness/bench-case.ts';
import { atMost, measured, type Measurement } from './harness/measurement.ts';

/**
 * A11: how long a backup and its restore take, of a department with made observations and as many changes and current values
 * beside them, as publishing leaves them.
 */
export const backupCase: BenchCase = {
  id: 'A11',
  title: 'backup and restore of a department',
  titleZh: '一个部门的备份与恢复',
  bar: 'restored in ≤ 15 min for 5 million observations',
  needs: ['linux'],
  run: measureBackup,
};

const OBSERVATIONS = 300_000;
const FULL = 5_000_000;
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

async function measureBackup({ say }: BenchContext): Promise<Measurement[]> {
  const server = await BenchServer.start();
  const folder = mkdtempSync(join(tmpdir(), 'hub-bench-backup-'));
  try {
    return await measureOn(server, join(folder, 'backup'), say);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureOn(server: BenchServer, folder: string, say: (text: string) => void): Promise<Measurement[]> {
  const make = (database: string) =>
    provisionDatabase(server.adminUrl, { service: 'hrss', database, passwords: PASSWORDS });
  const [from, to] = await Promise.all([make('hrss'), make('hrss_restored')]);
  await runMigrations('hrss', from.owner);
  await withClient(from.owner, async (owner) => {
    for (const statement of FILL) await owner.query(statement, [OBSERVATIONS]);
    await owner.query('analyze');
  });
  const course = { signal: new AbortController().signal, say };
  const clock = new Clock(server);
  const manifest = await writeBackup({
    databases: [{ name: 'hrss', ownerUrl: from.owner }],
    folder,
    product: 'bench',
    installation: null,
    signingKeys: [],
    signer: null,
    writeKeys: null,
    ...course,
  });
  const backup = clock.lap();
  await verifyBackup(folder, []);
  const verify = clock.lap();
  await restoreBackup({ folder, manifest, databases: [{ name: 'hrss', ownerUrl: to.owner }], keys: [], ...course });
  const restore = clock.lap();
  const minutes = (seconds: number): number => (seconds * FULL) / OBSERVATIONS / 60;
  const whole = minutes(verify.seconds + restore.seconds);
  return [
    measured({
      ...{ id: 'A11', what: 'restore of 5 million observations, verified before and after', unit: 'min' },
      ...{ product: whole, bar: atMost(15, 'product') },
      beside: {
        'backup of 5 million, min': minutes(backup.seconds),
        'CPU of the backup, s': backup.cpu,
        'CPU of verifying and restoring, s': verify.cpu + restore.cpu,
        'CPU of verifying and restoring 5 million, min': minutes(verify.cpu + restore.cpu),
        ...sizesOf(manifest),
      },
      conditions: [
        `measured with ${OBSERVATIONS} observations and extrapolated in proportion: keys of a larger table cost somewhat more`,
        'without receipts, whose signatures are verified at about ten thousand a second',
      ],
    }),
  ];
}

function sizesOf({ databases }: Manifest): Record<string, number> {
  const tables = databases.flatMap((database) => database.tables);
  return {
    rows: tables.reduce((sum, table) => sum + table.rows, 0),
    'bytes of rows': tables.reduce((sum, table) => sum + table.bytes, 0),
    'bytes of files': tables.reduce((sum, table) => sum + table.fileBytes, 0),
  };
}

/** Time and CPU seconds from lap to lap, of this process and of a server with all its processes. */
class Clock {
  readonly #server: BenchServer;
  #last = { at: 0, cpu: 0 };

  constructor(server: BenchServer) {
    this.#server = server;
    this.#last = this.#now();
  }

  lap(): { readonly seconds: number; readonly cpu: number } {
    const now = this.#now();
    const last = this.#last;
    this.#last = now;
    return { seconds: (now.at - last.at) / 1_000, cpu: now.cpu - last.cpu };
  }

  #now(): { at: number; cpu: number } {
    const { user, system } = process.cpuUsage();
    return { at: performance.now(), cpu: (user + system) / 1e6 + this.#server.cpuSeconds() };
  }
}
