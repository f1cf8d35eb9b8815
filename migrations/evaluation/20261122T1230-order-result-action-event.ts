import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Acts of one instant keep the order in which they were written. */
export class OrderResultActionEvent implements MigrationInterface {
  name = 'OrderResultActionEvent1795350600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table result_action_event add column position bigint generated always as identity');
    await runner.query('drop index result_action_event_of');
    await runner.query('create index result_action_event_of on result_action_event (action, position)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table result_action_event drop column position');
    await runner.query('create index result_action_event_of on result_action_event (action, happened_at, id)');
  }
}
