import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rows of an upload put aside as one text for each subject: one by one, each with its index entry, they cost as much as a
 * tenth of the whole report. The table they lay in (`staged_row`) stays for processes of the release before.
 */
export class CreateStagedPiece implements MigrationInterface {
  name = 'CreateStagedPiece1795479000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table staged_piece');
  }
}

// Worth nothing after a crash: nothing was acknowledged.
const UP = `
create unlogged table staged_piece (
  submission uuid not null,
  subject text not null,
  first_line integer not null,
  row_count integer not null check (row_count > 0),
  years integer[] not null,
  rows text not null,
  staged_at timestamptz not null default now()
);
create index staged_piece_by_subject on staged_piece (submission, subject, first_line);

do $$ begin
  execute format('grant select, insert, delete on staged_piece to %I', current_setting('hub.app_role'));
  execute format('grant select, delete on staged_piece to %I', current_setting('hub.maintenance_role'));
end $$;
`;
