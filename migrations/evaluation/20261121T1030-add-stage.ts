import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a value is preliminary or final; null for measures without stages, and where nobody told it. */
export class AddStage implements MigrationInterface {
  name = 'AddStage1795257000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table input_observation add column stage text check (stage in ('PRELIMINARY', 'FINAL'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table input_observation drop column stage');
  }
}
