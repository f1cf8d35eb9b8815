import type { EntityManager } from 'typeorm';
import type { SubjectKind } from '../../../../shared/catalogue/subject/subject-kind.ts';
import type { SubjectYear } from './recalculation-job.repository.ts';

/** A framework in a year, with the model text its results should carry. */
export interface ExpectedModel {
  readonly kind: SubjectKind;
  readonly year: number;
  readonly framework: string;
  readonly model: string;
}

/** Subjects and years with inputs or assessments but without a result, or with one made by other rules or data. */
export async function findOutdated(manager: EntityManager, expected: readonly ExpectedModel[]): Promise<SubjectYear[]> {
  return manager.query(
    `select subject.code as subject, expected.year
     from unnest($1::text[], $2::integer[], $3::text[], $4::text[]) as expected (kind, year, framework, model)
     join subject on subject.kind = expected.kind
     where not exists (
       select from evaluation_result r where r.subject = subject.code and r.year = expected.year
         and r.framework = expected.framework and r.model = expected.model and r.known_to is null)
     and (
       exists (select from input_observation o where o.subject = subject.code and o.period_year = expected.year and o.known_to is null)
       or exists (select from assessment a where a.subject = subject.code and a.year = expected.year and a.superseded_at is null))
     order by subject.sort_order, expected.year`,
    [
      expected.map(({ kind }) => kind),
      expected.map(({ year }) => year),
      expected.map(({ framework }) => framework),
      expected.map(({ model }) => model),
    ],
  );
}
