import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Publications (报送批次) and the events of their life; states are events, nothing is overwritten. */
export class CreatePublication implements MigrationInterface {
  name = 'CreatePublication1795078800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
create table publication (
  id uuid primary key,
  member_unit text not null,
  mode text not null check (mode in ('ATOMIC', 'PARTIAL')),
  channel text not null check (channel in ('MUTATION', 'UPLOAD', 'REGISTER')),
  policy text not null check (policy in ('AUTOMATIC', 'FOUR_EYES')),
  idempotency_key text not null,
  submitted_by text not null,
  submitted_by_unit text,
  reported_on date not null,
  is_demo boolean not null default false,
  row_count integer not null check (row_count >= 0),
  created_at timestamptz not null
);
create index publication_by_unit on publication (member_unit, created_at desc, id);

create table publication_event (
  publication_id uuid not null references publication (id),
  ordinal integer not null,
  state text not null check (state in ('DRAFT', 'SUBMITTED', 'APPROVED', 'ACCEPTED', 'RETURNED', 'WITHDRAWN', 'LOCKED')),
  actor text not null,
  actor_unit text,
  reason_code text,
  reason text,
  deadline date,
  first_position bigint,
  last_position bigint,
  at timestamptz not null,
  trace_id text not null,
  primary key (publication_id, ordinal)
);
create index publication_event_by_time on publication_event (at) where last_position is not null;

create table approval_policy (
  member_unit text primary key,
  policy text not null check (policy in ('AUTOMATIC', 'FOUR_EYES')),
  decided_by text not null,
  decided_at timestamptz not null
);

do $$ begin
  execute format('grant select, insert on publication, publication_event to %I', current_setting('hub.app_role'));
  execute format('grant select on approval_policy to %I', current_setting('hub.app_role'));
end $$;
`;

const DOWN = `
drop table approval_policy;
drop table publication_event;
drop table publication;
`;
