import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createAuditRetention, DROP_AUDIT_RETENTION } from '../audit-retention.ts';

/**
 * Retention as every service has it: recorded, and with months made ahead. The function before it left no record of its
 * use, and so nobody but the owner may call it any more.
 */
export class ShareAuditRetention implements MigrationInterface {
  name = 'ShareAuditRetention1795248000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
${createAuditRetention({
  tables: [
    { name: 'access_audit', time: 'at' },
    { name: 'data_read', time: 'at' },
  ],
  record: `insert into access_audit (at, id, actor, action, object, result, trace_id, detail)
    values (acted_at, gen_random_uuid(), session_user, act, 'audit:' || part_name, 'DONE', trace, detail);`,
})}
do $$ begin
  execute format('revoke execute on function detach_old_audit(integer) from %I', current_setting('hub.maintenance_role'));
end $$;
`;

const DOWN = `
do $$ begin
  execute format('grant execute on function detach_old_audit(integer) to %I', current_setting('hub.maintenance_role'));
end $$;
${DROP_AUDIT_RETENTION}
`;
