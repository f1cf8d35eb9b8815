import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People and the unit they belong to, from day to day: a merge or a move ends one membership and begins another. */
export class CreatePerson implements MigrationInterface {
  name = 'CreatePerson1793523600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
create table person (
  id uuid primary key,
  name text not null check (name <> ''),
  created_at timestamptz not null
);

-- Half open: valid_to is the first day it no longer holds.
create table member_unit_membership (
  person_id uuid not null references person (id),
  member_unit text not null,
  valid_from date not null,
  valid_to date,
  primary key (person_id, member_unit, valid_from),
  check (valid_to > valid_from)
);
create index member_unit_membership_by_unit on member_unit_membership (member_unit, valid_from);

do $$ begin
  execute format('grant select, insert, update (name) on person to %I', current_setting('hub.app_role'));
  execute format('grant select, insert, update (valid_to) on member_unit_membership to %I', current_setting('hub.app_role'));
end $$;
`;

const DOWN = `
drop table member_unit_membership;
drop table person;
`;
