import { z } from 'zod';

const score = z.object({ value: z.string().nullable() }).nullable();
const scores = z.object({ before: score, after: score });
const valueSide = z.object({ value: z.string(), revision: z.number() }).nullable();

const valueChange = z.object({
  measure: z.object({ code: z.string(), name: z.string() }).nullable(),
  period: z.object({ code: z.string() }).nullable(),
  dimensions: z.array(z.object({ key: z.string(), code: z.string() })),
  memberUnit: z.object({ code: z.string(), name: z.string().nullish() }).nullable(),
  reason: z.string(),
  publication: z.string().nullable(),
  before: valueSide,
  after: valueSide,
});

const indicatorSide = z.object({ score, explanation: z.string() }).nullable();
const gradeSides = z.object({ before: z.string().nullable(), after: z.string().nullable() }).nullable();

const change = z.object({
  subject: z.object({ code: z.string(), name: z.string() }).nullable(),
  year: z.number(),
  framework: z.object({ code: z.string() }).nullable(),
  from: z.string(),
  to: z.string(),
  model: z.object({ before: z.string().nullable(), after: z.string().nullable(), isChanged: z.boolean() }),
  score: scores,
  suggestedGrade: gradeSides,
  pillars: z.array(z.object({ pillar: z.object({ code: z.string(), name: z.string() }).nullable(), score: scores })),
  indicators: z.array(
    z.object({
      indicator: z.object({ code: z.string(), key: z.string(), name: z.string() }).nullable(),
      before: indicatorSide,
      after: indicatorSide,
    }),
  ),
  assessments: z.array(
    z.object({ before: z.object({ mark: z.string() }).nullable(), after: z.object({ mark: z.string() }).nullable() }),
  ),
  values: z.object({
    totalCount: z.number(),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    edges: z.array(z.object({ node: valueChange })),
  }),
});

/** Shape of the answer to `DIFF_DOCUMENT`. */
export const diffAnswerSchema = z.object({
  evaluationDiff: z.object({
    evaluation: change.nullable(),
    errors: z.array(z.object({ code: z.string(), message: z.string(), messageEn: z.string(), remedy: z.string() })),
  }),
});

export type DiffShape = z.infer<typeof diffAnswerSchema>['evaluationDiff'];
export type ChangeShape = z.infer<typeof change>;
export type ValueChangeShape = z.infer<typeof valueChange>;

const SCORES = '{ before { value } after { value } }';

/** What changed in one evaluation, with a page of the values. */
export const DIFF_DOCUMENT = `query Diff($subject: ID!, $year: Int!, $framework: String, $from: DateTime!, $to: DateTime, $after: String) {
  evaluationDiff(subject: $subject, year: $year, framework: $framework, from: $from, to: $to) {
    errors { code message messageEn remedy }
    evaluation {
      subject { code name } year framework { code } from to
      model { before after isChanged } score ${SCORES} suggestedGrade { before after }
      pillars { pillar { code name } score ${SCORES} }
      indicators { indicator { code key name } before { score { value } explanation } after { score { value } explanation } }
      assessments { before { mark } after { mark } }
      values(first: 500, after: $after) {
        totalCount pageInfo { hasNextPage endCursor }
        edges { node {
          measure { code name } period { code } dimensions { key code } memberUnit { code name } reason publication
          before { value revision } after { value revision }
        } }
      }
    }
  }
}`;
