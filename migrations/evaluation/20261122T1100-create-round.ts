import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from './grant.ts';

const KIND = `text not null check (participant_kind in ('SUBJECT', 'MEMBER_UNIT'))`;
const GRADE = `in ('EXCELLENT', 'GOOD', 'FAIR', 'POOR')`;

const TABLES: readonly string[] = [
  `create table round (
     code text primary key,
     framework text not null,
     year integer not null,
     edition integer not null check (edition >= 1),
     supersedes text references round (code),
     justification text,
     state text not null check (state in ('PLANNED', 'SELF_EVALUATION', 'SPOT_CHECK', 'VERIFICATION', 'HEARING',
       'DECISION', 'CIRCULATION', 'CIRCULATED', 'ARCHIVED')),
     seq integer not null default 0,
     base_years integer[] not null,
     is_demo boolean not null default false,
     opened_by text not null,
     opened_at timestamptz not null,
     hearing_opened_at timestamptz,
     archived_at timestamptz,
     unique (framework, year, edition),
     check ((edition = 1) = (supersedes is null)),
     check ((supersedes is null) = (justification is null))
   )`,
  // One reopening of one edition; two people cannot both make the next.
  'create unique index round_supersedes on round (supersedes) where supersedes is not null',
  `create table round_step_adoption (
     framework text not null,
     step text not null,
     act_title text not null,
     act_number text not null,
     decided_on date not null,
     adopted_by text not null,
     adopted_at timestamptz not null,
     primary key (framework, step)
   )`,
  `create table round_step (
     round text not null references round (code),
     step text not null,
     position integer not null,
     is_on boolean not null,
     is_adopted boolean not null,
     due_on date,
     date_basis text,
     primary key (round, step)
   )`,
  `create table round_participant (
     round text not null references round (code),
     participant_kind ${KIND},
     participant text not null,
     subject text not null references subject (code),
     position integer not null,
     is_scored boolean not null,
     primary key (round, participant_kind, participant)
   )`,
  `create table round_event (
     id uuid primary key,
     round text not null references round (code),
     seq integer not null,
     step text not null,
     action text not null,
     participant_kind text,
     participant text,
     actor text not null,
     actor_unit text,
     reason text,
     detail jsonb not null,
     happened_at timestamptz not null,
     trace_id text not null,
     unique (round, seq)
   )`,
  // Each reminder once, however often the worker looks.
  `create unique index round_event_reminder on round_event
     (round, step, coalesce(participant_kind, ''), coalesce(participant, ''), (detail ->> 'reminder')) where action = 'REMINDED'`,
  `create table round_base_value (
     round text not null references round (code),
     participant_kind ${KIND},
     participant text not null,
     years integer[] not null,
     as_of timestamptz not null,
     value_list jsonb not null,
     value_count integer not null,
     digest text not null,
     stated_at timestamptz not null,
     primary key (round, participant_kind, participant)
   )`,
  `create table self_evaluation_document (
     id uuid primary key,
     round text not null references round (code),
     participant_kind ${KIND},
     participant text not null,
     name text not null,
     media_type text not null,
     size_bytes integer not null,
     sha256 text not null,
     content bytea not null,
     uploaded_by text not null,
     uploaded_at timestamptz not null
   )`,
  `create index self_evaluation_document_of on self_evaluation_document (round, participant_kind, participant)`,
  `create table self_evaluation (
     id uuid primary key,
     round text not null references round (code),
     participant_kind ${KIND},
     participant text not null,
     state text not null check (state in ('DRAFT', 'SENT')),
     self_grade text check (self_grade ${GRADE}),
     answerable_person text,
     narratives jsonb not null,
     document uuid references self_evaluation_document (id),
     revision integer not null,
     drafted_by text not null,
     drafted_at timestamptz not null,
     sent_by text,
     sent_at timestamptz,
     is_late boolean,
     value_list jsonb,
     value_digest text,
     unique (round, participant_kind, participant),
     check (state = 'DRAFT' or (self_grade is not null and document is not null and answerable_person is not null
       and sent_by is not null and sent_at is not null and is_late is not null))
   )`,
  `create table round_score (
     round text not null references round (code),
     participant_kind ${KIND},
     participant text not null,
     stage text not null check (stage in ('SELF', 'VERIFIED', 'FINAL')),
     score_value numeric,
     score_low numeric,
     score_high numeric,
     is_complete boolean not null,
     as_of timestamptz not null,
     digest text not null,
     recorded_at timestamptz not null,
     primary key (round, participant_kind, participant, stage, recorded_at)
   )`,
  `create table round_hearing (
     round text not null references round (code),
     participant_kind ${KIND},
     participant text not null,
     answer text not null check (answer in ('AGREED', 'OBJECTED')),
     comment text,
     answered_by text not null,
     answered_unit text,
     answered_at timestamptz not null,
     is_late boolean not null,
     primary key (round, participant_kind, participant)
   )`,
  `create table round_appeal (
     id uuid primary key,
     round text not null references round (code),
     participant_kind ${KIND},
     participant text not null,
     grounds text not null,
     indicators text[] not null,
     filed_by text not null,
     filed_at timestamptz not null,
     answer_due_on date not null,
     outcome text check (outcome in ('UPHELD', 'REJECTED')),
     reason text,
     settled_by text,
     settled_at timestamptz,
     is_settled_late boolean,
     unique (round, participant_kind, participant),
     check ((outcome is null) = (settled_at is null) and (outcome is null) = (reason is null))
   )`,
  `create table round_decision (
     round text not null references round (code),
     participant_kind ${KIND},
     participant text not null,
     self_grade text check (self_grade ${GRADE}),
     suggested_grade text check (suggested_grade ${GRADE}),
     final_grade text not null check (final_grade ${GRADE}),
     reason text,
     body text not null check (body in ('OFFICE', 'MEETING')),
     meeting_name text,
     decided_on date not null,
     minutes_number text,
     decided_by text not null,
     decided_at timestamptz not null,
     primary key (round, participant_kind, participant, decided_at),
     check (body = 'OFFICE' or (meeting_name is not null and minutes_number is not null)),
     check (reason is not null or suggested_grade is not distinct from final_grade)
   )`,
  `create table round_circulation (
     round text primary key references round (code),
     notice_number text not null,
     notice_title text not null,
     notice_text text not null,
     addressees text[] not null,
     circulated_by text not null,
     circulated_at timestamptz not null
   )`,
];

