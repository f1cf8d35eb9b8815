import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People as callers: by which provider they sign in, which roles they hold and for whom they act, from day to day;
 * which unit followed which. The three administrators exclude each other over all tokens and roles of one subject.
 */
export class CreatePersonRole implements MigrationInterface {
  name = 'CreatePersonRole1795169400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
alter table person add column subject text not null generated always as ('person:' || id::text) stored;
alter table person add constraint person_subject unique (subject);

create table person_identity (
  issuer text not null check (issuer <> ''),
  subject text not null check (subject <> ''),
  person_id uuid not null references person (id),
  created_at timestamptz not null,
  primary key (issuer, subject)
);
create index person_identity_by_person on person_identity (person_id);

-- A term that ended on the day it began never held: so a mistake, too, can be ended at once.
alter table member_unit_membership drop constraint member_unit_membership_check;
alter table member_unit_membership add constraint member_unit_membership_term check (valid_to >= valid_from);

-- Half open like memberships: valid_to is the first day it no longer holds.
create table person_role (
  id uuid primary key,
  person_id uuid not null references person (id),
  role text not null,
  valid_from date not null,
  valid_to date,
  created_by text not null,
  created_at timestamptz not null,
  check (valid_to >= valid_from)
);
create index person_role_by_person on person_role (person_id, valid_from);

create table acting_appointment (
  id uuid primary key,
  person_id uuid not null references person (id),
  member_unit text not null,
  valid_from date not null,
  valid_to date not null,
  reason text not null check (reason <> ''),
  created_by text not null,
  created_at timestamptz not null,
  check (valid_to >= valid_from)
);
create index acting_appointment_by_person on acting_appointment (person_id, valid_from);

create table member_unit_succession (
  predecessor text primary key,
  successor text not null check (successor <> predecessor),
  kind text not null check (kind in ('MERGE', 'RENAME')),
  effective_on date not null,
  reason text not null check (reason <> ''),
  recorded_by text not null,
  recorded_at timestamptz not null
);

-- The unit that stands on a day for the one once written down: merges and renames carry everything along, rewriting nothing.
create function unit_at(of_unit text, of_day date) returns text language sql stable as $$
  with recursive line (unit, step) as (
    select of_unit, 0
    union all
    select s.successor, line.step + 1
    from line join member_unit_succession s on s.predecessor = line.unit and s.effective_on <= of_day
    where line.step < 50
  )
  select unit from line order by step desc limit 1
$$;

create function administrator_roles(of_roles text[]) returns text[] language sql immutable as $$
  select coalesce(array_agg(role order by role), '{}')
  from unnest(of_roles) role where role in ('system-administrator', 'security-administrator', 'auditor')
$$;

create function check_one_administrator(of_subject text, of_roles text[]) returns void language plpgsql as $$
declare
  wanted text[] := administrator_roles(of_roles);
begin
  if cardinality(wanted) = 0 then return; end if;
  perform pg_advisory_xact_lock(hashtextextended('administrator ' || of_subject, 0));
  if exists (
    select from token t
    where t.subject = of_subject and t.revoked_at is null and t.expires_at > now()
      and cardinality(administrator_roles(t.roles)) > 0 and administrator_roles(t.roles) <> wanted
  ) or exists (
    select from person p join person_role r on r.person_id = p.id
    where p.subject = of_subject and cardinality(administrator_roles(array[r.role])) > 0
      and r.role <> all (wanted) and (r.valid_to is null or r.valid_to > (now() at time zone 'Asia/Shanghai')::date)
  ) then
    raise exception 'the three administrators exclude each other: % already is another one', of_subject
      using errcode = 'check_violation', constraint = 'one_administrator_per_subject';
  end if;
end $$;

create function check_token_administrator() returns trigger language plpgsql as $$
begin
  perform check_one_administrator(new.subject, new.roles);
  return new;
end $$;
create trigger token_one_administrator_per_subject before insert on token
  for each row execute function check_token_administrator();

create function check_person_administrator() returns trigger language plpgsql as $$
begin
  perform check_one_administrator((select subject from person where id = new.person_id), array[new.role]);
  return new;
end $$;
create trigger person_role_one_administrator before insert or update on person_role
  for each row execute function check_person_administrator();

create function check_one_membership() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('membership ' || new.person_id::text, 0));
  if exists (
    select from member_unit_membership m
    where m.person_id = new.person_id
      and (m.member_unit, m.valid_from) <> (new.member_unit, new.valid_from)
      and daterange(m.valid_from, m.valid_to) && daterange(new.valid_from, new.valid_to)
  ) then
    raise exception 'a person belongs to one unit at a time'
      using errcode = 'exclusion_violation', constraint = 'one_membership_at_a_time';
  end if;
  return new;
end $$;
create trigger member_unit_membership_one_at_a_time before insert or update on member_unit_membership
  for each row execute function check_one_membership();

create function note_person_change() returns trigger language plpgsql as $$
begin
  perform note_entitlement_change((select subject from person where id = new.person_id));
  return null;
end $$;
create trigger person_identity_changes_entitlement after insert on person_identity
  for each row execute function note_person_change();
create trigger person_role_changes_entitlement after insert or update on person_role
  for each row execute function note_person_change();
create trigger acting_appointment_changes_entitlement after insert or update on acting_appointment
  for each row execute function note_person_change();
create trigger member_unit_membership_changes_entitlement after insert or update on member_unit_membership
  for each row execute function note_person_change();

create function note_change_for_everybody() returns trigger language plpgsql as $$
begin
  perform note_entitlement_change(null);
  return null;
end $$;
create trigger member_unit_succession_changes_entitlement after insert on member_unit_succession
  for each row execute function note_change_for_everybody();

do $$ begin
  execute format('grant select, insert on person_identity, member_unit_succession to %I', current_setting('hub.app_role'));
  execute format('grant select, insert, update (valid_to) on person_role, acting_appointment to %I', current_setting('hub.app_role'));
end $$;
`;

const DOWN = `
drop trigger member_unit_membership_changes_entitlement on member_unit_membership;
drop trigger member_unit_membership_one_at_a_time on member_unit_membership;
drop trigger token_one_administrator_per_subject on token;
drop table member_unit_succession;
drop table acting_appointment;
drop table person_role;
drop table person_identity;
drop function note_change_for_everybody();
drop function note_person_change();
drop function check_one_membership();
drop function check_person_administrator();
drop function check_token_administrator();
drop function check_one_administrator(text, text[]);
drop function administrator_roles(text[]);
drop function unit_at(text, date);
alter table member_unit_membership drop constraint member_unit_membership_term;
alter table member_unit_membership add constraint member_unit_membership_check check (valid_to > valid_from);
alter table person drop column subject;
`;
