import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RetentionAct, retainAudit } from '../../shared/audit/retention/audit-retention.repository.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';
import { STRUCTURES } from '../testkit/structures.ts';

/** What differs between the services: the tables of records, how a row is added, and where acts are recorded. */
interface Records {
  readonly tables: readonly string[];
  readonly time: string;
  readonly insert: (table: string) => string;
  readonly log: { readonly table: string; readonly object: string };
}

const DEPARTMENT: Records = {
  tables: ['audit'],
  time: 'at',
  insert: (table) => `insert into ${table} (at, id, actor, action, object_type, object_id, result, detail, trace_id)
    values ($1, gen_random_uuid(), 'x', 'x', 'x', 'x', 'ACCEPTED', '{}', 'x')`,
  log: { table: 'audit', object: 'object_id' },
};
const HUB: Records = {
  tables: ['access_audit', 'data_read'],
  time: 'at',
  insert: (table) =>
    table.startsWith('access_audit')
      ? `insert into ${table} (at, id, actor, action, object, result, detail) values ($1, gen_random_uuid(), 'x', 'x', 'x', 'DONE', '{}')`
      : `insert into ${table} (at, id, subject, purpose, owner_unit, operation, value_count, trace_id)
         values ($1, gen_random_uuid(), 'x', 'x', 'hrss', 'x', 1, 'x')`,
  log: { table: 'access_audit', object: `replace(object, 'audit:', '')` },
};
const EVALUATION: Records = {
  tables: ['audit_event'],
  time: 'happened_at',
  insert: (table) => `insert into ${table} (happened_at, id, actor, action, target, detail, trace_id)
    values ($1, gen_random_uuid(), 'x', 'x', 'x', '{}', 'x')`,
  log: { table: 'audit_event', object: 'target' },
};

const DAY_MS = 86_400_000;

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * DAY_MS);
}

function rows<T extends object>(url: string, statement: string, values: unknown[] = []): Promise<T[]> {
  return withClient(url, async (client) => (await client.query<T>(statement, values)).rows);
}

