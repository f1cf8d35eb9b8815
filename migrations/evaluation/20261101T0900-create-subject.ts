import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from './grant.ts';

/** Who is evaluated, and how far the worker has read each department's change feed. */
export class CreateSubject implements MigrationInterface {
  name = 'CreateSubject1793523600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`do $$ begin
      execute format('grant usage on schema %I to %I', current_schema(), current_setting('hub.app_role'));
      execute format('grant usage on schema %I to %I', current_schema(), current_setting('hub.maintenance_role'));
    end $$`);
    await runner.query(`
      create table subject (
        code text primary key,
        name text not null,
        kind text not null check (kind in ('province', 'district', 'member-unit', 'township', 'enterprise')),
        parent text,
        valid_from date,
        valid_to date,
        is_demo boolean not null default false,
        sort_order integer not null default 0
      )`);
    await runner.query('create index subject_by_order on subject (sort_order, code)');
    await runner.query('create index subject_by_kind on subject (kind, sort_order, code)');
    await runner.query(`
      create table feed_cursor (
        department text primary key,
        position bigint not null default 0,
        head bigint not null default 0,
        updated_at timestamptz not null default now()
      )`);
    await grant(runner, 'select, insert, update', 'subject');
    await grant(runner, 'select, insert, update', 'feed_cursor');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table feed_cursor');
    await runner.query('drop table subject');
  }
}
