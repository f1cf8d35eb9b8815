import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from './grant.ts';

const TABLES: readonly string[] = [
  `create table result_action (
     id uuid primary key,
     framework text not null,
     year integer not null,
     round text not null references round (code),
     participant_kind text not null check (participant_kind in ('SUBJECT', 'MEMBER_UNIT')),
     participant text not null,
     rule text not null,
     action text not null,
     basis jsonb not null,
     basis_digest text not null,
     state text not null check (state in ('PROPOSED', 'CONFIRMED', 'DISMISSED', 'LAPSED')),
     raised_by text not null,
     raised_at timestamptz not null,
     decided_by text,
     decided_at timestamptz,
     reason text,
     is_demo boolean not null,
     check ((state in ('CONFIRMED', 'DISMISSED')) = (decided_at is not null)),
     check (state <> 'DISMISSED' or reason is not null)
   )`,
  // The same rule over the same grades is proposed once, however often the rules are run.
  `create unique index result_action_once on result_action
     (framework, year, participant_kind, participant, rule, basis_digest)`,
  `create index result_action_list on result_action (framework, year, raised_at, id)`,
  `create table rectification (
     action uuid primary key references result_action (id),
     deadline date not null,
     state text not null check (state in ('OPEN', 'REPORTED', 'RETURNED', 'ACCEPTED', 'CLOSED')),
     ended_on date,
     updated_at timestamptz not null,
     check ((state = 'CLOSED') = (ended_on is not null))
   )`,
  `create table rectification_report (
     id uuid primary key,
     action uuid not null references rectification (action),
     revision integer not null,
     report text not null,
     evidence jsonb not null,
     reported_by text not null,
     reported_at timestamptz not null,
     unique (action, revision)
   )`,
  `create table result_action_event (
     id uuid primary key,
     action uuid not null references result_action (id),
     act text not null check (act in ('RAISED', 'CONFIRMED', 'DISMISSED', 'LAPSED', 'REPORTED', 'ACCEPTED', 'RETURNED', 'CLOSED')),
     actor text not null,
     actor_unit text,
     reason text,
     detail jsonb not null,
     happened_at timestamptz not null,
     trace_id text not null
   )`,
  `create index result_action_event_of on result_action_event (action, happened_at, id)`,
  `create table policy_problem (
     id uuid primary key,
     framework text not null,
     year integer not null,
     indicator_key text,
     problem text not null,
     proposal text not null,
     addressee text,
     raised_by text not null,
     raised_unit text,
     raised_at timestamptz not null,
     is_demo boolean not null
   )`,
  `create index policy_problem_list on policy_problem (framework, year, raised_at, id)`,
  `create table policy_problem_answer (
     problem uuid primary key references policy_problem (id),
     answer text not null,
     answered_body text not null,
     answered_by text not null,
     answered_at timestamptz not null
   )`,
];

/** 结果运用: what is done with the grades, as proposals that a person decides, and how a rectification ends. */
export class CreateUseOfResults implements MigrationInterface {
  name = 'CreateUseOfResults1795350000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
    await grant(runner, 'select, insert, update (state, decided_by, decided_at, reason)', 'result_action');
    await grant(runner, 'select, insert, update (state, ended_on, updated_at)', 'rectification');
    for (const table of [
      'rectification_report',
      'result_action_event',
      'policy_problem',
      'policy_problem_answer',
    ] as const) {
      await grant(runner, 'select, insert', table);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      ...['policy_problem_answer', 'policy_problem', 'result_action_event', 'rectification_report', 'rectification'],
      'result_action',
    ]) {
      await runner.query(`drop table ${table}`);
    }
  }
}
