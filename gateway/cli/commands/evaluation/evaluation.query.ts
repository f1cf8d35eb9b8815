import { z } from 'zod';

const scoreSchema = z
  .object({ value: z.string().nullable(), low: z.string(), high: z.string(), isComplete: z.boolean() })
  .nullable();
const namedSchema = z.object({ code: z.string(), name: z.string().nullable() });

const evidenceSchema = z.object({
  measure: z.object({
    code: z.string(),
    name: z.string(),
    unitOfMeasure: z.object({ code: z.string(), name: z.string() }).nullable(),
  }),
  period: z.object({ code: z.string() }),
  dimensions: z.array(z.object({ key: z.string(), code: z.string() })),
  value: z.string().nullable(),
  state: z.string().nullable(),
  memberUnit: namedSchema.nullable(),
});

const indicatorSchema = z.object({
  indicator: z.object({
    key: z.string(),
    code: z.string(),
    name: z.string(),
    weight: z.string().nullable(),
    pillar: z.object({ code: z.string() }),
  }),
  leadUnit: namedSchema.nullable(),
  status: z.string(),
  score: scoreSchema,
  explanation: z.string().nullable(),
  evidence: z.array(evidenceSchema),
});

const evaluationSchema = z.object({
  year: z.number(),
  asOf: z.string().nullable(),
  calculatedAt: z.string(),
  model: z.string(),
  isSuperseded: z.boolean(),
  framework: z.object({ code: z.string(), status: z.string() }),
  score: scoreSchema,
  suggestedGrade: z.string().nullable(),
  possibleGrades: z.array(z.string()),
  completeness: z.object({ expected: z.number(), received: z.number(), ratio: z.string().nullable() }).nullable(),
  missing: z.array(
    z.object({
      memberUnit: namedSchema.nullable(),
      measures: z.array(z.object({ code: z.string(), name: z.string().nullish() })),
    }),
  ),
  pillars: z.array(z.object({ pillar: namedSchema, weight: z.string(), score: scoreSchema })),
  indicators: z.object({ edges: z.array(z.object({ node: indicatorSchema })) }),
});

/** Shape of the answer to `EVALUATION_DOCUMENT`. */
export const evaluationAnswerSchema = z.object({
  subject: z.object({ code: z.string(), name: z.string(), evaluation: evaluationSchema.nullable() }).nullable(),
});

export type ScoreShape = z.infer<typeof scoreSchema>;
export type EvaluationShape = z.infer<typeof evaluationSchema>;
export type IndicatorResultShape = z.infer<typeof indicatorSchema>;

/** The whole evaluation of one subject and year. */
export const EVALUATION_DOCUMENT = `query Evaluation($code: String!, $year: Int!, $framework: String, $asOf: DateTime) {
  subject(code: $code) {
    code name
    evaluation(year: $year, framework: $framework, asOf: $asOf) {
      year asOf calculatedAt model isSuperseded framework { code status }
      score { value low high isComplete } suggestedGrade possibleGrades
      completeness { expected received ratio }
      missing { memberUnit { code name } measures { code name } }
      pillars { pillar { code name } weight score { value low high isComplete } }
      indicators(first: 100) { edges { node {
        indicator { key code name weight pillar { code } }
        leadUnit { code name }
        status score { value low high isComplete } explanation
        evidence { measure { code name unitOfMeasure { code name } } period { code } dimensions { key code } value state memberUnit { code name } }
      } } }
    }
  }
}`;
