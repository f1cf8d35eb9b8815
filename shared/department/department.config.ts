import { z } from 'zod';
import { demoModeSchema } from '../catalogue/subject/subjects.ts';
import { NONCE_STORES } from '../identity/nonce-register.ts';

/** Environment of a department's process. */
export const departmentConfigSchema = z.object({
  SERVICE_HOST: z.string().default('127.0.0.1'),
  SERVICE_PORT: z.coerce.number().int().min(0).max(65535).default(0),
  DATABASE_URL: z.url(),
  HOP_KEYS: z.string(),
  SIGNING_KEY_FILE: z.string(),
  /** Where it is remembered which signed calls were taken: `database` where several processes serve this department. */
  NONCE_STORE: z.enum(NONCE_STORES).default('memory'),
  LOG_LEVEL: z.string().default('info'),
  DEMO: demoModeSchema,
});

export type DepartmentConfig = z.infer<typeof departmentConfigSchema>;
