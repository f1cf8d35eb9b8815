import { z } from 'zod';
import { assessmentRulesSchema } from './assessment-rules.schema.ts';
import { methodParameters, scoringMethod, scoringParameters } from './scoring-parameters.schema.ts';
import { dataStatus, figure, ordinal, provenance, slug, subjectKind, text, weight } from './text.schema.ts';

const weighted = { code: ordinal, name: text, weight, reason: text, status: dataStatus };

const bands = z.strictObject({
  status: dataStatus,
  use: text,
  order: z.array(text),
  rules: z.array(z.strictObject({ category: text, atLeast: figure })).min(1),
  guards: z.array(z.strictObject({ category: text, requires: text, otherwise: text.optional() })),
  reason: text,
});

const variant = z.strictObject({
  id: slug,
  status: dataStatus,
  appliesTo: text,
  reason: text,
  informational: z.array(slug),
  overrides: z.record(ordinal, z.strictObject({ weight, method: scoringMethod.optional() })),
  groupWeights: z.record(ordinal, weight),
});

const commonItem = z.strictObject({ code: slug, zh: text, en: text, weight, basis: text, reason: text });

const unitView = z.strictObject({
  status: dataStatus,
  subjectKind,
  replaceBy: text.nullable(),
  reason: text,
  common: z.strictObject({ zh: text, weight, items: z.array(commonItem).min(1) }),
  special: z.strictObject({ zh: text, weight, rule: text, reason: text }),
  limits: z.array(text),
  /** A unit leading fewer indicators than this gets comments only. */
  scoredFromLed: z.int().min(1),
});

/** 计分模型 of one framework (data/scoring-models). */
export const scoringModelSchema = z.strictObject({
  id: slug,
  framework: slug,
  ...provenance,
  basis: z.array(text),
  scale: z.record(z.string(), text),
  methodSemantics: z.record(z.string(), text),
  naRules: z.array(text),
  bands,
  checks: z.array(text),
  methodDefaults: z.partialRecord(scoringMethod, methodParameters),
  pillars: z.array(z.strictObject({ ...weighted, kind: z.enum(['overall', 'performance', 'satisfaction']) })),
  groups: z.array(z.strictObject({ ...weighted, pillar: ordinal })),
  indicators: z.array(z.strictObject({ ...weighted, key: slug, method: scoringMethod, parameters: scoringParameters })),
  variants: z.array(variant),
  /** Absent: every source counts alike. */
  assessments: assessmentRulesSchema.optional(),
  unitView: unitView.optional(),
});

export type ScoringModelFile = z.infer<typeof scoringModelSchema>;
