import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createAppendOnly, createAuditRetention, DROP_APPEND_ONLY, DROP_AUDIT_RETENTION } from '../audit-retention.ts';

/**
 * The audit is append-only for everybody, and leaves by whole months through one function. Of a refusal only the counting
 * can change, and only onwards: nobody can make one look older than it is, to have it purged.
 */
export class CreateAuditRetention implements MigrationInterface {
  name = 'CreateAuditRetention1795248000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const TABLES = [{ name: 'audit', time: 'at' }];

const UP = `
${createAppendOnly(TABLES)}
${createAuditRetention({
  tables: TABLES,
  record: `insert into audit (id, at, actor, action, object_type, object_id, result, detail, trace_id)
    values (gen_random_uuid(), acted_at, session_user, act, 'audit', part_name, 'ACCEPTED', detail, trace);`,
  forgets: `delete from refusal where last_at < older_than;
    get diagnostics row_count = row_count;
    part_name := 'refusal';`,
})}
create function refusal_only_counts() returns trigger language plpgsql as $$
begin
  new.times := greatest(old.times, new.times);
  new.last_at := greatest(old.last_at, new.last_at);
  return new;
end $$;
create trigger refusal_only_counts before update on refusal for each row execute function refusal_only_counts();
do $$ begin
  execute format('revoke update on refusal from %I', current_setting('hub.app_role'));
  execute format('grant update (times, last_at, last_trace_id) on refusal to %I', current_setting('hub.app_role'));
end $$;
`;

const DOWN = `
do $$ begin
  execute format('revoke update (times, last_at, last_trace_id) on refusal from %I', current_setting('hub.app_role'));
  execute format('grant update on refusal to %I', current_setting('hub.app_role'));
end $$;
drop trigger refusal_only_counts on refusal;
drop function refusal_only_counts();
${DROP_AUDIT_RETENTION}
${DROP_APPEND_ONLY};
`;
