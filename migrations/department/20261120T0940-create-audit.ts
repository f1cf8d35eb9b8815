import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Audit (审计): by month, so that old months can be detached after their retention; refusals are counted, not multiplied. */
export class CreateAudit implements MigrationInterface {
  name = 'CreateAudit1795081200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
create table audit (
  id uuid not null,
  at timestamptz not null,
  actor text not null,
  actor_unit text,
  action text not null,
  object_type text not null,
  object_id text not null,
  result text not null check (result in ('ACCEPTED', 'REFUSED')),
  before_hash text,
  after_hash text,
  detail jsonb not null,
  trace_id text not null,
  primary key (at, id)
) partition by range (at);

do $$
declare
  month date := '2026-01-01';
begin
  while month < '2029-01-01' loop
    execute format('create table audit_%s partition of audit for values from (%L) to (%L)',
      to_char(month, 'YYYYMM'), month, month + interval '1 month');
    month := month + interval '1 month';
  end loop;
  create table audit_other partition of audit default;
end $$;

create table refusal (
  fingerprint text primary key,
  actor text not null,
  actor_unit text,
  action text not null,
  codes text[] not null,
  detail jsonb not null,
  times integer not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  last_trace_id text not null
);

do $$ begin
  execute format('grant select, insert on audit to %I', current_setting('hub.app_role'));
  execute format('grant select, insert, update on refusal to %I', current_setting('hub.app_role'));
  execute format('grant select on audit, refusal to %I', current_setting('hub.maintenance_role'));
end $$;
`;

const DOWN = `
drop table refusal;
drop table audit;
`;
