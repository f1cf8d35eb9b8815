import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From which address an act came; null for acts without a request, and for those before this. */
export class AddSourceAddress implements MigrationInterface {
  name = 'AddSourceAddress1795249200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table audit_event add column source_address text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table audit_event drop column source_address');
  }
}
