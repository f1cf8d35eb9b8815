import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Idempotency keys: what became of an act, so that sending it again gives the same answer. Kept at least seven days. */
export class CreateIdempotency implements MigrationInterface {
  name = 'CreateIdempotency1795081800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
create table idempotency (
  member_unit text not null,
  key text not null,
  payload_hash text not null,
  response text,
  publication_id uuid,
  created_at timestamptz not null,
  primary key (member_unit, key)
);

do $$ begin
  execute format('grant select, insert, update on idempotency to %I', current_setting('hub.app_role'));
  execute format('grant select, delete on idempotency to %I', current_setting('hub.maintenance_role'));
end $$;
`;

const DOWN = `
drop table idempotency;
`;
