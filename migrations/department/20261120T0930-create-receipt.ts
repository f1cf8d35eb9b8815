import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Receipts (回执): one hash chain per member unit, one signature per publication. */
export class CreateReceipt implements MigrationInterface {
  name = 'CreateReceipt1795080600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
create table receipt (
  member_unit text not null,
  sequence bigint not null check (sequence > 0),
  publication_id uuid not null unique references publication (id),
  previous_hash text not null,
  hash text not null,
  signature text not null,
  signed_by text not null,
  content text not null,
  issued_at timestamptz not null,
  primary key (member_unit, sequence)
);

do $$ begin
  execute format('grant select, insert on receipt to %I', current_setting('hub.app_role'));
end $$;
`;

const DOWN = `
drop table receipt;
`;
