import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from './grant.ts';

/**
 * Versions of frameworks: their documents, never changed, and what was done with them, one row for each act. The documents
 * are `json`, not `jsonb`: the order of their members is that of the workbook, and explanations follow it.
 * `seq` of the newest act is the counter by which every process sees that something is new.
 */
export class CreateFrameworkVersion implements MigrationInterface {
  name = 'CreateFrameworkVersion1795338000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table framework_version (
        code text not null,
        revision integer not null check (revision >= 1),
        hash text not null,
        documents json not null,
        recorded_by text not null,
        recorded_unit text,
        recorded_at timestamptz not null,
        primary key (code, revision)
      )`);
    await runner.query(`
      create table framework_version_event (
        seq bigint generated always as identity primary key,
        code text not null,
        revision integer not null,
        action text not null check (action in ('SEEDED', 'IMPORTED', 'PUBLISHED', 'USED', 'CARRIED_OVER')),
        year integer,
        document_title text,
        document_number text,
        reason text,
        actor text not null,
        actor_unit text,
        happened_at timestamptz not null,
        trace_id text not null,
        foreign key (code, revision) references framework_version (code, revision),
        check ((action = 'CARRIED_OVER') = (year is not null))
      )`);
    await runner.query(`
      create unique index framework_version_event_once on framework_version_event (code, action)
      where action = 'USED'`);
    await runner.query(`
      create unique index framework_version_event_carried on framework_version_event (code, year)
      where action = 'CARRIED_OVER'`);
    await this.freezeUsed(runner);
    await grant(runner, 'select, insert', 'framework_version');
    await grant(runner, 'select, insert', 'framework_version_event');
  }

  /** Whatever a program would do: no further documents under the code of a version that a result rests on. */
  private async freezeUsed(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function refuse_used_framework() returns trigger language plpgsql as $$
      begin
        if exists (select from framework_version_event where code = new.code and action = 'USED') then
          raise exception 'framework % is in use and never changes', new.code using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    await runner.query(`
      create trigger framework_version_frozen before insert on framework_version
      for each row execute function refuse_used_framework()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table framework_version_event');
    await runner.query('drop table framework_version');
    await runner.query('drop function refuse_used_framework');
  }
}