describe.each(STRUCTURES)('the audit of %s', (service) => {
  const records = service === 'hub' ? HUB : service === 'evaluation' ? EVALUATION : DEPARTMENT;
  const { tables, time, log } = records;
  const [firstTable = ''] = tables;
  let database: TestDatabase;
  let maintenance: DataSource;

  /** A month of long ago with three records, for as far back as no migration makes any. */
  const addOldMonth = (name: string): Promise<void> =>
    withClient(database.ownerUrl, async (owner) => {
      await owner.query(
        `create table ${name}_202401 partition of ${name} for values from ('2024-01-01 00:00+08') to ('2024-02-01 00:00+08')`,
      );
      for (const day of [1, 15, 31]) await owner.query(records.insert(name), [`2024-01-${day} 12:00+08`]);
    });
  const retain = (retentionDays: number, isPurge = false, traceId = 'a'.repeat(32)): Promise<RetentionAct[]> =>
    retainAudit(maintenance, { retentionDays, isPurge, traceId });
  const removals = (acts: readonly RetentionAct[]) => acts.filter(({ act }) => act !== 'audit.extend');

  beforeAll(async () => {
    database = await createServiceDatabase(service);
    maintenance = await openDataSource({
      service,
      url: database.maintenanceUrl,
      entities: [],
      log: createLogger(service, 'silent'),
    });
  });
  afterAll(async () => {
    await maintenance.destroy();
    await database.drop();
  });

  it('keeps what is younger than 180 days, whatever role tries whatever way', async () => {
    await withClient(database.ownerUrl, async (owner) => {
      for (const table of tables)
        for (const age of [0, 1, 90, 179, 181, 260]) await owner.query(records.insert(table), [daysAgo(age)]);
    });
    const young = async (): Promise<number> => {
      // What retention records about itself comes and counts for nothing.
      const own = (table: string) => (table === log.table ? ` where action not like 'audit.%'` : '');
      const all = tables.map((table) => `select ${time} as at from ${table}${own(table)}`).join(' union all ');
      const [row] = await rows<{ count: number }>(
        database.ownerUrl,
        `select count(*)::integer as count from (${all}) record where at > $1 and at < now()`,
        [daysAgo(180)],
      );
      return row?.count ?? -1;
    };
    const before = await young();
    expect(before).toBe(4 * tables.length);
    const month = daysAgo(90).toISOString().slice(0, 7).replace('-', '');
    const targets = tables.flatMap((table) => [table, `${table}_${month}`, `${table}_other`]);
    const ways: readonly ((table: string, days: number) => string)[] = [
      (table) => `delete from ${table}`,
      (table) => `truncate ${table}`,
      (table) => `truncate ${table} cascade`,
      (table) => `update ${table} set ${time} = '2020-01-01'`,
      (table, days) => `delete from ${table} where ${time} > now() - interval '${days} days'`,
      (_, days) => `select * from retain_audit(${days}, true, 'x')`,
      (_, days) => `select * from retain_audit(${days}, false, 'x')`,
      () => `select * from retain_audit(null, true, 'x')`,
      // The way in which a session writes times must not shift the end of a month.
      () =>
        `set datestyle = 'SQL, DMY'; set timezone = 'EST+160'; set lock_timeout = 1; select * from retain_audit(180, true, 'x')`,
      (table) =>
        `create temporary table pg_class as select * from pg_catalog.pg_class where relname = '${table}'; select * from retain_audit(180, true, 'x')`,
      () => 'select * from detach_old_audit(1)',
      () => 'select * from detach_old_audit(180)',
      () => 'select * from extend_audit()',
    ];
    const attempt = fc.record({
      url: fc.constantFrom(database.appUrl, database.maintenanceUrl, database.ownerUrl),
      table: fc.constantFrom(...targets),
      way: fc.constantFrom(...ways),
      days: fc.oneof(fc.integer({ min: -10_000, max: 10_000 }), fc.integer({ min: 178, max: 182 })),
    });
    await fc.assert(
      fc.asyncProperty(attempt, async ({ url, table, way, days }) => {
        await withClient(url, (client) => client.query(way(table, days))).catch(() => undefined);
        expect(await young()).toBe(before);
      }),
      { numRuns: 40 },
    );
  });

  it('leaves by whole months, under its own record, and can be read in the archive', async () => {
    await addOldMonth(firstTable);
    await expect(retain(179)).rejects.toMatchObject({ constraint: 'audit_retention_floor' });
    const part = `${firstTable}_202401`;
    expect(removals(await retain(400, false, 'b'.repeat(32)))).toEqual([{ act: 'audit.detach', part, rowCount: '3' }]);
    expect(await rows(database.maintenanceUrl, `select 1 from ${part}`)).toHaveLength(3);
    expect(removals(await retain(400))).toEqual([]);
    const recorded = await rows(
      database.appUrl,
      `select actor, action, ${log.object} as object, detail from ${log.table} where trace_id = $1`,
      ['b'.repeat(32)],
    );
    expect(recorded).toEqual([
      {
        actor: `${service}_maintenance`,
        action: 'audit.detach',
        object: part,
        detail: { retentionDays: 400, rows: 3 },
      },
    ]);
  });

  it('goes for good only by a purge, which takes what the archive holds, too', async () => {
    const part = `${firstTable}_202401`;
    expect(removals(await retain(400, true, 'c'.repeat(32)))).toEqual([{ act: 'audit.purge', part, rowCount: '3' }]);
    expect(await rows(database.ownerUrl, 'select to_regclass($1) as left', [part])).toEqual([{ left: null }]);
    const recorded = `select action from ${log.table} where trace_id = $1`;
    expect(await rows(database.appUrl, recorded, ['c'.repeat(32)])).toEqual([{ action: 'audit.purge' }]);
  });

  it('stays where a table of an old name holds what is young', async () => {
    const part = `${firstTable}_202402`;
    await withClient(database.ownerUrl, async (owner) => {
      await owner.query(`create table ${part} (like ${firstTable})`);
      await owner.query(records.insert(part), [daysAgo(179)]);
    });
    await expect(retain(180, true)).rejects.toMatchObject({ constraint: 'audit_retention_floor' });
    await withClient(database.ownerUrl, (owner) => owner.query(`drop table ${part}`));
  });

  it('has a month for every day of the next two years, also where nobody looked after it for long', async () => {
    const horizon = new Date(Date.now() + 700 * DAY_MS);
    const stray = new Date(Date.now() + 100 * DAY_MS);
    const partOf = async (at: Date): Promise<unknown> => {
      const [row] = await rows<{ part: string }>(
        database.ownerUrl,
        `select tableoid::regclass::text as part from ${firstTable} where ${time} = $1`,
        [at],
      );
      return row?.part;
    };
    await withClient(database.ownerUrl, async (owner) => {
      const future = await owner.query<{ part: string }>('select part from audit_parts() where ends_at > $1', [
        new Date(Date.now() + 40 * DAY_MS),
      ]);
      for (const { part } of future.rows) await owner.query(`drop table ${part}`);
      await owner.query(records.insert(firstTable), [stray]);
    });
    expect(await partOf(stray)).toBe(`${firstTable}_other`);
    const made = (await retain(400)).filter(({ act }) => act === 'audit.extend');
    expect(made.length).toBeGreaterThanOrEqual(22 * tables.length);
    expect(await partOf(stray)).toMatch(new RegExp(`^${firstTable}_\\d{6}$`));
    await withClient(database.appUrl, (app) => app.query(records.insert(firstTable), [horizon]));
    expect(await partOf(horizon)).toMatch(new RegExp(`^${firstTable}_\\d{6}$`));
    expect(await retain(400)).toEqual([]);
    for (const table of [`${firstTable}_other`, String(await partOf(horizon))])
      await expect(rows(database.ownerUrl, `truncate ${table}`), table).rejects.toMatchObject({ code: '42501' });
  });

  it('is retained by the maintenance role alone', async () => {
    const call = `select * from retain_audit(400, false, 'x')`;
    await expect(rows(database.appUrl, call)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('refusals, which are counted', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createServiceDatabase('hrss');
    const insert = `insert into refusal (fingerprint, actor, action, codes, detail, first_at, last_at, last_trace_id)
      values ($1, 'x', 'x', '{}', '{}', $2, $2, 'x')`;
    await withClient(database.ownerUrl, async (owner) => {
      await owner.query(insert, ['old', daysAgo(500)]);
      await owner.query(insert, ['young', daysAgo(170)]);
    });
  });
  afterAll(() => database.drop());

  it('are never made to look older than they are, and are forgotten by a purge alone', async () => {
    const attempt = `update refusal set last_at = '2020-01-01', times = 0`;
    await withClient(database.appUrl, (app) => app.query(attempt));
    await expect(rows(database.appUrl, `update refusal set actor = 'y'`)).rejects.toMatchObject({ code: '42501' });
    await expect(rows(database.maintenanceUrl, 'delete from refusal')).rejects.toMatchObject({ code: '42501' });
    await rows(database.maintenanceUrl, `select * from retain_audit(400, false, 'x')`);
    const left = 'select fingerprint, times from refusal order by 1';
    expect(await rows(database.appUrl, left)).toHaveLength(2);
    expect(await rows(database.maintenanceUrl, `select * from retain_audit(400, true, 'x')`)).toEqual([
      { act: 'audit.purge', part_name: 'refusal', row_count: '1' },
    ]);
    expect(await rows(database.appUrl, left)).toEqual([{ fingerprint: 'young', times: 1 }]);
  });
});

describe('the command that retains audit', () => {
  it('does what it can, and says by its exit code that a database was away', async () => {
    const database = await createServiceDatabase('sasac');
    const urls = { sasac: database.maintenanceUrl, hrss: 'postgres://hrss_maintenance:x@127.0.0.1:1/hrss' };
    const child = fork(join(projectRoot, 'shared/audit/retention/main.ts'), [], {
      execArgv: ['--import', 'tsx'],
      env: {
        ...process.env,
        LOG_LEVEL: 'info',
        AUDIT_RETENTION_URLS: JSON.stringify(urls),
        HUB_AUDIT_RETENTION_DAYS: '200',
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
    });
    const [code] = await once(child, 'close');
    expect(code, output).toBe(1);
    const lines = output
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({
        database: 'sasac',
        msg: 'audit retained',
        retentionDays: 200,
        acts: expect.any(Array),
      }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ database: 'hrss', msg: 'audit not retained' }));
    await database.drop();
  });
});
