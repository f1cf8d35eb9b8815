import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Audit of access and administration: appended to, never changed; old parts are detached as a whole. */
export class CreateAccessAudit implements MigrationInterface {
  name = 'CreateAccessAudit1793525400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
create table access_audit (
  at timestamptz not null,
  id uuid not null,
  actor text not null,
  actor_unit text,
  action text not null,
  object text not null,
  result text not null check (result in ('DONE', 'REFUSED')),
  trace_id text,
  source_ip text,
  detail jsonb not null,
  primary key (at, id)
) partition by range (at);
create index access_audit_by_actor on access_audit (actor, at);

do $$
declare
  month date;
begin
  for month in select generate_series('2026-01-01'::date, '2030-12-01'::date, interval '1 month') loop
    execute format(
      'create table %I partition of access_audit for values from (%L) to (%L)',
      'access_audit_' || to_char(month, 'YYYYMM'),
      month || ' 00:00:00+08',
      (month + interval '1 month')::date || ' 00:00:00+08'
    );
  end loop;
  create table access_audit_other partition of access_audit default;
end $$;

create function refuse_change_of_audit() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger access_audit_is_append_only before update or delete on access_audit
  for each row execute function refuse_change_of_audit();

do $$ begin
  execute format('grant select, insert on access_audit to %I', current_setting('hub.app_role'));
  execute format('grant select on access_audit to %I', current_setting('hub.maintenance_role'));
end $$;
`;

const DOWN = `
drop table access_audit;
drop function refuse_change_of_audit();
`;
