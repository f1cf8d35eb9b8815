import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Grants (授权): what the owner of figures lets others read. Never changed, only revoked. */
export class CreateReadGrant implements MigrationInterface {
  name = 'CreateReadGrant1795170000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
create table read_grant (
  id uuid primary key,
  owner_unit text not null,
  reader_kind text not null check (reader_kind in ('SUBJECT', 'UNIT', 'PUBLIC')),
  reader text,
  measures text[],
  purpose text not null check (purpose <> ''),
  expires_on date not null,
  created_by text not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  constraint read_grant_reader check ((reader_kind = 'PUBLIC') = (reader is null)),
  constraint read_grant_measures check (measures is null or cardinality(measures) > 0)
);
create index read_grant_by_reader on read_grant (reader_kind, reader) where revoked_at is null;
create index read_grant_by_owner on read_grant (owner_unit, id);

create function note_grant_change() returns trigger language plpgsql as $$
begin
  -- Who belongs to a unit is not known here, and public is everybody.
  perform note_entitlement_change(case when new.reader_kind = 'SUBJECT' then new.reader end);
  return null;
end $$;
create trigger read_grant_changes_entitlement after insert or update on read_grant
  for each row execute function note_grant_change();

do $$ begin
  execute format('grant select, insert, update (revoked_at) on read_grant to %I', current_setting('hub.app_role'));
end $$;
`;

const DOWN = `
drop table read_grant;
drop function note_grant_change();
`;
