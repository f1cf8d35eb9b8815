import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from './grant.ts';

/** Judgements of assessment items; a new mark of the same body supersedes, nothing is overwritten. */
export class CreateAssessment implements MigrationInterface {
  name = 'CreateAssessment1793524800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table assessment (
        id uuid primary key,
        item text not null,
        subject text not null references subject (code),
        year integer not null,
        source text not null check (source in ('superior', 'third-party', 'spot-check-team', 'named-body')),
        body text not null,
        mark numeric not null check (mark between 0 and 100),
        reason text not null,
        recorded_by text not null,
        recorded_at timestamptz not null,
        superseded_at timestamptz,
        is_demo boolean not null default false
      )`);
    await runner.query(`
      create unique index assessment_current on assessment (subject, year, item, source, body) where superseded_at is null`);
    await runner.query('create index assessment_history on assessment (subject, year, recorded_at)');
    await grant(runner, 'select, insert, update (superseded_at)', 'assessment');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table assessment');
  }
}
