import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from './grant.ts';

const FIRST_YEAR = 2015;
const LAST_YEAR = 2035;

/** Calculated results with the time during which they held; a recalculation adds rows only for what changed. */
export class CreateResult implements MigrationInterface {
  name = 'CreateResult1793526000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table evaluation_result (
        id uuid primary key,
        subject text not null references subject (code),
        year integer not null,
        framework text not null,
        model text not null,
        score_value numeric,
        score_low numeric not null,
        score_high numeric not null,
        is_complete boolean not null,
        grade text,
        possible_grades text[] not null,
        grade_reason text,
        completeness jsonb not null,
        missing jsonb not null,
        pillars jsonb not null,
        groups jsonb not null,
        member_units jsonb not null,
        kpis jsonb not null,
        digest text not null,
        known_from timestamptz not null,
        known_to timestamptz
      )`);
    await runner.query(`
      create unique index evaluation_result_current on evaluation_result (subject, year, framework) where known_to is null`);
    await runner.query(`
      create index evaluation_result_history on evaluation_result (subject, year, framework, known_from)`);
    await runner.query(`
      create index evaluation_result_by_score on evaluation_result (year, framework, score_value, subject) where known_to is null`);
    await this.createIndicatorResult(runner);
    await grant(runner, 'select, insert, update (known_to)', 'evaluation_result');
    await grant(runner, 'select, insert, update (known_to)', 'indicator_result');
  }

  private async createIndicatorResult(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table indicator_result (
        subject text not null,
        year integer not null,
        framework text not null,
        indicator text not null,
        status text not null,
        weight numeric not null,
        score_value numeric,
        score_low numeric not null,
        score_high numeric not null,
        is_complete boolean not null,
        explanation text not null,
        evidence jsonb not null,
        assessments jsonb not null,
        digest text not null,
        known_from timestamptz not null,
        known_to timestamptz,
        primary key (year, subject, framework, indicator, known_from)
      ) partition by range (year)`);
    for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
      await runner.query(
        `create table indicator_result_${year} partition of indicator_result for values from (${year}) to (${year + 1})`,
      );
    }
    await runner.query('create table indicator_result_default partition of indicator_result default');
    await runner.query(`
      create unique index indicator_result_current on indicator_result (subject, year, framework, indicator) where known_to is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table indicator_result');
    await runner.query('drop table evaluation_result');
  }
}
