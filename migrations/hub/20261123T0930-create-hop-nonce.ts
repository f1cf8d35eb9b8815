import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CREATE_HOP_NONCE, DROP_HOP_NONCE } from '../hop-nonce.ts';

/** Which signed calls were taken, known to all processes of the service. */
export class CreateHopNonce implements MigrationInterface {
  name = 'CreateHopNonce1795426200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CREATE_HOP_NONCE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DROP_HOP_NONCE);
  }
}
