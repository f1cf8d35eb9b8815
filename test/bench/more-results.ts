import { withClient } from '../../shared/topology/provision.ts';

/** Which subjects are made up beside those calculated, and how many of the calculated are their patterns. */
export interface MoreSubjects {
  readonly from: number;
  readonly to: number;
  readonly calculated: number;
  readonly year: number;
}

/** More subjects, each with the whole stored evaluation of a calculated one: for benches of reading at size only. */
export async function copyEvaluations(ownerUrl: string, { from, to, calculated, year }: MoreSubjects): Promise<void> {
  if (from >= to) return;
  await withClient(ownerUrl, async (client) => {
    await client.query('set search_path = evaluation');
    const pattern = `(800000 + place % ${calculated})::text`;
    const places = 'generate_series($1::integer, $2::integer - 1) place';
    await client.query(
      `insert into subject (code, name, kind, is_demo, sort_order)
       select (800000 + place)::text, '演示对象' || lpad(place::text, 5, '0'), 'province', true, 10000 + place from ${places}`,
      [from, to],
    );
    await client.query(
      `insert into evaluation_result (id, subject, year, framework, model, score_value, score_low, score_high, is_complete,
         grade, possible_grades, grade_reason, completeness, missing, pillars, groups, member_units, kpis, digest, known_from)
       select gen_random_uuid(), (800000 + place)::text, r.year, r.framework, r.model, r.score_value, r.score_low, r.score_high,
         r.is_complete, r.grade, r.possible_grades, r.grade_reason, r.completeness, r.missing, r.pillars, r.groups,
         r.member_units, r.kpis, r.digest, r.known_from
       from ${places} join evaluation_result r on r.subject = ${pattern} and r.known_to is null`,
      [from, to],
    );
    const { rows } = await client.query<{ columns: string }>(
      `select string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns from information_schema.columns
       where table_schema = 'evaluation' and table_name = 'indicator_result' and column_name <> 'subject' and is_generated = 'NEVER'`,
    );
    const columns = rows[0]?.columns ?? '';
    await client.query(
      `insert into indicator_result (subject, ${columns}) select (800000 + place)::text, ${columns
        .split(', ')
        .map((column) => `r.${column}`)
        .join(', ')}
       from ${places} join indicator_result r on r.subject = ${pattern} and r.year = ${year} and r.known_to is null`,
      [from, to],
    );
  });
}
