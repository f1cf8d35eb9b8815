import { z } from 'zod';
import { demoModeSchema } from '../../shared/catalogue/subject/subjects.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import { NONCE_STORES } from '../../shared/identity/nonce-register.ts';

export const evaluationSchema = z.object({
  SERVICE_HOST: z.string().default('127.0.0.1'),
  SERVICE_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  DATABASE_URL: z.url(),
  HOP_KEYS: z.string().min(1),
  /** Where it is remembered which signed calls were taken: `database` where several processes serve this subgraph. */
  NONCE_STORE: z.enum(NONCE_STORES).default('memory'),
  HUB_DEMO: demoModeSchema,
  LOG_LEVEL: z.string().default('info'),
});

export type EvaluationConfig = z.infer<typeof evaluationSchema>;

export function readEvaluationConfig(): EvaluationConfig {
  return readConfig('evaluation', evaluationSchema);
}
