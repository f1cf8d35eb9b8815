import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lists of evaluations: whatever they are ordered by, a page begins where the one before ended, however long the list is.
 * What lists filter by stands beside the score, so that nothing wide is unpacked for rows that are passed over.
 */
export class IndexEvaluationList implements MigrationInterface {
  name = 'IndexEvaluationList1795356000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table evaluation_result
        add column received_share numeric not null generated always as (coalesce((completeness ->> 'ratio')::numeric, 0)) stored,
        add column missing_units jsonb not null generated always as (jsonb_path_query_array(missing, '$[*].memberUnit')) stored`);
    await runner.query('drop index evaluation_result_by_score');
    // From the top, those without a score last. Negated, so that a place is one comparison and ties are not passed one by one;
    // the other way round is the same index read backwards.
    await runner.query(`
      create index evaluation_result_by_score
        on evaluation_result (year, framework, (-coalesce(score_value, -1)), subject) where known_to is null`);
    await runner.query(`
      create index evaluation_result_by_completeness
        on evaluation_result (year, framework, received_share, subject) where known_to is null`);
    // Ranks read the scores of all peers and nothing else.
    await runner.query(`
      create index evaluation_result_peers
        on evaluation_result (year, framework) include (subject, score_value, score_low, score_high) where known_to is null`);
    await runner.query('create index subject_by_parent on subject (parent, sort_order, code) where parent is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index subject_by_parent');
    await runner.query('drop index evaluation_result_peers');
    await runner.query('drop index evaluation_result_by_completeness');
    await runner.query('drop index evaluation_result_by_score');
    await runner.query(`
      create index evaluation_result_by_score on evaluation_result (year, framework, score_value, subject) where known_to is null`);
    await runner.query('alter table evaluation_result drop column missing_units, drop column received_share');
  }
}
