import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Retention of the two records: whole months leave by one function, which only the maintenance role may call and
 * which refuses to go under 180 days. Emptying a part is refused to everybody.
 */
export class CreateAuditRetention implements MigrationInterface {
  name = 'CreateAuditRetention1795171200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
create view audit_part as
  select parent.relname::text as parent, part.relname::text as part,
    -- Null for the part that takes what no month takes.
    (regexp_match(pg_get_expr(part.relpartbound, part.oid), $re$TO \\('([^']+)'\\)$re$))[1]::timestamptz as ends_at
  from pg_inherits link
  join pg_class part on part.oid = link.inhrelid
  join pg_class parent on parent.oid = link.inhparent
  where parent.relkind = 'p' and parent.relname in ('access_audit', 'data_read')
    and parent.relnamespace = 'hub'::regnamespace;

do $$
declare
  part text;
begin
  for part in select audit_part.part from audit_part union all values ('access_audit'), ('data_read') loop
    execute format(
      'create trigger is_never_emptied before truncate on %I for each statement execute function refuse_change_of_audit()',
      part
    );
  end loop;
end $$;

create function detach_old_audit(retention_days integer) returns table (part_name text, row_count bigint)
language plpgsql security definer set search_path from current as $$
declare
  old record;
begin
  if retention_days is null or retention_days < 180 then
    raise exception 'audit is kept for 180 days at least' using errcode = 'check_violation', constraint = 'audit_retention_floor';
  end if;
  for old in
    select * from audit_part where ends_at <= now() - make_interval(days => retention_days) order by ends_at, parent
  loop
    execute format('select count(*) from %I', old.part) into row_count;
    execute format('alter table %I detach partition %I', old.parent, old.part);
    execute format('grant select on %I to %I', old.part, session_user);
    part_name := old.part;
    return next;
  end loop;
end $$;
revoke execute on function detach_old_audit(integer) from public;

do $$ begin
  execute format('grant execute on function detach_old_audit(integer) to %I', current_setting('hub.maintenance_role'));
end $$;
`;

const DOWN = `
drop function detach_old_audit(integer);
do $$
declare
  part text;
begin
  for part in select audit_part.part from audit_part union all values ('access_audit'), ('data_read') loop
    execute format('drop trigger is_never_emptied on %I', part);
  end loop;
end $$;
drop view audit_part;
`;
