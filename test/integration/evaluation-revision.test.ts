import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SubgraphRevisionSource } from '../../gateway/answers/revision-source.ts';
import { createSubgraphServer, type SubgraphServer } from '../../shared/graphql/subgraph-server.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { NotifiedRevision } from '../../shared/persistence/notified-revision.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { schemaForPrinting } from '../../subgraphs/evaluation/subgraph.ts';
import { createServiceDatabase, type TestDatabase } from '../testkit/postgres.ts';
import { PATIENT, testKeys } from './gateway-world.ts';

/** Tables that no answer is made of. */
const SHOWN_TO_NOBODY = new Set(['hop_nonce', 'hop_nonce_epoch']);

const log = createLogger('test', 'silent');
let database: TestDatabase;
let dataSource: DataSource;
let revision: NotifiedRevision;
let server: SubgraphServer;
let url: string;

beforeAll(async () => {
  database = await createServiceDatabase('evaluation');
  dataSource = await openDataSource({ service: 'evaluation', url: database.appUrl, entities: [], log });
  revision = await NotifiedRevision.open(database.appUrl, log);
  const schema = await schemaForPrinting();
  server = await createSubgraphServer({
    ...{ name: 'evaluation', schema, hopKeys: testKeys, log, revision },
    isReady: async () => true,
  });
  url = `http://127.0.0.1:${await server.listen('127.0.0.1', 0)}/graphql`;
});
afterAll(async () => {
  await server.close();
  await revision.close();
  await dataSource.destroy();
  await database.drop();
});

const aCursor = (department: string) =>
  dataSource.query('insert into feed_cursor (department) values ($1) on conflict do nothing', [department]);

describe('the data revision of the evaluation', () => {
  it('is another after a commit, whoever makes it, and the same after what was rolled back', async () => {
    const before = revision.current() ?? '';
    expect(before).not.toBe('');
    await dataSource
      .transaction(async (manager) => {
        await manager.query(`insert into feed_cursor (department) values ('rolled-back')`);
        throw new Error('on second thoughts');
      })
      .catch(() => undefined);
    const told = revision.change(before, 10_000);
    expect(revision.current()).toBe(before);
    await aCursor('a');
    await told;
    expect(revision.current()).not.toBe(before);
  });

  it('is told for every table', async () => {
    const silent: { name: string }[] = await dataSource.query(`
      select relname as name from pg_class c
      where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
        and relname <> 'migration_history'
        and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'tells_data_revision')`);
    // A new table needs the trigger `tells_data_revision` in its migration.
    expect(silent.map(({ name }) => name).filter((name) => !SHOWN_TO_NOBODY.has(name))).toEqual([]);
  });

  it('is not known while the channel is lost, and another than before afterwards', async () => {
    const before = revision.current();
    const seen: (string | null)[] = [];
    const watch = revision.change(before ?? '', 10_000).then(() => seen.push(revision.current()));
    await withClient(database.appUrl, (client) =>
      client.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'listen data_revision'
        and datname = current_database()`),
    );
    await watch;
    expect(seen).toEqual([null]);
    await vi.waitFor(() => expect(revision.current()).not.toBeNull(), PATIENT);
    expect(revision.current()).not.toBe(before);
  });

  it('is followed over the signed hop, and wakes who waits', async () => {
    const [key] = testKeys;
    if (!key) throw new Error('no key');
    const source = new SubgraphRevisionSource({ target: 'evaluation', url, key, timeoutMs: 5_000 });
    const { signal } = new AbortController();
    const first = (await source.revision('', signal)) ?? '';
    expect(first).toBe(revision.current());
    const next = source.revision(first, signal);
    await aCursor('b');
    expect(await next).not.toBe(first);
    const path = new URL('/internal/revision', url);
    const unsigned = await fetch(path, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    expect(unsigned.status).toBe(401);
  });

  it('is null at a subgraph that has none', async () => {
    const [key] = testKeys;
    if (!key) throw new Error('no key');
    const without = await createSubgraphServer({
      ...{ name: 'plain', schema: await schemaForPrinting(), hopKeys: testKeys, log },
      isReady: async () => true,
    });
    const plain = `http://127.0.0.1:${await without.listen('127.0.0.1', 0)}/graphql`;
    const source = new SubgraphRevisionSource({ target: 'plain', url: plain, key, timeoutMs: 5_000 });
    expect(await source.revision('', new AbortController().signal)).toBeNull();
    await without.close();
  });
});
