import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Observations (指标值): append-only, one row per revision of a cell, partitioned by the year they are about. */
export class CreateObservation implements MigrationInterface {
  name = 'CreateObservation1795079400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
create table observation (
  period_year integer not null,
  id uuid not null,
  subject text not null,
  measure text not null,
  period text not null,
  period_start date not null,
  period_end date not null,
  dimensions text not null,
  value_number numeric,
  value_text text,
  revision integer not null check (revision > 0),
  member_unit text not null,
  publication_id uuid not null references publication (id),
  ordinal integer not null,
  explanation text,
  is_derived boolean not null,
  recorded_at timestamptz not null,
  primary key (period_year, id),
  unique (period_year, subject, measure, period, dimensions, revision),
  check ((value_number is null) <> (value_text is null))
) partition by range (period_year);
create index observation_by_publication on observation (publication_id, ordinal);

do $$ begin
  for year in 2015..2035 loop
    execute format('create table observation_%s partition of observation for values from (%s) to (%s)', year, year, year + 1);
  end loop;
  create table observation_other partition of observation default;
  execute format('grant select, insert on observation to %I', current_setting('hub.app_role'));
end $$;

-- The value of each cell that counts now. A projection of the change feed: it can be rebuilt from it at any time.
create table current_observation (
  subject text not null,
  period text not null,
  measure text not null,
  dimensions text not null,
  period_year integer not null,
  period_start date not null,
  period_end date not null,
  observation_id uuid not null,
  member_unit text not null,
  revision integer not null,
  state text not null,
  position bigint not null,
  primary key (subject, period, measure, dimensions)
);
create index current_observation_by_unit on current_observation (member_unit, subject, period, measure, dimensions);

do $$ begin
  execute format('grant select, insert, update, delete on current_observation to %I', current_setting('hub.app_role'));
end $$;
`;

const DOWN = `
drop table current_observation;
drop table observation;
`;