/** What only grows: everything but the round's place in its steps, a draft, and the answer to an appeal. */
const GROWING = [
  'round_step_adoption',
  'round_participant',
  'round_event',
  'round_base_value',
  'self_evaluation_document',
  'round_score',
  'round_hearing',
  'round_decision',
  'round_circulation',
] as const;

/** 年度评价: a round with its plan, its acts in order, and what each step leaves behind. */
export class CreateRound implements MigrationInterface {
  name = 'CreateRound1795345200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
    for (const table of GROWING) await grant(runner, 'select, insert', table);
    await grant(runner, 'select, insert, update (state, seq, hearing_opened_at, archived_at)', 'round');
    await grant(runner, 'select, insert, update (is_on, is_adopted, due_on, date_basis)', 'round_step');
    await grant(runner, 'select, insert, update', 'self_evaluation');
    await grant(
      runner,
      'select, insert, update (outcome, reason, settled_by, settled_at, is_settled_late)',
      'round_appeal',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      ...['round_circulation', 'round_decision', 'round_appeal', 'round_hearing', 'round_score', 'self_evaluation'],
      ...['self_evaluation_document', 'round_base_value', 'round_event', 'round_participant', 'round_step'],
      ...['round_step_adoption', 'round'],
    ]) {
      await runner.query(`drop table ${table}`);
    }
  }
}
