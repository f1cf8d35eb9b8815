/** A table of records that is kept by month: parts `<name>_YYYYMM`, and `<name>_other` for what no month takes. */
export interface AuditTable {
  readonly name: string;
  /** The column by which it is divided. */
  readonly time: string;
}

export interface AuditRetention {
  readonly tables: readonly AuditTable[];
  /**
   * The statement by which the service records what retention did. It may use `act`, `part_name`, `detail` (jsonb),
   * `trace` and `acted_at`.
   */
  readonly record: string;
  /** What else a purge forgets; may use `older_than`, and sets `part_name` and `row_count` to be recorded. */
  readonly forgets?: string;
}

/** Days for which records are kept at least. It stands in the function itself: no setting and no argument reaches it. */
const FLOOR_DAYS = 180;
/** How far ahead there is always a part for every month. */
const MONTHS_AHEAD = 24;

/** Records of these tables can be added and never be changed, deleted or emptied, by nobody: neither in the whole nor in a part. */
export function createAppendOnly(tables: readonly AuditTable[]): string {
  const guards = tables.map(
    ({ name }) => `
create trigger ${name}_is_append_only before update or delete on ${name}
  for each row execute function refuse_change_of_audit();
do $$
declare
  part regclass;
begin
  for part in select relid from pg_partition_tree('${name}') loop
    execute format('create trigger is_never_emptied before truncate on %s for each statement execute function refuse_change_of_audit()', part);
  end loop;
end $$;`,
  );
  return `
create function refuse_change_of_audit() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is append-only' using errcode = 'insufficient_privilege';
end $$;
${guards.join('\n')}`;
}

/** Takes the guards with it, also those of parts that were taken out. */
export const DROP_APPEND_ONLY = 'drop function refuse_change_of_audit() cascade';

/**
 * `retain_audit(days, is_purge, trace)`: the one way in which records leave, for the maintenance role alone. Makes the parts of
 * the months to come, and takes out whole months that are older than so many days; a purge also drops them, and those
 * taken out before. All of it is recorded where the service records everything.
 */
export function createAuditRetention(retention: AuditRetention): string {
  return `
${partsFunction(retention.tables)}
${extendFunction(retention.tables)}
${retainFunction(retention)}
revoke execute on function audit_parts(), extend_audit(), retain_audit(integer, boolean, text) from public;
do $$ begin
  -- A schema of the caller's own must not come before ours, and pg_temp, which comes first unless it is named, comes last.
  execute format('alter function retain_audit(integer, boolean, text) set search_path = %I, pg_temp', current_schema());
  execute format('grant execute on function retain_audit(integer, boolean, text) to %I', current_setting('hub.maintenance_role'));
end $$;
`;
}

export const DROP_AUDIT_RETENTION = `
drop function retain_audit(integer, boolean, text);
drop function extend_audit();
drop function audit_parts();
`;

function valuesOf(tables: readonly AuditTable[]): string {
  return `(values ${tables.map(({ name, time }) => `('${name}', '${time}')`).join(', ')}) as log (name, time_column)`;
}

/** Every month of the records: attached with the end it was given, or taken out with the end its name says. */
function partsFunction(tables: readonly AuditTable[]): string {
  return `
create function audit_parts() returns table (parent text, part text, time_column text, ends_at timestamptz, is_attached boolean)
language sql stable as $$
  select log.name, part.relname::text, log.time_column,
    (regexp_match(pg_get_expr(part.relpartbound, part.oid), $re$TO \\('([^']+)'\\)$re$))[1]::timestamptz, true
  from ${valuesOf(tables)}
  join pg_inherits link on link.inhparent = to_regclass(log.name)
  join pg_class part on part.oid = link.inhrelid
  where pg_get_expr(part.relpartbound, part.oid) <> 'DEFAULT'
  union all
  select log.name, part.relname::text, log.time_column, to_date(right(part.relname, 6), 'YYYYMM') + interval '1 month 1 day', false
  from ${valuesOf(tables)}
  join pg_class part on part.relname ~ ('^' || log.name || '_[0-9]{6}$')
  where part.relnamespace = current_schema()::regnamespace and part.relkind = 'r' and not part.relispartition
$$;`;
}

