import pg from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import type { Logger } from '../observability/logger.ts';
import { type DatabaseKind, refuseOldStructure } from './needed-structure.ts';
import { StatementLogger } from './statement-logger.ts';
import { WatchedClient } from './watched-client.ts';

const DATE = 1082;
// Days stay text: a JavaScript Date would move them by the zone. numeric and int8 are text already.
pg.types.setTypeParser(DATE, (day) => day);

export interface DataSourceOptions {
  /** Name of the service; also its schema. */
  readonly service: string;
  /** Connection URL of the app role, which owns nothing and changes no structure. */
  readonly url: string;
  readonly entities: readonly EntityTarget<ObjectLiteral>[];
  readonly log: Logger;
  /** Whose structure has to be as new as this program; without it nobody looks. */
  readonly structure?: DatabaseKind;
  readonly poolSize?: number;
}

/** A connected TypeORM data source. The structure is the migrations' alone: nothing is synchronised from entities. */
export async function openDataSource(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    schema: options.service,
    entities: options.entities.filter((entity) => typeof entity === 'function'),
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    logger: new StatementLogger(options.log),
    applicationName: options.service,
    poolSize: options.poolSize ?? 10,
    extra: {
      Client: WatchedClient,
      options: `-c search_path=${options.service} -c statement_timeout=30000`,
      keepAlive: true,
    },
  });
  await dataSource.initialize();
  await refuseUnsafeServer(dataSource);
  if (options.structure) await refuseOldStructure(dataSource, options.service, options.structure);
  return dataSource;
}

/** What is acknowledged must survive a crash of the server, so a server that may lose it is refused. */
async function refuseUnsafeServer(dataSource: DataSource): Promise<void> {
  const settings = ['fsync', 'full_page_writes', 'synchronous_commit'];
  const rows: { name: string; setting: string }[] = await dataSource.query(
    'select name, setting from pg_settings where name = any($1)',
    [settings],
  );
  const off = rows.filter((row) => row.setting === 'off').map((row) => row.name);
  if (off.length === 0) return;
  await dataSource.destroy();
  throw new Error(`PostgreSQL may lose acknowledged data: ${off.join(', ')} is off; switch it on`);
}

/** Answers whether the database can be reached now. */
export async function canReach(dataSource: DataSource): Promise<boolean> {
  try {
    await dataSource.query('select 1');
    return true;
  } catch {
    return false;
  }
}
