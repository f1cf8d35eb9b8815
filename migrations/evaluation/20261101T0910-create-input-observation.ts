import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from './grant.ts';

const FIRST_YEAR = 2015;
const LAST_YEAR = 2035;

/** The input store: every accepted value the worker was given, with the time during which it was the known one. */
export class CreateInputObservation implements MigrationInterface {
  name = 'CreateInputObservation1793524200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table input_observation (
        row_id uuid not null,
        observation_id text not null,
        department text not null,
        position bigint,
        subject text not null,
        measure text not null,
        period text not null,
        period_year integer not null,
        period_start date not null,
        period_end date not null,
        dimensions text not null,
        value text not null,
        number numeric,
        state text not null,
        revision integer not null,
        member_unit text,
        publication_id text,
        receipt_hash text,
        is_derived boolean not null,
        is_demo boolean not null,
        inputs jsonb,
        first_reported_on date,
        recorded_at timestamptz not null,
        known_from timestamptz not null,
        known_to timestamptz,
        primary key (period_year, row_id)
      ) partition by range (period_year)`);
    for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
      await runner.query(
        `create table input_observation_${year} partition of input_observation for values from (${year}) to (${year + 1})`,
      );
    }
    await runner.query('create table input_observation_default partition of input_observation default');
    // One known value for each cell; also the way to the current values of a subject's year.
    await runner.query(`
      create unique index input_observation_current
        on input_observation (subject, period_year, measure, period, dimensions) where known_to is null`);
    await runner.query(`
      create index input_observation_history
        on input_observation (subject, period_year, measure, period, dimensions, known_from)`);
    await grant(runner, 'select, insert, update (known_to)', 'input_observation');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table input_observation');
  }
}
