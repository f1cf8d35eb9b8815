import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { createLogger } from '../../shared/observability/logger.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { EmbeddedPostgres } from '../../shared/topology/postgres/embedded-postgres.ts';
import { provisionDatabase, withClient } from '../../shared/topology/provision.ts';
import { createEmptyDatabase } from '../testkit/postgres.ts';
import { isFull } from './fault-row.ts';

async function open(url: string): Promise<void> {
  const log = createLogger('hrss', 'silent');
  const dataSource = await openDataSource({ service: 'hrss', url, entities: [], log });
  await dataSource.destroy();
}

const set = (adminUrl: string, sql: string) => withClient(adminUrl, async (admin) => void (await admin.query(sql)));

describe('A2: a server that may lose what it acknowledged', () => {
  it('is refused where one database does not wait for the disk, and taken where it does', async () => {
    const database = await createEmptyDatabase('hrss');
    try {
      await open(database.appUrl);
      await set(inject('postgresUrl'), `alter database "${database.name}" set synchronous_commit = off`);
      await expect(open(database.appUrl)).rejects.toThrow('synchronous_commit is off');
      await set(inject('postgresUrl'), `alter database "${database.name}" reset synchronous_commit`);
      await open(database.appUrl);
    } finally {
      await database.drop();
    }
  });

  // These are set for all databases at once, and what is said at the start of our own server wins over them.
  it.runIf(isFull)('cannot be made of the one we bring', { timeout: 120_000 }, async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'hub-unsafe-'));
    chmodSync(dataFolder, 0o711);
    const logFile = join(dataFolder, 'postgres.log');
    const server = await EmbeddedPostgres.prepare({
      dataFolder,
      installation: dataFolder,
      password: 'test',
      logFile,
      startTimeoutMs: 60_000,
    });
    try {
      await server.start();
      const passwords = { owner: 'owner', app: 'app', maintenance: 'maintenance' };
      const { app } = await provisionDatabase(server.adminUrl, { service: 'hrss', database: 'hrss', passwords });
      for (const name of ['fsync', 'full_page_writes']) await set(server.adminUrl, `alter system set ${name} = off`);
      await server.stop();
      await server.start();
      await open(app);
    } finally {
      await server.stop();
      server.remove();
      rmSync(dataFolder, { recursive: true, force: true });
    }
  });
});
