import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The life of a report between draft and record: kinds of publication, who acted in what capacity, drafts outside the
 * feed, withdrawals, waivers, freezes, receipts of every act, and uploads under way.
 */
export class CreateReportLife implements MigrationInterface {
  name = 'CreateReportLife1795251600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
alter table publication
  add column kind text not null default 'REPORT' check (kind in ('REPORT', 'AMENDMENT', 'WITHDRAWAL')),
  add column justification text,
  add column unchanged_count integer not null default 0 check (unchanged_count >= 0);

alter table publication_event
  add column capacity text check (capacity in ('FILLER', 'REVIEWER', 'HEAD', 'OFFICE', 'NAMED_BODY', 'POLICY'));

-- Where each publication stands. A projection of its events; its rows are locked while an act decides.
create table publication_state (
  publication_id uuid primary key references publication (id),
  member_unit text not null,
  kind text not null,
  state text not null,
  event_count integer not null,
  created_at timestamptz not null
);
insert into publication_state (publication_id, member_unit, kind, state, event_count, created_at)
select p.id, p.member_unit, p.kind, last.state, last.ordinal + 1, p.created_at
from publication p
join lateral (select e.state, e.ordinal from publication_event e where e.publication_id = p.id order by e.ordinal desc limit 1) last on true;
create index publication_state_by_time on publication_state (created_at desc, publication_id desc);
create index publication_state_by_unit on publication_state (member_unit, created_at desc, publication_id desc);
create index publication_state_pending on publication_state (created_at desc, publication_id desc)
  where state in ('DRAFT', 'SUBMITTED', 'APPROVED', 'RETURNED');

alter table observation
  add column stage text check (stage in ('PRELIMINARY', 'FINAL'));
-- A large publication is examined and stored in one go, and only then is it known how many rows it has.
alter table observation alter constraint observation_publication_id_fkey deferrable initially immediate;

-- Whether a change touches the value that counts; what waits for people does not.
alter table change add column counts boolean not null default true;
update change set counts = false where state in ('DRAFT', 'SUBMITTED', 'APPROVED', 'RETURNED');

-- Where the feed stood after each commit, so that an instant stands for a position.
create table feed_mark (
  position bigint primary key,
  recorded_at timestamptz not null
);
create index feed_mark_by_time on feed_mark (recorded_at desc, position desc);
insert into feed_mark (position, recorded_at)
select max(position), recorded_at from change group by recorded_at;

-- What a withdrawal asks to take out of the record.
create table withdrawal_target (
  publication_id uuid not null references publication (id),
  period_year integer not null,
  observation_id uuid not null,
  ordinal integer not null,
  primary key (publication_id, ordinal)
);
create index withdrawal_target_by_observation on withdrawal_target (observation_id);

-- A hard rule set aside by the lead for one value.
create table rule_waiver (
  id uuid primary key,
  member_unit text not null,
  subject text not null,
  measure text not null,
  period text not null,
  dimensions text not null,
  value text not null,
  rule text not null,
  reason text not null,
  decided_by text not null,
  decided_by_unit text,
  decided_at timestamptz not null,
  trace_id text not null
);
create index rule_waiver_by_cell on rule_waiver (subject, measure, period, dimensions);

-- Values under a self-evaluation that was sent are frozen: only amendments reach them.
create table locked_year (
  subject text not null,
  period_year integer not null,
  reason text not null,
  decided_by text not null,
  decided_by_unit text,
  decided_at timestamptz not null,
  trace_id text not null,
  primary key (subject, period_year)
);

-- Every act gives a receipt, not only the first.
alter table receipt drop constraint receipt_publication_id_key;
alter table receipt add column event_ordinal integer;
create index receipt_by_publication on receipt (publication_id, sequence);

alter table approval_policy
  add column approvals smallint not null default 1 check (approvals between 1 and 2);

-- Rows of an upload before they are checked against each other. Worth nothing after a crash: nothing was acknowledged.
create unlogged table staged_row (
  submission uuid not null,
  line integer not null,
  period_year integer not null,
  subject text not null,
  measure text not null,
  period text not null,
  dimensions text not null,
  value text not null,
  explanation text,
  expected_revision integer,
  stage text,
  staged_at timestamptz not null default now()
);
create index staged_row_by_cell on staged_row (submission, subject, period_year, measure, period, dimensions, line);

-- Uploads under way and what became of them.
create table upload (
  id uuid primary key,
  member_unit text not null,
  idempotency_key text not null,
  state text not null check (state in ('RECEIVING', 'CHECKING', 'STORING', 'STORED', 'CHECKED', 'REFUSED', 'FAILED')),
  rows_read integer not null default 0,
  error_count integer not null default 0,
  publication_id uuid,
  started_by text not null,
  started_at timestamptz not null,
  updated_at timestamptz not null
);
create index upload_by_key on upload (member_unit, idempotency_key, started_at desc);

do $$ begin
  execute format('grant select, insert, update on publication_state to %I', current_setting('hub.app_role'));
  execute format('grant select, insert on withdrawal_target, rule_waiver, locked_year, feed_mark to %I', current_setting('hub.app_role'));
  execute format('grant insert, update on approval_policy to %I', current_setting('hub.app_role'));
  execute format('grant select, insert, delete on staged_row to %I', current_setting('hub.app_role'));
  execute format('grant select, insert, update on upload to %I', current_setting('hub.app_role'));
  execute format('grant select, delete on upload, staged_row to %I', current_setting('hub.maintenance_role'));
end $$;
`;

const DOWN = `
drop table upload;
drop table staged_row;
alter table approval_policy drop column approvals;
drop index receipt_by_publication;
alter table receipt drop column event_ordinal;
alter table receipt add constraint receipt_publication_id_key unique (publication_id);
drop table locked_year;
drop table rule_waiver;
drop table withdrawal_target;
drop table feed_mark;
alter table change drop column counts;
alter table observation alter constraint observation_publication_id_fkey not deferrable;
alter table observation drop column stage;
drop table publication_state;
alter table publication_event drop column capacity;
alter table publication drop column unchanged_count, drop column justification, drop column kind;
`;
