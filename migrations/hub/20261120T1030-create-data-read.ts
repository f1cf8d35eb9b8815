import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reads of protected figures (访问记录), as the gateway reports them: appended to, never changed. */
export class CreateDataRead implements MigrationInterface {
  name = 'CreateDataRead1795170600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
create table data_read (
  at timestamptz not null,
  id uuid not null,
  subject text not null,
  member_unit text,
  purpose text not null,
  owner_unit text not null,
  operation text not null,
  value_count integer not null check (value_count > 0),
  trace_id text not null,
  primary key (at, id)
) partition by range (at);
create index data_read_by_owner on data_read (owner_unit, at, id);

do $$
declare
  month date;
begin
  for month in select generate_series('2026-01-01'::date, '2030-12-01'::date, interval '1 month') loop
    execute format(
      'create table %I partition of data_read for values from (%L) to (%L)',
      'data_read_' || to_char(month, 'YYYYMM'),
      month || ' 00:00:00+08',
      (month + interval '1 month')::date || ' 00:00:00+08'
    );
  end loop;
  create table data_read_other partition of data_read default;
end $$;

create trigger data_read_is_append_only before update or delete on data_read
  for each row execute function refuse_change_of_audit();

do $$ begin
  execute format('grant select, insert on data_read to %I', current_setting('hub.app_role'));
  execute format('grant select on data_read to %I', current_setting('hub.maintenance_role'));
end $$;
`;

const DOWN = 'drop table data_read';
