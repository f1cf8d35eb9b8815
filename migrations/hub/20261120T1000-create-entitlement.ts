import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The version of entitlements: it grows with every change of what somebody may do, in commit order, and tells the
 * channel `hub_entitlement`. Triggers note the changes, so no path into the tables can forget to.
 */
export class CreateEntitlement implements MigrationInterface {
  name = 'CreateEntitlement1795168800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
create table entitlement_head (
  is_only boolean primary key default true check (is_only),
  version bigint not null
);
insert into entitlement_head (version) values (0);

-- A change that may concern everybody has no subject.
create table entitlement_change (
  version bigint primary key,
  subject text,
  at timestamptz not null
);

-- The head's row lock is held to the end of the transaction: versions become visible in their order.
create function note_entitlement_change(of_subject text) returns void
language plpgsql security definer set search_path from current as $$
declare
  next bigint;
begin
  update entitlement_head set version = version + 1 returning version into next;
  insert into entitlement_change (version, subject, at) values (next, of_subject, now());
  perform pg_notify('hub_entitlement', next::text);
end $$;

-- The day of the last use: one write a day, not one for each request.
alter table token add column last_used_on date;

create function note_token_change() returns trigger language plpgsql as $$
begin
  perform note_entitlement_change(new.subject);
  return null;
end $$;
create trigger token_changes_entitlement after update of revoked_at on token
  for each row execute function note_token_change();

do $$ begin
  execute format('grant select on entitlement_head, entitlement_change to %I', current_setting('hub.app_role'));
  execute format('grant update (last_used_on) on token to %I', current_setting('hub.app_role'));
end $$;
`;

const DOWN = `
drop trigger token_changes_entitlement on token;
drop function note_token_change();
alter table token drop column last_used_on;
drop function note_entitlement_change(text);
drop table entitlement_change;
drop table entitlement_head;
`;
