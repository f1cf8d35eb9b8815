import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Values of one unit that are frozen under its own self-evaluation. What the unit left out of the year can still be handed
 * in, until the year as a whole is frozen (`locked_year`).
 */
export class CreateLockedUnitYear implements MigrationInterface {
  name = 'CreateLockedUnitYear1795338000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table locked_unit_year (
        subject text not null,
        period_year integer not null,
        member_unit text not null,
        reason text not null,
        decided_by text not null,
        decided_by_unit text,
        decided_at timestamptz not null,
        trace_id text not null,
        primary key (subject, period_year, member_unit)
      )`);
    await runner.query(
      `do $$ begin execute format('grant select, insert on locked_unit_year to %I', current_setting('hub.app_role')); end $$`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table locked_unit_year');
  }
}
