import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A service can see which structure it finds, so that it refuses one that is older than itself and says so. */
export class ShowStructure implements MigrationInterface {
  name = 'ShowStructure1795427400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `do $$ begin execute format('grant select on migration_history to %I', current_setting('hub.app_role')); end $$`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `do $$ begin execute format('revoke select on migration_history from %I', current_setting('hub.app_role')); end $$`,
    );
  }
}
