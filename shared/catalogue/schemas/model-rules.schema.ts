import { z } from 'zod';
import { figure, provenance, slug, subjectKind, text } from './text.schema.ts';

const head = { rule: slug, basis: text, reason: text };
const pillarKind = z.enum(['overall', 'performance', 'satisfaction']);

/** What the weights of a scoring model must keep to (data/model-rules.json). */
export const modelRulesSchema = z.strictObject({
  ...provenance,
  rules: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({
        ...head,
        kind: z.literal('pillars'),
        subjectKinds: z.array(subjectKind),
        pillars: z.array(z.strictObject({ name: text, kind: pillarKind })),
      }),
      z.strictObject({
        ...head,
        kind: z.literal('outweighs'),
        indicators: z.array(slug).min(1),
        over: z.array(slug).min(1),
      }),
      z.strictObject({
        ...head,
        kind: z.literal('natures-at-most'),
        natures: z.array(z.enum(['quantitative', 'qualitative', 'mixed', 'survey'])).min(1),
        atMost: figure,
      }),
      z.strictObject({ ...head, kind: z.literal('pillar-kind-above'), pillarKind, above: figure }),
      z.strictObject({
        ...head,
        kind: z.literal('each-at-most'),
        atMost: figure,
        except: z.array(z.strictObject({ indicator: slug, atMost: figure, reason: text })),
      }),
    ]),
  ),
});

export type ModelRule = z.infer<typeof modelRulesSchema>['rules'][number];
