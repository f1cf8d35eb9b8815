import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audit of evaluation by month, as everywhere else, so that old months can leave as a whole. */
export class PartitionAuditEvent implements MigrationInterface {
  name = 'PartitionAuditEvent1795248000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const COLUMNS = `
  id uuid not null,
  happened_at timestamptz not null,
  actor text not null,
  member_unit text,
  action text not null,
  target text not null,
  detail jsonb not null,
  trace_id text not null`;

const GRANTS = `
do $$ begin
  execute format('grant select, insert on audit_event to %I', current_setting('hub.app_role'));
  execute format('grant select on audit_event to %I', current_setting('hub.maintenance_role'));
end $$;`;

const MOVE_ROWS = `
insert into audit_event (id, happened_at, actor, member_unit, action, target, detail, trace_id)
select id, happened_at, actor, member_unit, action, target, detail, trace_id from audit_event_before;
drop table audit_event_before;`;

const UP = `
alter table audit_event rename to audit_event_before;
alter index audit_event_pkey rename to audit_event_before_pkey;
drop index audit_event_by_time;
create table audit_event (${COLUMNS},
  primary key (happened_at, id)
) partition by range (happened_at);

do $$
declare
  month date;
begin
  for month in select generate_series('2026-01-01'::date, '2030-12-01'::date, interval '1 month') loop
    execute format(
      'create table %I partition of audit_event for values from (%L) to (%L)',
      'audit_event_' || to_char(month, 'YYYYMM'),
      month || ' 00:00:00+08',
      (month + interval '1 month')::date || ' 00:00:00+08'
    );
  end loop;
  create table audit_event_other partition of audit_event default;
end $$;
${GRANTS}
${MOVE_ROWS}
`;

const DOWN = `
alter table audit_event rename to audit_event_before;
alter index audit_event_pkey rename to audit_event_before_pkey;
create table audit_event (${COLUMNS},
  primary key (id)
);
create index audit_event_by_time on audit_event (happened_at);
${GRANTS}
${MOVE_ROWS}
`;
