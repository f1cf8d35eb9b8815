import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placePostgres } from './postgres/postgres-location.ts';

/** What the data folder of an installation says about its embedded server. */
export interface EmbeddedTraces {
  /** Whether there is a cluster at all. */
  readonly hasCluster: boolean;
  /** Where it listens, without a user; null where it has not been started since it was last stopped. */
  readonly url: string | null;
}

/** Where the embedded server listens, as its own pid file says: the fourth line is the port. */
export function findEmbeddedServer(dataFolder: string, installation: string): EmbeddedTraces {
  const { cluster } = placePostgres({ dataFolder, installation });
  const file = join(cluster, 'postmaster.pid');
  const port = existsSync(file) ? readFileSync(file, 'utf8').split('\n')[3] : undefined;
  return {
    hasCluster: existsSync(join(cluster, 'PG_VERSION')),
    url: port === undefined || !/^\d+$/.test(port) ? null : `postgres://127.0.0.1:${port}/postgres`,
  };
}
