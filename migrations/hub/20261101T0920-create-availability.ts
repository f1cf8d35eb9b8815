import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the hub last saw of each service, and every change of it. */
export class CreateAvailability implements MigrationInterface {
  name = 'CreateAvailability1793524800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
create table service_availability (
  service text primary key,
  state text not null check (state in ('AVAILABLE', 'UNAVAILABLE')),
  since timestamptz not null,
  checked_at timestamptz not null
);

create table availability_event (
  service text not null,
  at timestamptz not null,
  state text not null check (state in ('AVAILABLE', 'UNAVAILABLE')),
  primary key (service, at, state)
);

do $$ begin
  execute format('grant select, insert, update (state, since, checked_at) on service_availability to %I', current_setting('hub.app_role'));
  execute format('grant select, insert on availability_event to %I', current_setting('hub.app_role'));
end $$;
`;

const DOWN = `
drop table availability_event;
drop table service_availability;
`;
