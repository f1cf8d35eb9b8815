import type { DataSource } from 'typeorm';

/** What services need of the data source: to ask, and to do several things as one. */
export type EvaluationDatabase = Pick<DataSource, 'manager' | 'transaction'>;

/** Stands where the schema is only printed. */
export const NEVER_OPENED: EvaluationDatabase = {
  get manager(): never {
    return notServing();
  },
  transaction: notServing,
};

function notServing(): never {
  throw new Error('this schema is for printing only');
}
