import { z } from 'zod';

const named = z.object({ code: z.string(), name: z.string().nullable() });
const score = z.object({ value: z.string().nullable(), low: z.string(), high: z.string(), isComplete: z.boolean() });
const measure = z.object({
  code: z.string(),
  name: z.string(),
  unitOfMeasure: z.object({ code: z.string() }).nullable(),
});
const dimensions = z.array(z.object({ key: z.string(), code: z.string() }));
const period = z.object({ code: z.string() }).nullable();

const readingSchema = z.object({
  status: z.string(),
  value: z.string().nullable(),
  low: z.string().nullable(),
  high: z.string().nullable(),
  carriedFrom: z.number().nullable(),
  hiddenInputs: z.number(),
  inputs: z.array(
    z.object({
      id: z.string(),
      value: z.string(),
      revision: z.number(),
      receiptHash: z.string().nullable(),
      period,
      dimensions,
      memberUnit: named.nullable(),
      measure: measure.nullable(),
    }),
  ),
  intermediateValues: z.array(
    z.object({ operation: z.string(), value: z.string(), period, dimensions, measure: measure.nullable() }),
  ),
});

const stepSchema = z.object({
  position: z.number(),
  parent: z.number().nullable(),
  level: z.number(),
  rule: z.string(),
  ruleName: z.string(),
  label: z.string(),
  formula: z.string(),
  weight: z.string().nullable(),
  status: z.string(),
  score,
  note: z.string().nullable(),
  standard: z.object({ peerGroup: z.string(), name: z.string(), status: z.string(), reason: z.string() }).nullable(),
  readings: z.array(readingSchema),
  assessments: z.array(z.object({ id: z.string(), mark: z.string() })),
  gaps: z.array(
    z.object({
      reason: z.string(),
      rule: z.string(),
      period,
      measure: z.object({ code: z.string(), name: z.string() }).nullable(),
      assessmentItem: z.object({ code: z.string(), name: z.string() }).nullable(),
      memberUnit: named.nullable(),
    }),
  ),
});

const calculationSchema = z.object({
  framework: z.string(),
  resultModel: z.string(),
  model: z.string(),
  isReproduced: z.boolean(),
  steps: z.array(stepSchema),
});

const nodeSchema = z.object({ calculation: calculationSchema.nullable() });

/** Shape of the answer to `CALCULATION_DOCUMENT`. */
export const calculationAnswerSchema = z.object({
  subject: z
    .object({
      evaluation: z.object({ indicators: z.object({ edges: z.array(z.object({ node: nodeSchema })) }) }).nullable(),
    })
    .nullable(),
});

export type CalculationShape = z.infer<typeof calculationSchema>;
export type StepShape = z.infer<typeof stepSchema>;
export type ReadingShape = z.infer<typeof readingSchema>;

/** The calculation of one indicator of a subject and year, as a list of steps. */
export const CALCULATION_DOCUMENT = `query Calculation($code: String!, $year: Int!, $framework: String, $asOf: DateTime, $key: String!) {
  subject(code: $code) {
    evaluation(year: $year, framework: $framework, asOf: $asOf) {
      indicators(filter: { keys: [$key] }, first: 1) { edges { node { calculation {
        framework resultModel model isReproduced
        steps {
          position parent level rule ruleName label formula weight status note
          score { value low high isComplete }
          standard { peerGroup name status reason }
          readings {
            status value low high carriedFrom hiddenInputs
            inputs { id value revision receiptHash period { code } dimensions { key code } memberUnit { code name } measure { code name unitOfMeasure { code } } }
            intermediateValues { operation value period { code } dimensions { key code } measure { code name unitOfMeasure { code } } }
          }
          assessments { id mark }
          gaps { reason rule period { code } measure { code name } assessmentItem { code name } memberUnit { code name } }
        }
      } } } }
    }
  }
}`;
