import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From which address an act came. `source_ip`, which was never written, leaves two releases later. */
export class AddSourceAddress implements MigrationInterface {
  name = 'AddSourceAddress1795248600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table access_audit add column source_address text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table access_audit drop column source_address');
  }
}