/** Months to come. What had to go to the other part meanwhile moves to its month, so that it can leave in time. */
function extendFunction(tables: readonly AuditTable[]): string {
  return `
create function extend_audit() returns setof text language plpgsql as $$
declare
  log record;
  starts timestamptz;
  month timestamp;
  part text;
  horizon constant timestamptz := now() + interval '${MONTHS_AHEAD} months';
  has_strays boolean;
begin
  for log in select * from ${valuesOf(tables)} loop
    select max(ends_at) into starts from audit_parts() where parent = log.name and is_attached;
    if starts >= horizon then continue; end if;
    execute format('select exists (select from %I where %I >= $1 and %2$I < $2)', log.name || '_other', log.time_column)
      into has_strays using starts, horizon;
    if has_strays then
      execute format('alter table %I detach partition %I', log.name, log.name || '_other');
      execute format('alter table %I rename to %I', log.name || '_other', log.name || '_stray');
      execute format('create table %I partition of %I default', log.name || '_other', log.name);
      execute format('create trigger is_never_emptied before truncate on %I for each statement execute function refuse_change_of_audit()', log.name || '_other');
    end if;
    while starts < horizon loop
      -- A month is a month in Beijing, whatever zone the first parts were cut in.
      month := date_trunc('month', (starts at time zone 'Asia/Shanghai') + interval '1 day');
      part := log.name || '_' || to_char(month, 'YYYYMM');
      execute format('create table %I partition of %I for values from (%L) to (%L)',
        part, log.name, starts, (month + interval '1 month') at time zone 'Asia/Shanghai');
      execute format('create trigger is_never_emptied before truncate on %I for each statement execute function refuse_change_of_audit()', part);
      starts := (month + interval '1 month') at time zone 'Asia/Shanghai';
      return next part;
    end loop;
    if has_strays then
      execute format('insert into %I select * from %I', log.name, log.name || '_stray');
      execute format('drop table %I', log.name || '_stray');
    end if;
  end loop;
end $$;`;
}

function retainFunction({ record, forgets }: AuditRetention): string {
  const forgetting =
    forgets === undefined
      ? ''
      : `
  if is_purge then
    ${forgets}
    if row_count > 0 then
      act := 'audit.purge';
      detail := jsonb_build_object('retentionDays', retention_days, 'rows', row_count);
      ${record}
      return next;
    end if;
  end if;`;
  return `
create function retain_audit(retention_days integer, is_purge boolean, trace text)
returns table (act text, part_name text, row_count bigint)
language plpgsql security definer
-- How times are written belongs to the caller's session, and so it must not have a say in where a month ends.
set datestyle = 'ISO, YMD' set timezone = 'UTC' set lock_timeout = '5s' as $$
declare
  old record;
  youngest timestamptz;
  older_than timestamptz;
  detail jsonb;
  -- Readers page by milliseconds.
  acted_at constant timestamptz := date_trunc('milliseconds', now());
begin
  if retention_days is null or retention_days < ${FLOOR_DAYS} then
    raise exception 'audit is kept for ${FLOOR_DAYS} days at least' using errcode = 'check_violation', constraint = 'audit_retention_floor';
  end if;
  perform pg_advisory_xact_lock(hashtext('audit retention'));
  act := 'audit.extend';
  row_count := 0;
  for part_name in select * from extend_audit() loop
    return next;
  end loop;
  older_than := now() - make_interval(days => retention_days);
  act := case when is_purge then 'audit.purge' else 'audit.detach' end;
  for old in select * from audit_parts() where ends_at <= older_than and (is_attached or is_purge) order by ends_at, parent loop
    part_name := old.part;
    if old.is_attached then
      execute format('alter table %I detach partition %I', old.parent, old.part);
    end if;
    execute format('select count(*), max(%I) from %I', old.time_column, old.part) into row_count, youngest;
    -- What a part holds counts, not what it is called.
    if youngest >= older_than then
      raise exception 'part % holds records that are younger than that', old.part
        using errcode = 'check_violation', constraint = 'audit_retention_floor';
    end if;
    if is_purge then
      execute format('drop table %I', old.part);
    else
      execute format('grant select on %I to %I', old.part, session_user);
    end if;
    detail := jsonb_build_object('retentionDays', retention_days, 'rows', row_count);
    ${record}
    return next;
  end loop;${forgetting}
end $$;`;
}
