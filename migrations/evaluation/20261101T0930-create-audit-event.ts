import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from './grant.ts';

/** Who did what in the evaluation office's service, written in the transaction of the act. */
export class CreateAuditEvent implements MigrationInterface {
  name = 'CreateAuditEvent1793525400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_event (
        id uuid primary key,
        happened_at timestamptz not null,
        actor text not null,
        member_unit text,
        action text not null,
        target text not null,
        detail jsonb not null,
        trace_id text not null
      )`);
    await runner.query('create index audit_event_by_time on audit_event (happened_at)');
    await grant(runner, 'select, insert', 'audit_event');
    await grant(runner, 'select', 'audit_event', 'maintenance');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table audit_event');
  }
}
