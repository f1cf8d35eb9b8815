import { z } from 'zod';

const score = z.object({ value: z.string().nullable() }).nullable();
const scores = z.object({ before: score, after: score });

const impact = z.object({
  subject: z.object({ code: z.string(), name: z.string() }).nullable(),
  year: z.number(),
  valueCount: z.number(),
  score: scores,
  suggestedGrade: z.object({ before: z.string().nullable(), after: z.string().nullable() }).nullable(),
  indicators: z.array(
    z.object({ indicator: z.object({ code: z.string(), name: z.string() }).nullable(), score: scores }),
  ),
});
const errors = z.array(z.object({ code: z.string(), message: z.string(), messageEn: z.string(), remedy: z.string() }));

export type ImpactShape = z.infer<typeof impact>;

export const publicationImpactSchema = z.object({
  publicationImpact: z.object({ evaluationCount: z.number(), evaluations: z.array(impact), errors }),
});
export const changeImpactSchema = z.object({ changeImpact: z.object({ evaluation: impact.nullable(), errors }) });

const SCORES = '{ before { value } after { value } }';
const IMPACT = `subject { code name } year valueCount score ${SCORES} suggestedGrade { before after }
  indicators { indicator { code name } score ${SCORES} }`;
const ERRORS = 'errors { code message messageEn remedy }';

export const PUBLICATION_IMPACT = `query PublicationImpact($id: ID!) {
  publicationImpact(publication: $id) { evaluationCount evaluations { ${IMPACT} } ${ERRORS} }
}`;

export const CHANGE_IMPACT = `query ChangeImpact($subject: ID!, $year: Int!, $changes: [ObservationChangeInput!]!) {
  changeImpact(subject: $subject, year: $year, changes: $changes) { evaluation { ${IMPACT} } ${ERRORS} }
}`;

/** What kind of publication it is, as its department knows it. */
export function publicationKind(fieldPrefix: string): string {
  return `query ($id: ID!) { publication: ${fieldPrefix}Publication(id: $id) { kind state } }`;
}

/** The values that a withdrawal names, as its department knows them. */
export function withdrawnCells(fieldPrefix: string): string {
  return `query ($id: ID!, $after: String) { publication: ${fieldPrefix}Publication(id: $id) {
    observations(first: 500, after: $after) {
      edges { node { subject { code } measure { code } period { code } dimensions { key code } isDerived } }
      pageInfo { hasNextPage endCursor }
    }
  } }`;
}
