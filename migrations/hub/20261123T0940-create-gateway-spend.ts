import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What each gateway has let through, for the others to count against the same limits. Rows live for seconds, so they are
 * neither logged nor missed after a crash. Writers come one after the other: `seq` is the order in which rows appear.
 */
export class CreateGatewaySpend implements MigrationInterface {
  name = 'CreateGatewaySpend1795426800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create unlogged table gateway_spend (
        seq bigint primary key generated always as identity,
        gateway text not null,
        at timestamptz not null,
        spent jsonb not null
      )`);
    await runner.query(
      `do $$ begin execute format('grant select, insert, delete on gateway_spend to %I', current_setting('hub.app_role')); end $$`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table gateway_spend');
  }
}
