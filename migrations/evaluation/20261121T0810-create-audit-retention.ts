import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createAppendOnly, createAuditRetention, DROP_APPEND_ONLY, DROP_AUDIT_RETENTION } from '../audit-retention.ts';

/** The audit of evaluation is append-only for everybody, and leaves by whole months through one function. */
export class CreateAuditRetention implements MigrationInterface {
  name = 'CreateAuditRetention1795248600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const TABLES = [{ name: 'audit_event', time: 'happened_at' }];

const UP = `
${createAppendOnly(TABLES)}
${createAuditRetention({
  tables: TABLES,
  record: `insert into audit_event (id, happened_at, actor, action, target, detail, trace_id)
    values (gen_random_uuid(), acted_at, session_user, act, part_name, detail, trace);`,
})}
`;

const DOWN = `
${DROP_AUDIT_RETENTION}
${DROP_APPEND_ONLY};
`;
