import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The change feed: every state an observation came to, in commit order, without gaps. */
export class CreateChangeFeed implements MigrationInterface {
  name = 'CreateChangeFeed1795080000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
-- One row; taking its lock is taking the department's turn to commit.
create table feed_head (
  only_row boolean primary key default true check (only_row),
  position bigint not null,
  recorded_at timestamptz not null
);
insert into feed_head (position, recorded_at) values (0, '-infinity');

create table change (
  position bigint primary key,
  observation_id uuid not null,
  period_year integer not null,
  subject text not null,
  measure text not null,
  period text not null,
  dimensions text not null,
  state text not null,
  publication_id uuid not null references publication (id),
  recorded_at timestamptz not null
);
create index change_by_cell on change (subject, period_year, measure, period, dimensions, position desc);

do $$ begin
  execute format('grant select, update on feed_head to %I', current_setting('hub.app_role'));
  execute format('grant select, insert on change to %I', current_setting('hub.app_role'));
end $$;
`;

const DOWN = `
drop table change;
drop table feed_head;
`;
