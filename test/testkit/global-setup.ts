import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { EmbeddedPostgres } from '../../shared/topology/postgres/embedded-postgres.ts';

/** One PostgreSQL for the whole run, in a folder of its own; vitest calls this before the first test file. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'hub-test-'));
  // The account that PostgreSQL runs as under root must be able to pass.
  chmodSync(dataFolder, 0o711);
  const server = await EmbeddedPostgres.prepare({
    dataFolder,
    installation: dataFolder,
    password: 'test',
    logFile: join(dataFolder, 'postgres.log'),
    startTimeoutMs: 60_000,
  });
  await server.start();
  project.provide('postgresUrl', server.adminUrl);
  return async () => {
    await server.stop();
    server.remove();
    rmSync(dataFolder, { recursive: true, force: true });
  };
}
