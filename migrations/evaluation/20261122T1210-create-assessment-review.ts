import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from './grant.ts';

/** 双人背对背评定: marks wait here, out of everybody's sight, until all that were asked for are in. */
export class CreateAssessmentReview implements MigrationInterface {
  name = 'CreateAssessmentReview1795349400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table assessment_review (
        id uuid primary key,
        framework text not null,
        subject text not null references subject (code),
        year integer not null,
        item text not null,
        source text not null,
        state text not null check (state in ('OPEN', 'THIRD_NEEDED', 'CONCLUDED', 'CANCELLED')),
        opened_by text not null,
        opened_at timestamptz not null,
        ended_at timestamptz,
        reason text,
        is_demo boolean not null,
        check ((ended_at is null) = (state in ('OPEN', 'THIRD_NEEDED'))),
        check (state <> 'CANCELLED' or reason is not null)
      )`);
    await runner.query(`
      create unique index assessment_review_open on assessment_review (subject, year, item, source)
        where state in ('OPEN', 'THIRD_NEEDED')`);
    await runner.query('create index assessment_review_list on assessment_review (framework, year, opened_at, id)');
    await runner.query(`
      create table assessment_review_seat (
        review uuid not null references assessment_review (id),
        seat integer not null check (seat between 1 and 3),
        reviewer text not null,
        body text not null,
        named_by text not null,
        named_at timestamptz not null,
        level text,
        mark numeric check (mark between 0 and 100),
        reason text,
        basis text check (basis in ('LEDGER', 'FIELD')),
        occasion text check (occasion in ('STAGE', 'DAILY')),
        marked_at timestamptz,
        primary key (review, seat),
        unique (review, reviewer),
        check ((marked_at is null) = (mark is null) and (marked_at is null) = (reason is null))
      )`);
    await runner.query('create index assessment_review_seat_of on assessment_review_seat (reviewer)');
    await grant(runner, 'select, insert, update (state, ended_at, reason)', 'assessment_review');
    await grant(
      runner,
      'select, insert, update (level, mark, reason, basis, occasion, marked_at)',
      'assessment_review_seat',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table assessment_review_seat');
    await runner.query('drop table assessment_review');
  }
}
