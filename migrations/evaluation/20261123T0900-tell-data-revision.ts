import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every commit that can change an answer of this service tells the channel `data_revision` its transaction, once: gateways
 * remember answers until then. A trigger on every table, so that no path can forget to; what no answer is made of stays out.
 */
export class TellDataRevision implements MigrationInterface {
  name = 'TellDataRevision1795424400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function tell_data_revision() returns trigger language plpgsql as $$
      begin
        perform pg_notify('data_revision', pg_current_xact_id()::text);
        return null;
      end $$`);
    for (const table of await tables(runner)) {
      await runner.query(`
        create trigger tells_data_revision after insert or update or delete on ${table}
          for each statement execute function tell_data_revision()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of await tables(runner)) await runner.query(`drop trigger tells_data_revision on ${table}`);
    await runner.query('drop function tell_data_revision()');
  }
}

/** Tables with data of their own, partitioned ones as a whole. */
async function tables(runner: QueryRunner): Promise<string[]> {
  const rows: { name: string }[] = await runner.query(`
    select quote_ident(relname) as name from pg_class
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
      and relname <> 'migration_history' order by relname`);
  return rows.map(({ name }) => name);
}
