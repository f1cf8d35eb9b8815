import type { MigrationInterface, QueryRunner } from 'typeorm';

const SOURCES = ['superior', 'third-party', 'spot-check-team', 'named-body'];

/** What an assessment was judged on and at which level; two reviewers of one body each have a mark of their own. */
export class ExtendAssessment implements MigrationInterface {
  name = 'ExtendAssessment1795348800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table assessment
        add column level text,
        add column basis text check (basis in ('LEDGER', 'FIELD')),
        add column occasion text check (occasion in ('STAGE', 'DAILY')),
        add column review uuid,
        add column reviewer text not null default ''`);
    await allowSources(runner, [...SOURCES, 'public']);
    await runner.query('drop index assessment_current');
    await runner.query(`
      create unique index assessment_current on assessment (subject, year, item, source, body, reviewer)
        where superseded_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index assessment_current');
    await runner.query(`
      create unique index assessment_current on assessment (subject, year, item, source, body) where superseded_at is null`);
    await allowSources(runner, SOURCES);
    await runner.query(`
      alter table assessment drop column level, drop column basis, drop column occasion, drop column review,
        drop column reviewer`);
  }
}

async function allowSources(runner: QueryRunner, sources: readonly string[]): Promise<void> {
  const list = sources.map((source) => `'${source}'`).join(', ');
  await runner.query('alter table assessment drop constraint assessment_source_check');
  await runner.query(`alter table assessment add constraint assessment_source_check check (source in (${list}))`);
}
