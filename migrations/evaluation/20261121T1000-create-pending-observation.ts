import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from './grant.ts';

/**
 * Values that wait for people: handed in or approved, not accepted yet. Only what waits now; the history of a
 * publication is its department's, and the table stays as small as what is under way.
 */
export class CreatePendingObservation implements MigrationInterface {
  name = 'CreatePendingObservation1795255200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table pending_observation (
        observation_id text primary key,
        department text not null,
        position bigint not null,
        publication_id text,
        state text not null check (state in ('SUBMITTED', 'APPROVED')),
        subject text not null,
        measure text not null,
        period text not null,
        period_year integer not null,
        period_start date,
        period_end date,
        dimensions text not null,
        value text not null,
        stage text,
        revision integer not null,
        member_unit text,
        receipt_hash text,
        is_derived boolean not null,
        is_demo boolean not null,
        reported_on date,
        recorded_at timestamptz not null
      )`);
    await runner.query(`
      create index pending_observation_by_cell on pending_observation (subject, period_year, measure, period, dimensions)`);
    await runner.query('create index pending_observation_by_publication on pending_observation (publication_id)');
    await grant(runner, 'select, insert, update, delete', 'pending_observation');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table pending_observation');
  }
}
